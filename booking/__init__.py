"""Reservation service for Seoul's public kids cafés. ``create_app()`` is the one place where parts are wired."""

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from . import auth, cli, config, filters, full_slots, line_before_forms, line_watch, logs, migrating, web
from .busy import Busy
from .db import db, end_session, engine_options, listen, url_of
from .headers import Headers
from .pieces import Templates
from .queries.demo import has_demo_people

STATIC = Path(__file__).parent / "static"


class App(Flask):
    """Flask with our templates, for an application whose views and hooks are all plain functions."""

    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        # Flask looks at each view and hook for a coroutine, a dozen times in every request.
        return func


def create_app(settings: config.Settings | None = None) -> Flask:
    """The WSGI application for ``settings`` (by default: what the environment states).

    :raises ConfigError: a setting is missing or wrong.
    """
    settings = settings or config.read(os.environ)
    app = App(__name__)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=url_of(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=config.BODY_MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=config.BODY_MOST_BYTES,
        SESSION_COOKIE_NAME="kidscafe",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        # Signed anew when something is said in it, which every act does; not with every page that is only read.
        SESSION_REFRESH_EACH_REQUEST=False,
        # Families open the form minutes before an opening and must not lose it to a timer.
        WTF_CSRF_TIME_LIMIT=None,
        # WTForms' own catalogue speaks Korean; Flask-WTF would look for flask-babel's.
        WTF_I18N_ENABLED=False,
        # A page of somebody's own is compressed for one answer: a seventh more bytes, for a quarter of the time.
        COMPRESS_BR_LEVEL=1,
        TESTING=settings.env == "test",
    )
    logs.init_app(app)
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    # Runs before the extension's own, which would raise.
    app.teardown_appcontext(end_session)
    with app.app_context():
        listen(db.engine)
    if settings.runs_a_command:
        migrating.attach(app)
    csrf = CSRFProtect(app)
    app.before_request(_only_encodings_that_are_wanted)
    Compress(app)
    auth.init_app(app)
    web.init_app(app)
    line_watch.init_app(app)
    filters.init_app(app)
    _register_edges(app, csrf)
    cli.init_app(app)
    if settings.env == "production":
        _refuse_demo_people(app)
    app.jinja_env.globals["url_for"] = _address_maker(app)
    line_before_forms.init_app(app)
    full_slots.init_app(app)
    # Files are answered before Flask wakes up. What a stylesheet or module pulls in has no version: max-age stays short.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(STATIC), prefix="static/", max_age=300, autorefresh=settings.env != "production"
    )
    # Whose address a request has: as many proxies as are trusted have said so, else the connection itself. Host and scheme
    # are never taken from a proxy; ``BASE_URL`` says both.
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
    )
    app.wsgi_app = Headers(app.wsgi_app, over_tls=settings.secure_cookies)  # type: ignore[method-assign]
    _put_at_the_gate(app, settings)
    return app


def _only_encodings_that_are_wanted() -> None:
    """Of what a browser says of encodings leave those that it takes: the compression takes a refusal for a wish."""
    if "q=0" in request.headers.get("Accept-Encoding", ""):
        wanted = [f"{name};q={quality}" for name, quality in request.accept_encodings if quality > 0]
        request.environ["HTTP_ACCEPT_ENCODING"] = ", ".join(wanted)


def _put_at_the_gate(app: Flask, settings: config.Settings) -> None:
    """What is answered before the application (asgi.py): to who finds no turn, and to who asks for a place in line."""
    from .line_at_the_gate import LineAtTheGate

    app.extensions["busy"] = Headers(Busy(app), over_tls=settings.secure_cookies)
    app.extensions["line_at_the_gate"] = LineAtTheGate(app, app.extensions["line"])


def _refuse_demo_people(app: Flask) -> None:
    """In production nobody may sign in with a password that stands in a README."""
    with app.app_context():
        found = has_demo_people()
        db.session.remove()
        db.engine.dispose()
    if found:
        raise config.ConfigError(
            "운영 환경(ENV=production)의 데이터베이스에 체험용 계정이 있습니다. 새 데이터베이스를 쓰세요 (demo people)."
        )


def _address_maker(app: Flask) -> Callable[..., str]:
    """``url_for`` of templates. A static file's address has a version, so that a new file reaches every browser at once.
    What a page has many of is made once: addresses of files, and of pages that are named by numbers alone."""

    @lru_cache(maxsize=500)
    def of_file(filename: str) -> str:
        path = STATIC / filename
        version = hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else None
        return app.url_for("static", filename=filename, v=version)

    of_page = lru_cache(maxsize=5000)(app.url_for)

    def url_for(endpoint: str, **values: Any) -> str:
        if endpoint == "static":
            return of_file(values["filename"])
        # A name that begins with a point is another page's in another blueprint.
        always_same = endpoint[0] != "." and all(type(value) is int for value in values.values())
        return (of_page if always_same else app.url_for)(endpoint, **values)

    return url_for


def _register_edges(app: Flask, csrf: CSRFProtect) -> None:
    from .admin import bp as admin
    from .api import BLUEPRINTS as api_edges
    from .guardian import bp as guardian
    from .public import bp as public
    from .staff import bp as staff

    app.register_blueprint(public)
    app.register_blueprint(guardian)
    app.register_blueprint(staff, url_prefix="/staff")
    app.register_blueprint(admin, url_prefix="/admin")
    for edge in api_edges:
        # A browser sends nothing by itself that the API would count: cookies are ignored there.
        csrf.exempt(edge)
        app.register_blueprint(edge, url_prefix="/api/v1")
