"""Read TOML files into documents; a file that is no TOML is a problem with its line."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .locate import line_of, shown, table_above
from .problems import Problem


@dataclass(frozen=True)
class Document:
    """One file: how it is called in sentences, its text and its values."""

    name: str
    text: str
    values: dict[str, Any]

    def problem(self, path: tuple[str, ...], sentence: str) -> Problem:
        """A problem with the value at ``path``, with the line where it stands."""
        return Problem(self.name, line_of(self.text, path), shown(path), sentence)


def read(file: Path, folder: Path) -> Document | Problem:
    """The document in ``file``, or what keeps it from being one. A file below ``folder`` is named from the folder above it,
    another one as it was given."""
    name = (file.relative_to(folder.parent) if file.is_relative_to(folder) else file).as_posix()
    try:
        content = file.read_bytes()
    except OSError as error:
        return Problem(name, 1, "", f"파일을 읽을 수 없습니다({error.strerror}).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "", "UTF-8 글자가 아닙니다. 파일을 UTF-8로 저장해 주세요.")
    try:
        return Document(name, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError is a ValueError; a number of thousands of digits raises a plain one.
        return _syntax_problem(name, text, str(error))


def _syntax_problem(name: str, text: str, message: str) -> Problem:
    lines = text.splitlines() or [""]
    place = re.search(r"at line (\d+)", message)
    number = min(int(place[1]) if place else len(lines), len(lines))
    path = table_above(text, number)
    if header := re.match(r"\s*\[+\s*([^\]\[]+?)\s*\]", lines[number - 1]):
        path = (header[1],)
    elif key := re.match(r"\s*([\w.\"-]+)\s*=", lines[number - 1]):
        path = (*path, key[1])
    hint = "한글 이름은 따옴표로 묶습니다." if "key part" in message else "따옴표와 괄호, 같은 키가 두 번 있는지 봐 주세요."
    return Problem(name, number, shown(path), f"TOML 문법에 맞지 않습니다. {hint} ({message})")
