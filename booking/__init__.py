"""Reservation service for Seoul's public kids cafés. ``create_app()`` is the one place where parts are wired."""

import hashlib
import os
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from whitenoise import WhiteNoise

from . import auth, cli, config, filters, web
from .db import db, engine_options, listen

MIGRATIONS = Path(__file__).parent / "migrations"
STATIC = Path(__file__).parent / "static"


def create_app(settings: config.Settings | None = None) -> Flask:
    """The WSGI application for ``settings`` (by default: what the environment states).

    :raises ConfigError: a setting is missing or wrong.
    """
    settings = settings or config.read(os.environ)
    app = Flask(__name__)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        SESSION_COOKIE_NAME="kidscafe",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        # Families open the form minutes before an opening and must not lose it to a timer.
        WTF_CSRF_TIME_LIMIT=None,
        # WTForms' own catalogue speaks Korean; Flask-WTF would look for flask-babel's.
        WTF_I18N_ENABLED=False,
        TESTING=settings.env == "test",
    )
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        listen(db.engine)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    CSRFProtect(app)
    Compress(app)
    auth.init_app(app)
    web.init_app(app)
    filters.init_app(app)
    _register_edges(app)
    cli.init_app(app)
    # Files are answered before Flask wakes up; max-age is short because names carry no hash.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=3600,
        autorefresh=settings.env != "production",
    )
    return app


def _register_edges(app: Flask) -> None:
    from .admin import bp as admin
    from .guardian import bp as guardian
    from .public import bp as public
    from .staff import bp as staff

    app.register_blueprint(public)
    app.register_blueprint(guardian)
    app.register_blueprint(staff, url_prefix="/staff")
    app.register_blueprint(admin, url_prefix="/admin")
