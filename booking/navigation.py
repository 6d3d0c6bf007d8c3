"""The frame of pages that visitors and guardians see: menu, and which base template."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import g, request, url_for

from .auth import actor_or_none

WORK = {"staff": "/staff/", "admin": "/admin/"}
"""Where people who work here have their pages."""


@dataclass(frozen=True)
class MenuItem:
    """A way of the main menu; ``count``: of what waits there."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


def navigation() -> dict[str, Any]:
    """Context for public and guardian pages: ``nav``, ``frame`` (the template to extend), ``home_url`` and ``help_url``."""
    actor = actor_or_none() if not g.get("failed") else None
    section = "/" + request.path.split("/", 2)[1]
    shared = {"home_url": _address("public.home"), "help_url": _address("public.help_page")}
    if actor is not None and actor.role == "guardian":
        return shared | {"frame": "guardian/base.html", "nav": _guardian(section)}
    if actor is not None:
        work = MenuItem("업무 화면", WORK[actor.role], "board", current=False)
        return shared | {"frame": "public/base.html", "nav": (work, _item(section, "카페", "public.show_cafes", "pin"))}
    return shared | {"frame": "public/base.html", "nav": _visitor(section)}


@lru_cache
def _guardian(section: str) -> tuple[MenuItem, ...]:
    return (
        _item(section, "자리 찾기", "public.search", "search", "/slots", "/cafes"),
        _item(section, "내 예약", "guardian.show_reservations", "ticket"),
        _item(section, "우리 아이", "guardian.show_children", "child"),
        _item(section, "내 정보", "guardian.show_me", "user", "/me", "/sign-ins"),
    )


@lru_cache
def _visitor(section: str) -> tuple[MenuItem, ...]:
    return (
        _item(section, "자리 찾기", "public.search", "search"),
        _item(section, "카페", "public.show_cafes", "pin"),
        _item(section, "로그인", "public.sign_in", "user", "/sign-in", "/sign-up"),
    )


def _item(section: str, label: str, endpoint: str, icon: str, *under: str) -> MenuItem:
    """``section``: how the address that was asked for begins; ``under``: how those begin that belong here, if not all as
    the page's own."""
    url = _address(endpoint)
    return MenuItem(label, url, icon, current=section in (under or (url,)))


@lru_cache
def _address(endpoint: str) -> str:
    """The address of a page that has only one: the frame of every page names some."""
    return url_for(endpoint)


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
