"""Pages for staff at the door of one café: the board, finding, walk-ins, who is inside."""

from typing import Any

from flask import Blueprint, make_response, request, url_for
from flask.typing import ResponseReturnValue

from ..auth import actor_or_none, guard
from ..navigation import MenuItem

bp = Blueprint("staff", __name__)


@bp.before_request
def ask_again_whole() -> ResponseReturnValue | None:
    """A board that refreshes after its sign-in ended loads its page anew: the sign-in form must not land in the board."""
    if "HX-Request" not in request.headers or actor_or_none() is not None:
        return None
    answer = make_response("", 200)
    answer.headers["HX-Refresh"] = "true"
    return answer


bp.before_request(guard("staff"))


@bp.context_processor
def frame() -> dict[str, Any]:
    """The menu and the way home."""
    items = (
        _item("오늘 명단", ".today", "board", "/staff/slots/"),
        _item("현장 접수", ".before_walk_in", "plus"),
        _item("지금 안에", ".show_inside", "people"),
        _item("찾기", ".find_party", "search", "/staff/codes/"),
    )
    return {"nav": items, "home_url": url_for(".today")}


def _item(label: str, endpoint: str, icon: str, under: str | None = None) -> MenuItem:
    url = url_for(endpoint)
    walk_in = request.path.endswith("/walk-in")
    current = request.path == url or (under is not None and request.path.startswith(under) and not walk_in)
    return MenuItem(label, url, icon, current=current or (walk_in and endpoint == ".before_walk_in"))


from . import boards, codes, inside, visits, walk_ins  # noqa: E402, F401
