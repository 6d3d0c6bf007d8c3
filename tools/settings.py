"""The service's own settings, read by its own code, before anything is installed.

``booking/config.py`` needs only the standard library (a test sees to it), so the set-up loads that file by itself:
the rules for DATABASE_URL, VAR_DIR and the rest stand in one place.
"""

import importlib.util
import os
import sys
from dataclasses import dataclass
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


def load_config() -> ModuleType:
    """The module booking/config.py, without importing the package around it (that would need Flask)."""
    spec = importlib.util.spec_from_file_location("kidscafe_config", TOP / "booking" / "config.py")
    if spec is None or spec.loader is None:
        stop("booking/config.py가 없습니다 (the clone is incomplete).")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


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
    )
