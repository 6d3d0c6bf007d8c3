"""Who is signed in, and who may enter an edge.

The cookie holds a random secret; its hash stands in ``sign_in`` and is looked up on every request, so a sign-out, a block or
a new password ends copied cookies too.
"""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from .queries.sign_ins import actor_of
from .rules.refusals import NotThere
from .scope import Actor

login_manager = LoginManager()
login_manager.session_protection = None  # phones change their address all day; the sign-in row is what counts


class SignedIn(UserMixin):
    """Flask-Login's view of a sign-in: its id is the cookie's secret."""

    def __init__(self, secret: str, actor: Actor) -> None:
        self.secret = secret
        self.actor = actor

    def get_id(self) -> str:
        return self.secret


@login_manager.user_loader
def _load(secret: str) -> SignedIn | None:
    actor = actor_of(secret)
    if actor is None:
        return None
    g.role = actor.role
    return SignedIn(secret, actor)


def actor_or_none() -> Actor | None:
    """Who is signed in on this request, or ``None``."""
    return cast(SignedIn, current_user).actor if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Who is signed in on this request.

    :raises NotThere: nobody is (a guard should have said so).
    """
    actor = actor_or_none()
    if actor is None:
        raise NotThere
    return actor


def remember(secret: str, actor: Actor) -> None:
    """Put a new sign-in into the cookie. Whatever the session held before is dropped, so none can be fixed beforehand."""
    session.clear()
    session.permanent = True
    g.role = actor.role
    login_user(SignedIn(secret, actor))


def forget() -> None:
    """Take the sign-in out of the cookie (the action ``sign_out`` ends its row)."""
    logout_user()
    session.clear()


def guard(*roles: str) -> Callable[[], Response | None]:
    """A ``before_request`` for a blueprint: nobody → sign in and come back; another role → not there."""

    def enter() -> Response | None:
        actor = actor_or_none()
        if actor is None:
            return redirect(url_for("public.sign_in", next=safe_path(_wanted())), 303)
        if actor.role not in roles:
            raise NotThere
        return None

    return enter


def _wanted() -> str:
    """Where to come back to after signing in: the page asked for, or for a form the page it was on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return urlsplit(request.referrer or "").path or "/"


def safe_path(path: str | None) -> str | None:
    """``path`` if it stays on this site, else ``None`` (no open redirect)."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc and path.isprintable() else None


def init_app(app: Flask) -> None:
    """Attach to the app; templates get ``actor``."""
    login_manager.init_app(app)
    app.context_processor(lambda: {"actor": actor_or_none() if not g.get("failed") else None})
