"""Read TOML files into documents; a file that is no TOML is a problem with its line."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from booking.rules.korean import settled

from .locate import line_of, shown
from .problems import Problem
from .syntax import syntax_problem

_WHY: dict[type[OSError], str] = {
    FileNotFoundError: "그런 파일이 없습니다",
    IsADirectoryError: "파일이 아니라 폴더입니다",
    NotADirectoryError: "그런 파일이 없습니다",
    PermissionError: "읽을 권한이 없습니다",
}


@dataclass(frozen=True)
class Document:
    """One file: how it is called in sentences, its text and its values."""

    name: str
    text: str
    values: dict[str, Any]

    def problem(self, path: tuple[str, ...], sentence: str) -> Problem:
        """A problem with the value at ``path``, with the line where it stands; its particles as the words want them."""
        return Problem(self.name, line_of(self.text, path), shown(path), settled(sentence))


def read(file: Path, folder: Path) -> Document | Problem:
    """The document in ``file``, or what keeps it from being one. A file below ``folder`` is named from the folder above it,
    another one as it was given."""
    name = (file.relative_to(folder.parent) if file.is_relative_to(folder) else file).as_posix()
    try:
        content = file.read_bytes()
    except OSError as error:
        return Problem(name, 1, "", f"파일을 읽을 수 없습니다: {_WHY.get(type(error), str(error.strerror))}.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "", "UTF-8 글자가 아닙니다. 파일을 UTF-8로 저장해 주세요.")
    try:
        return Document(name, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError is a ValueError; a number of thousands of digits raises a plain one.
        return syntax_problem(name, text, error)
