"""The frame of officials' pages: the menu, and whom the signed-in official answers for."""

from typing import Any

from flask import g, request, url_for

from ..auth import actor_or_none
from ..queries.districts import scope_name

MENU = (
    ("오늘", "admin.show_today", "home", ("/admin/today",)),
    ("정원", "admin.show_capacity", "sliders", ("/admin/capacity", "/admin/slots", "/admin/cafes", "/admin/districts")),
    ("휴관", "admin.show_closings", "moon", ("/admin/closings",)),
    ("노쇼", "admin.show_no_shows", "alert", ("/admin/no-shows",)),
    ("사람", "admin.show_people", "people", ("/admin/people", "/admin/invitations")),
    ("이력", "admin.show_log", "history", ("/admin/log",)),
    ("상태", "admin.show_status", "refresh", ("/admin/status",)),
)


def frame() -> dict[str, Any]:
    """Context of every page here: ``nav``, ``scope_name`` (마포구, 서울시 전체), ``home_url`` and ``help_url``."""
    actor = actor_or_none() if not g.get("failed") else None
    if actor is None or actor.role != "admin":
        return {}
    return {
        "nav": [_item(*entry) for entry in MENU],
        "scope_name": scope_name(actor),
        "home_url": url_for("admin.show_today"),
        "help_url": url_for("public.help_page"),
    }


def _item(label: str, endpoint: str, icon: str, under: tuple[str, ...]) -> dict[str, Any]:
    url = url_for(endpoint)
    return {"label": label, "url": url, "icon": icon, "current": request.path == url or request.path.startswith(under)}
