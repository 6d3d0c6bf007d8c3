"""The tables of docs/cafe-file.md: every section and key, from the rules' own description of them.

``python -m seed.key_tables`` writes them into the document, between its two markers; a test fails while they differ.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from booking.rules import kinds
from booking.rules.kinds import Kind
from booking.rules.sections import DAY_KEYS, DAY_WORDS, NAMED, SECTIONS, Section

DOCUMENT = Path(__file__).parent.parent / "docs" / "cafe-file.md"
BEGIN = "<!-- 여기부터 python -m seed.key_tables 가 씁니다 -->"
END = "<!-- 여기까지 -->"
MERGES = {
    "keys": "키마다 따로: 키 하나하나를, 그 키를 적은 가장 가까운 층에서 읽습니다.",
    "nearest": "가까운 층만: 이 표를 적은 가장 가까운 층의 표들만 읽고, 그 안에서는 키마다 따로입니다.",
    "whole": "통째로: 가장 가까운 층의 가장 앞서는 표 하나만 읽습니다. 적지 않은 키는 아래의 “적지 않으면”입니다.",
}
IN_PERIOD = "`[period.이름]` 아래에도 적을 수 있습니다."


def key_tables() -> str:
    """All tables as Markdown."""
    plain = (line for name, section in SECTIONS.items() for line in _section(f"[{name}]", section))
    named = (line for name, section in NAMED.items() for line in _section(f"[{name}.이름]", section))
    return "\n".join([*plain, *named]).strip()


def with_tables(document: str) -> str:
    """The document with the tables between its markers."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{key_tables()}\n\n{END}{after}"


def form_of(kind: Kind) -> str:
    """How a value is written."""
    match kind:
        case kinds.OneOf(words):
            return " · ".join(f'`"{word}"` {meaning}' for word, meaning in words)
        case kinds.Several(words):
            return "목록: " + " · ".join(f'`"{word}"` {meaning}' for word, meaning in words)
        case kinds.Whole(low, high):
            return f"정수 {low}~{high}"
        case kinds.WholeList(low, high):
            return f"정수 {low}~{high}의 목록, 커지는 순서"
        case kinds.Words(longest):
            return f"글, {longest}자까지"
        case kinds.WebAddress(longest):
            return f"`https://`로 시작하는 주소, {longest}자까지"
        case kinds.Rows(keys):
            return "표의 목록: " + ", ".join(f"`{key}` {form_of(inner)}" for key, inner in keys.items())
        case _:
            return FORMS[type(kind)]


FORMS: dict[type[Kind], str] = {
    kinds.Flag: "`true` / `false`",
    kinds.Day: "날짜 `2026-07-01`",
    kinds.Since: "날, 달, 해를 따옴표로",
    kinds.Weekdays: "요일의 목록",
    kinds.Weekday: "요일",
    kinds.NthWeekdays: "목록: 첫째~다섯째, 마지막 + 요일",
    kinds.Clock: "시각",
    kinds.Clocks: "시각의 목록",
    kinds.Instant: "날짜와 시각(서울)",
    kinds.Dates: "날짜의 목록",
    kinds.DateSpans: "기간의 목록, 양 끝 포함",
    kinds.Spans: "시간의 목록, 이른 것부터",
    kinds.OneSpan: "시간",
}


def _section(head: str, section: Section) -> Iterator[str]:
    yield ""
    yield f"### `{head}` {section.title}"
    yield ""
    yield " ".join([MERGES[section.merge], *([IN_PERIOD] if section.in_period else [])])
    yield ""
    yield "| 키 | 뜻 | 적는 꼴 | 적지 않으면 | 예 |"
    yield "|---|---|---|---|---|"
    if section.keys.keys() >= set(DAY_KEYS):
        yield _lists(section)
    for name, key in section.keys.items():
        if name not in DAY_KEYS:
            missing = "**꼭 적음**" if key.needed else _cell(key.default)
            yield f"| `{name}` | {_cell(key.meaning)} | {_cell(form_of(key.kind))} | {missing} | `{key.example}` |"


def _lists(section: Section) -> str:
    """The nine lists of a week, which are all the same but for their day, as one row."""
    key = section.keys[DAY_KEYS[0]]
    names = "<br>".join(f"`{name}` {word}" for name, word in zip(DAY_KEYS, DAY_WORDS, strict=True))
    meaning = key.meaning.split(": ", 1)[1]
    return f"| {names} | {_cell(meaning)} | {_cell(form_of(key.kind))} | {key.default} | `{key.example}` |"


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|")


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
