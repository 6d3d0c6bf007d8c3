"""Who is signed in, and who may enter an edge.

The cookie holds a random secret; its hash stands in ``sign_in`` and is looked up on every request, so a sign-out, a block or
a new password ends copied cookies too.
"""

import hashlib
from collections.abc import Callable
from secrets import token_urlsafe
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response as FlaskResponse
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, Signer, URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from .queries.sign_ins import actor_of
from .rules.limits import Origin
from .rules.refusals import NotThere
from .scope import Actor

DEVICE_COOKIE = "kidscafe-device"
"""Which accounts this browser signed in to, signed. It opens nothing: it only says by whose count wrong passwords go."""
DEVICE_DAYS = 365
ACCOUNTS_OF_DEVICE = 5
PATH_MOST = 2000

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
    # What forms are signed for belongs to the sign-in: no page that is only read has to sign the cookie anew for it.
    generate_csrf()
    know_account(actor.account_id)


def origin() -> Origin:
    """Where this request comes from, for what is counted per address, browser and account."""
    key = current_app.config["SECRET_KEY"]
    device, knows = _device()
    return Origin(address=request.remote_addr or "", key=key, device=device, knows=frozenset(knows))


def know_account(account_id: int) -> None:
    """Let this browser be known as one of the account's: who fails on purpose elsewhere cannot lock it out."""
    device, knows = _device()
    others = [known for known in knows if known != account_id]
    g.device = [device or token_urlsafe(12), [*others, account_id][-ACCOUNTS_OF_DEVICE:]]


def _device() -> tuple[str | None, list[int]]:
    try:
        device, knows = _device_signer().loads(request.cookies.get(DEVICE_COOKIE, ""))
    except BadSignature:
        return None, []
    return device, knows


def _device_signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def _keep_device(response: Response) -> Response:
    if "device" in g:
        response.set_cookie(
            DEVICE_COOKIE,
            str(_device_signer().dumps(g.device)),
            max_age=DEVICE_DAYS * 24 * 3600,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


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
    if not path or len(path) > PATH_MOST or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc and path.isprintable() else None


class Sessions(SecureCookieSessionInterface):
    """The cookie's session, signed as Flask signs it, with a key that is derived once. What is for everybody
    (``g.for_everybody``) neither depends on it nor sets it, so whoever stands in front may keep it for all."""

    digest_method = staticmethod(hashlib.sha1)

    def __init__(self, secret_key: str) -> None:
        signer = Signer(secret_key, self.salt, key_derivation=self.key_derivation, digest_method=self.digest_method)
        self._serializer = URLSafeTimedSerializer(
            signer.derive_key(),
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": "none", "digest_method": self.digest_method},
        )

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: FlaskResponse) -> None:
        if "for_everybody" not in g:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Attach to the app; templates get ``actor``."""
    app.session_interface = Sessions(app.config["SECRET_KEY"])
    login_manager.init_app(app)
    app.after_request(_keep_device)
    app.context_processor(lambda: {"actor": actor_or_none() if not g.get("failed") else None})
