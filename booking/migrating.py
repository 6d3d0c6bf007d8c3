"""Alembic, for who migrates: commands and tests. A server never does, and each of its processes is smaller without it."""

import os
from pathlib import Path

from flask import Flask

from .db import db

MIGRATIONS = Path(__file__).parent / "migrations"


def attach(app: Flask) -> None:
    """Let ``flask db …`` and ``flask_migrate.upgrade()`` work on this app."""
    from flask_migrate import Migrate

    # Relative, because Alembic takes a % in a folder's name for its own.
    Migrate(app, db, directory=os.path.relpath(MIGRATIONS), render_as_batch=True)
