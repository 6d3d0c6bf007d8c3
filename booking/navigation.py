"""The frame of pages that visitors and guardians see: menu, and which base template."""

from typing import Any

from flask import g, request, url_for

from .auth import actor_or_none

WORK = {"staff": "/staff/", "admin": "/admin/"}
"""Where people who work here have their pages."""


def navigation() -> dict[str, Any]:
    """Context for public and guardian pages: ``nav``, ``frame`` (the template to extend), ``home_url`` and ``help_url``."""
    actor = actor_or_none() if not g.get("failed") else None
    shared = {"home_url": url_for("public.home"), "help_url": url_for("public.help_page")}
    if actor is not None and actor.role == "guardian":
        return shared | {"frame": "guardian/base.html", "nav": _guardian()}
    if actor is not None:
        items = [_item("업무 화면", WORK[actor.role], "board"), _item("카페", url_for("public.show_cafes"), "pin")]
        return shared | {"frame": "public/base.html", "nav": items}
    return shared | {"frame": "public/base.html", "nav": _visitor()}


def _guardian() -> list[dict[str, Any]]:
    return [
        _item("자리 찾기", url_for("public.search"), "search", "/slots", "/cafes"),
        _item("내 예약", url_for("guardian.show_reservations"), "ticket"),
        _item("우리 아이", url_for("guardian.show_children"), "child"),
        _item("내 정보", url_for("guardian.show_me"), "user", "/me", "/sign-ins"),
    ]


def _visitor() -> list[dict[str, Any]]:
    return [
        _item("자리 찾기", url_for("public.search"), "search"),
        _item("카페", url_for("public.show_cafes"), "pin"),
        _item("로그인", url_for("public.sign_in"), "user", "/sign-in", "/sign-up"),
    ]


def _item(label: str, url: str, icon: str, *under: str) -> dict[str, Any]:
    places = under or (url,)
    current = any(request.path == place or request.path.startswith(f"{place}/") for place in places)
    return {"label": label, "url": url, "icon": icon, "current": current}


def home_of(role: str) -> str:
    """Where a person of this role starts."""
    return WORK.get(role, "/")


def fitting_next(path: str | None, role: str) -> str:
    """``path`` (already known to be safe) if this role has business there, else the role's own start."""
    if path is None:
        return home_of(role)
    at_work = path.startswith(("/staff", "/admin"))
    if role == "guardian":
        return path if not at_work else "/"
    return path if path.startswith((f"/{role}", "/q/", "/cafes", "/help")) else home_of(role)
