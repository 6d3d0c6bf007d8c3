"""The frame of officials' pages: the menu, and whom the signed-in official answers for."""

import re
from typing import Any

from flask import g, request, url_for

from ..auth import actor_or_none
from ..navigation import MenuItem
from ..queries.districts import scope_name

MENU = (
    ("오늘", "admin.show_today", "home", r"/admin/today"),
    ("정원", "admin.show_capacity", "sliders", r"/admin/(capacity|slots|(cafes|districts)/[^/]+/capacity)"),
    ("규칙", "admin.show_rules", "edit", r"/admin/(rules|city/rules|(cafes|districts)/[^/]+/rules)"),
    ("휴관", "admin.show_closings", "moon", r"/admin/closings"),
    ("노쇼", "admin.show_no_shows", "alert", r"/admin/no-shows"),
    ("사람", "admin.show_people", "people", r"/admin/(people|invitations)"),
    ("이력", "admin.show_log", "history", r"/admin/log"),
    ("상태", "admin.show_status", "refresh", r"/admin/(status|line)"),
)
"""Label, endpoint, icon, and how the addresses begin that belong to it."""


def frame() -> dict[str, Any]:
    """Context of every page here: ``nav``, ``scope_name`` (마포구, 서울시 전체), ``home_url`` and ``help_url``."""
    actor = actor_or_none() if not g.get("failed") else None
    if actor is None or actor.role != "admin":
        return {}
    return {
        "nav": tuple(_item(*entry) for entry in MENU),
        "scope_name": scope_name(actor),
        "home_url": url_for("admin.show_today"),
        "help_url": url_for("public.help_page"),
    }


def _item(label: str, endpoint: str, icon: str, under: str) -> MenuItem:
    url = url_for(endpoint)
    current = request.path == url or re.match(under, request.path) is not None
    return MenuItem(label, url, icon, current=current)
