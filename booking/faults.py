"""What an error may say where people read it who must not see families' data: its kind and its place, never its values.

A message can hold what somebody typed (``invalid literal for int(): '010…'``), and a PostgreSQL error names the row that was
in the way. So only the kind is told, of a database's error also its code and constraint, and which lines of code it passed.
"""

import traceback
from pathlib import Path

from sqlalchemy.exc import DBAPIError

ROOT = Path(__file__).resolve().parent.parent
WITH_VALUES = ("22", "23")
"""Classes of SQLSTATE whose messages may quote values: data that does not fit, a constraint that says no."""
LONGEST = 300
MOST_PLACES = 12


def told(error: BaseException) -> str:
    """The error in one line, at most :data:`LONGEST` characters, without any value."""
    kind = type(error).__name__
    if not isinstance(error, DBAPIError):
        return kind
    return f"{kind}: {' '.join(_database_says(error).split())}"[:LONGEST].rstrip(": ")


def _database_says(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        # SQLite names columns and constraints, never values; a refused connection names a server.
        return str(error.orig)
    found = getattr(error.orig, "diag", None)
    if str(code).startswith(WITH_VALUES):
        return f"{code} {getattr(found, 'constraint_name', None) or ''}"
    return f"{code} {getattr(found, 'message_primary', None) or ''}"


def places(error: BaseException) -> list[str]:
    """Where it happened, the innermost line last: ``booking/actions/reserve.py:92 reserve``; what caused it stands below."""
    lines: list[str] = []
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        if lines:
            lines.append(f"because of {told(now)}")
        frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(now.__traceback__)]
        lines += [f"{_short(code.co_filename)}:{line} {code.co_name}" for code, line in frames[-MOST_PLACES:]]
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return lines


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])
