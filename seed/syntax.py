"""Say in Korean what keeps a text from being TOML: where, and what would be right. ``tomllib`` tells it in English and often
behind the place where it began; the usual slips are told from the line as it was typed."""

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass

from .locate import line_of, shown, table_above
from .problems import Problem

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HEADER = re.compile(r"\s*\[+\s*([^\]\[]+?)\s*\]")
_ASSIGNMENT = re.compile(r"\s*([\w.\"'-]+)\s*=\s*(.*)")
_QUOTES = "\"'“”‘’"
_LINES_BACK, _LARGEST = 60, 200_000
"""How far back the beginning of a list or text is looked for that nobody closed, and in what length of text at most."""
NOT_CLOSED = "따옴표가 닫히지 않았습니다. 글은 한 줄에서 따옴표로 열고 닫습니다."
NAME = "표의 이름은 [이름] 또는 [[이름]]으로 적습니다. 한글이나 띄어쓰기가 든 이름은 따옴표로 묶습니다."
INLINE = "작은 표({ … })는 한 줄에 적고, 키 = 값을 쉼표로 나누고, }로 닫습니다."
AFTER = "값이 끝난 뒤에 다른 글자가 있습니다. 한 줄에 하나만 적고, 설명은 # 뒤에 적습니다."
CONTROL = "화면에 보이지 않는 글자가 있습니다. 그 글자를 지우고 다시 적어 주세요."


@dataclass(frozen=True)
class _Slip:
    """What ``tomllib`` says, at a line and column from 1."""

    message: str
    text: str
    line: int
    column: int

    @property
    def typed(self) -> str:
        """The line as it was typed."""
        return self.text.split("\n")[self.line - 1]

    @property
    def rest(self) -> str:
        """The line from the column on."""
        return self.typed[self.column - 1 :].strip()

    @property
    def is_unseen(self) -> bool:
        """Whether a character stands at the column that nobody sees: a wide or a hard blank."""
        return (at := self.typed[self.column - 1 : self.column]).isspace() or not at.isprintable()

    @property
    def value(self) -> str:
        """What stands after the ``=``; empty on another line."""
        found = _ASSIGNMENT.match(self.typed)
        return found[2].split("#")[0].strip() if found else ""

    @property
    def path(self) -> tuple[str, ...]:
        """The table or key of the line, as far as it can be told."""
        if header := _HEADER.match(self.typed):
            return tuple(part.strip("\"' ") for part in header[1].split("."))
        above = table_above(self.text, self.line)
        return (*above, key[1].strip("\"'")) if (key := _ASSIGNMENT.match(self.typed)) else above


def syntax_problem(name: str, text: str, error: Exception) -> Problem:
    """The problem of a file of this name and text, in which ``tomllib`` met this error."""
    slip = _slip(text.replace("\r\n", "\n"), error)
    sentence = f"TOML 문법에 맞지 않습니다({slip.column}번째 글자). {_what(slip)}"
    return Problem(name, slip.line, shown(slip.path), sentence)


def _slip(text: str, error: Exception) -> _Slip:
    lines = text.split("\n")
    message = str(error)
    place = _PLACE.search(message)
    if place is None:
        # A number or a nesting beyond all bounds comes without a place.
        longest = max(range(len(lines)), key=lambda number: len(lines[number]))
        return _Slip(type(error).__name__, text, longest + 1, 1)
    message = message[: place.start()]
    line, column = (int(place[1]), int(place[2])) if place[1] else (len(lines), len(lines[-1]) + 1)
    if message in ("Unclosed array", "Unclosed inline table", "Unterminated string") or message.startswith('Expected "'):
        begins = _begins(text, lines, line)
        line, column = (line, column) if begins == line else (begins, len(lines[begins - 1]) + 1)
    return _Slip(message, text, line, column)


def _begins(text: str, lines: list[str], line: int) -> int:
    """The line on which the statement begins that is not over at ``line``: all before it can be read."""
    if len(text) <= _LARGEST:
        for number in range(line - 1, max(-1, line - 1 - _LINES_BACK), -1):
            with suppress(ValueError, RecursionError):
                tomllib.loads("\n".join(lines[:number]))
                return next((at + 1 for at in range(number, line) if lines[at].strip()[:1] not in ("", "#")), line)
    return line


def _what(slip: _Slip) -> str:
    message = slip.message
    if message == "Invalid value":
        return CONTROL if slip.is_unseen else _no_value(slip.rest)
    if message.startswith(("Expected newline", "Invalid date")):
        return _after_value(slip)
    if message.startswith(("Cannot", "Duplicate")):
        return _twice(slip)
    if message == "Unclosed array":
        return "목록이 닫히지 않았습니다. 값 사이에는 쉼표(,)를, 끝에는 ]를 적습니다."
    if message == "Unclosed inline table":
        return INLINE
    if message.startswith(("Expected ']", "Invalid initial")):
        return INLINE if "{" in slip.typed else NAME if slip.typed.lstrip().startswith("[") else _no_key(slip)
    if message.startswith(("Expected '='", "Invalid statement")):
        return _no_key(slip)
    if message == "Illegal character '\\n'" or message.startswith(('Expected "', "Unterminated")):
        return NOT_CLOSED
    if message.startswith(("Unescaped", "Invalid hex", "Escaped")):
        return r"글 속의 \는 \\로 적습니다."
    if message.startswith(("Illegal", "Found")):
        return CONTROL
    if message == "RecursionError":
        return "괄호가 너무 여러 겹입니다."
    if message == "ValueError":
        return "수가 너무 깁니다."
    return "따옴표와 괄호를 살펴봐 주세요."


def _no_value(rest: str) -> str:
    """A value should begin with ``rest``."""
    if not rest or rest.startswith("#"):
        return "= 뒤에 값이 없습니다. 모르는 값이면 그 줄을 지웁니다."
    if rest[0] in "“”‘’„「『＂":
        return f'{rest[0]} 대신 곧은 따옴표(")로 묶습니다.'
    if re.match(r"(?i)(true|false|yes|no|on|off|예|아니요|아니오)\b", rest):
        return "예와 아니요는 따옴표 없이 소문자 true, false로 적습니다."
    if rest[0] in ",]}":
        return "값이 비어 있습니다. 쉼표나 괄호 앞에 값을 적어 주세요."
    text = _short(rest).strip(_QUOTES)
    return "글은 따옴표로 묶습니다." if '"' in text else f'글은 "{text}"처럼 따옴표로 묶습니다.'


def _after_value(slip: _Slip) -> str:
    """Something follows a value that is over."""
    value = slip.value
    if "\r" in slip.typed:
        return "줄 끝이 옛 방식(CR)입니다. 줄 끝을 LF 또는 CRLF로 저장해 주세요."
    if slip.typed.lstrip().startswith("["):
        return "표의 이름 뒤에 다른 글자가 있습니다. 설명은 # 뒤에 적습니다."
    if re.match(r"\d{4}-\d{1,2}-\d{1,2}[T ]", value):
        return f"없는 날짜나 시각입니다. 2026-04-01T09:00:00처럼 초까지 적습니다(지금 {_short(value)})."
    if re.match(r"\d{4}-\d", value):
        return f"없는 날짜입니다. 2026-03-01처럼 달과 날을 두 자리로, 따옴표 없이 적습니다(지금 {_short(value)})."
    if re.match(r"\d{1,2}:\d", value):
        return f'시각은 "09:00", 시간은 "09:30~11:30"처럼 따옴표로 묶고 두 자리로 적습니다(지금 {_short(value)}).'
    if re.match(r"[+-]?0\d", value):
        return f"수는 0으로 시작하지 않습니다(지금 {_short(value)})."
    if re.match(r"\d{1,3}(,\d{3})+", value):
        return f"수에는 쉼표를 넣지 않습니다(지금 {_short(value)})."
    if found := re.match(r"([+-]?\d+)\s*[^\s\d.,:;#=\[\]{}\"'-]", value):
        return f"수에는 단위를 붙이지 않습니다: {found[1]}(지금 {_short(value)})."
    if value.startswith(('"', "'")):
        return "닫는 따옴표 뒤에 다른 글자가 있습니다. 글 속의 따옴표는 ‘’로 바꾸고, 설명은 # 뒤에 적습니다."
    return AFTER


def _twice(slip: _Slip) -> str:
    """A key or a table that was there before."""
    if slip.message.startswith("Duplicate"):
        return "작은 표({ … })에 같은 키가 두 번 있습니다."
    path = slip.path
    before = line_of(slip.text, path)
    where = f"({before}행에도 있습니다)" if before < slip.line else ""
    if _HEADER.match(slip.typed):
        name = ".".join(path)
        several = f"기간이나 출처가 다른 표를 여러 번 적을 때에는 모두 [[{name}]]로 적습니다."
        return f"[{name}] 표를 두 번 적었습니다{where}. {several}"
    return f"같은 키를 두 번 적었습니다{where}. 하나만 남깁니다."


def _no_key(slip: _Slip) -> str:
    """No ``key = value``."""
    typed = slip.typed.strip()
    if re.match(r"[\w.-]+\s*[:＝]", typed):
        return "키와 값 사이에는 =를 적습니다."
    if typed[:1] == "\ufeff" or not typed.isprintable():
        return CONTROL
    return "이 줄은 [표]도 키 = 값도 아닙니다. 설명은 # 뒤에 적고, 한글 이름은 따옴표로 묶습니다."


def _short(text: str) -> str:
    text = text.split("#")[0].strip()
    return text if len(text) <= 30 else text[:29] + "…"
