"""How the service fares: the last run of each job, what is stuck, what was skipped and why."""

import tomllib
from functools import lru_cache

from flask import render_template
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import current_actor
from ..config import ROOT
from ..queries.line import line_numbers
from ..queries.status import status
from . import bp, status_words


@bp.get("/status")
def show_status() -> ResponseReturnValue:
    now = clock.now()
    actor = current_actor()
    return render_template(
        "admin/status.html",
        found=status(actor, now),
        line=line_numbers(now) if actor.is_city else None,
        now=now,
        words=status_words,
        version=_version(),
    )


@lru_cache(maxsize=1)
def _version() -> str | None:
    """The version of this code, where its project file came along."""
    try:
        return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return None
