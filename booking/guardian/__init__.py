"""Pages for guardians: reserving, the family's reservations, its children and guardians, the own account."""

from flask import Blueprint

from ..auth import guard
from ..navigation import navigation

bp = Blueprint("guardian", __name__)
bp.before_request(guard("guardian"))
bp.context_processor(navigation)

from . import account, children, guardians, leaving, lines, moving, reservations, residence, slots  # noqa: E402, F401
