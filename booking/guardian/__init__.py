"""Pages of guardian."""

from flask import Blueprint

bp = Blueprint("guardian", __name__)
