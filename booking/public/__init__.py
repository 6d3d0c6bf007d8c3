"""Pages for everyone: cafés, calendar, slots, search, sign up and in, links from mails, help."""

from flask import Blueprint

from ..navigation import navigation
from ..page_words import FILTERS
from ..pieces import piece

bp = Blueprint("public", __name__)
bp.context_processor(navigation)
for one in FILTERS:
    bp.add_app_template_filter(one)
bp.add_app_template_global(piece)

from . import cafes, codes, devices, home, links, operating, passwords, search, sign_ins, sign_ups, site, slots, why  # noqa: E402, F401
