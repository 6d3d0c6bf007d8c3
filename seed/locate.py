"""Find the line of a key in a TOML text. ``tomllib`` gives values without lines, so the text is read once more."""

import re
from collections.abc import Iterator

Path = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_KEY})\s*=")
_QUOTES = ('"""', "'''")


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
        starts = [(line.find(quotes, at), quotes) for quotes in _QUOTES if line.find(quotes, at) >= 0]
        if not starts:
            return None
        at, within = min(starts)[0] + 3, min(starts)[1]


def _keys(text: str) -> Iterator[tuple[int, Path]]:
    """Every table header and every assignment with its line, in the order of the text.

    The tables of an array ``[[ages]]`` have their number after the name: ``("ages", "0")``.
    """
    table: Path = ()
    within: str | None = None
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
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


def _numbered(table: Path, counts: dict[Path, int]) -> Path:
    """The path with the number of the array's table that is open, wherever its beginning names an array."""
    found: list[str] = []
    for length, part in enumerate(table, start=1):
        found.append(part)
        if table[:length] in counts:
            found.append(str(counts[table[:length]]))
    return tuple(found)


def line_of(text: str, path: Path) -> int:
    """The line where ``path`` stands; when it does not stand there, its table's line; else the first line."""
    found: dict[Path, int] = {}
    for number, key in _keys(text):
        found.setdefault(key, number)
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return 1
