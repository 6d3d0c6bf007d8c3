"""The service's own settings, read by its own code, before anything is installed.

``booking/config.py`` needs only the standard library (a test sees to it), so the set-up can load it by itself: the rules
for DATABASE_URL, VAR_DIR and the rest stand in one place.
"""

import importlib
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType

from tools.environment import TOP
from tools.say import stop


@dataclass(frozen=True)
class Run:
    """What ``make run`` decides on. ``sqlite`` is the database file, None on PostgreSQL."""

    env: str
    host: str
    port: int
    var_dir: Path
    sqlite: Path | None
    clock_shift: timedelta = timedelta()


def load_config() -> ModuleType:
    """The module booking/config.py, in a bare package that stands in for ``booking``, whose own start needs Flask."""
    stand_in = ModuleType("booking_settings")
    stand_in.__path__ = [str(TOP / "booking")]
    sys.modules.setdefault(stand_in.__name__, stand_in)
    return importlib.import_module(f"{stand_in.__name__}.config")


def read() -> Run:
    """The settings of this run.

    :raises Stop: a setting is missing, wrong, or not allowed in production.
    """
    config = load_config()
    try:
        settings = config.read(os.environ)
    except config.ConfigError as error:
        stop(str(error))
    url = settings.database_url
    return Run(
        env=settings.env,
        host=os.environ.get("HOST") or "127.0.0.1",
        port=int(os.environ.get("PORT") or 8000),
        var_dir=settings.var_dir,
        sqlite=Path(url.removeprefix("sqlite:///")) if settings.is_sqlite else None,
        clock_shift=settings.clock_shift,
    )
