"""Find the line of a key in a TOML text. ``tomllib`` gives values without lines, so the text is read once more."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

Path = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_KEY})\s*=")
_QUOTES = ('"""', "'''")
_PIECE = re.compile(r"""[^"'#]+|"{3}|'{3}|"(?:[^"\\]|\\.)*"?|'[^']*'?|#""")


def place_in_array(number: int) -> str:
    """The part of a path that says which table of an array ``[[ages]]`` is meant, from 0; no key is called so."""
    return f"#{number}"


def shown(path: Path) -> str:
    """A path for people: ``ages.max``. Which table of an array is meant, the line tells."""
    return ".".join(part for part in path if not part.startswith("#"))


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _opens_text(line: str, within: str | None) -> str | None:
    """Which kind of multi-line text is still open after this line, or ``None``."""
    at = 0
    while True:
        if within is not None:
            end = line.find(within, at)
            if end < 0:
                return within
            at, within = end + 3, None
        # What stands in a comment or in a text of one line opens nothing.
        piece = _PIECE.match(line, at)
        if piece is None or piece[0].startswith("#"):
            return None
        at = piece.end()
        within = piece[0] if piece[0] in _QUOTES else None


def _keys(text: str) -> Iterator[tuple[int, Path]]:
    """Every table header and every assignment with its line, in the order of the text.

    The tables of an array ``[[ages]]`` have their number after the name (:func:`place_in_array`).
    """
    table: Path = ()
    within: str | None = None
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if within is None:
            if header := _HEADER.match(line):
                table = _parts(header[2])
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                table = _numbered(table, counts)
                yield number, table
            elif assignment := _ASSIGNMENT.match(line):
                yield number, table + _parts(assignment[1])
        within = _opens_text(line, within)


def _headers(text: str) -> Iterator[tuple[int, Path]]:
    """Every table header with its line."""
    lines = text.split("\n")
    return ((number, path) for number, path in _keys(text) if _HEADER.match(lines[number - 1]))


def _numbered(table: Path, counts: dict[Path, int]) -> Path:
    """The path with the number of the array's table that is open, wherever its beginning names an array."""
    found: list[str] = []
    for length, part in enumerate(table, start=1):
        found.append(part)
        if table[:length] in counts:
            found.append(place_in_array(counts[table[:length]]))
    return tuple(found)


def table_above(text: str, line: int) -> Path:
    """The table whose lines this one (from 1) is among."""
    headers = [table for number, table in _headers(text) if number <= line]
    return headers[-1] if headers else ()


@lru_cache(maxsize=4)
def _lines(text: str) -> Mapping[Path, int]:
    """Where every table and key stands first: a file with thousands of mistakes is read for it once."""
    found: dict[Path, int] = {}
    for number, key in _keys(text):
        found.setdefault(key, number)
    return found


def line_of(text: str, path: Path) -> int:
    """The line where ``path`` stands; when it does not stand there, its table's line; else the first line."""
    found = _lines(text)
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return 1
