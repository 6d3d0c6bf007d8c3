"""Pages for officials: today's numbers, capacities, closings, people, the log. A desk; a district sees only itself."""

from flask import Blueprint

from ..auth import guard
from .frame import frame

bp = Blueprint("admin", __name__)
bp.before_request(guard("admin"))
bp.context_processor(frame)

from . import capacities, closings, invitations, lines, log, no_shows, people, rules, status, today  # noqa: E402, F401
