"""What a key is called in forms and lists: its meaning, which was written for files, without the words of files."""

import re

from ..rules import kinds
from ..rules.korean import particle, settled
from ..rules.sections import NAMED, SECTIONS, section_of
from ..words import section_title
from .rule_texts import hint_of

IN_FORMS: dict[tuple[str, str], tuple[str, str | None]] = {
    ("operation", "state"): ("운영 상태", "개관 준비, 쉼, 끝남이면 모든 날이 휴관이에요."),
    ("operation", "booking"): ("예약받는 곳", "이 서비스가 아니면 회차만 보여 주고 예약은 받지 않아요."),
    ("openings", "first_day"): (
        "매주: 여는 날부터 며칠 뒤의 이용일부터 여는지",
        "화요일에 다음 주 화요일부터 열면 7이에요. 그다음 여는 날의 첫 이용일 전날까지 함께 열려요.",
    ),
    ("openings", "days"): ("이용일 며칠 전에 여는지", "‘이용일 며칠 전’을 골랐을 때 써요."),
    ("openings", "covers"): (
        "매달 정한 날: 어느 기간을 여는지",
        "이번 기간: 여는 날부터 다음 여는 날 전날까지. 다음 기간: 다음 여는 날부터 그다음 여는 날 전날까지.",
    ),
    ("adults", "holder_counts"): ("보호자 수에 예약한 사람을 세는지", "아니요이면 적은 수에 한 명을 더해 와요."),
    ("suspension", "steps"): (
        "노쇼가 며칠 안에 몇 번이면 며칠 제한하는지",
        "마지막 노쇼의 다음 순간부터 제한해요. 여러 줄이 맞으면 가장 긴 것이 맞아요.",
    ),
    ("concessions", "combine"): (
        "감면이 여럿일 때",
        "율을 더하면 100%까지 더하고 정액은 그 뒤에 빼요. 차례로 곱하면 이름 순서로 남은 금액에서 빼요.",
    ),
    ("period", "days"): (
        "어느 날의 회차인지",
        "‘문을 여는 공휴일’은 공휴일 운영표를 따르는 날이고, 다른 말은 그 운영표를 따르지 않는 그 요일이에요.",
    ),
}
"""Labels and hints of keys whose meaning, written for files, would not do beside a field."""
_ALONE = (r"(?<![A-Za-z_.\"])", r"(?![A-Za-z_(\"])")
_PUT = "\u2060"
"""Stands for a moment where something else was put, so that the particle behind it can follow it."""
_FOLLOWING = re.compile(rf"{_PUT}+(은|는|이|가|을|를|과|와|로|으로)(?![가-힣(])")
_TABLE = re.compile(r"\[([a-z_]+(?:\.[^\]]+)?)\]")


def key_label(section: str, name: str) -> str:
    """The first sentence of what the key means."""
    if (section.partition(".")[0], name) in IN_FORMS:
        return IN_FORMS[section.partition(".")[0], name][0]
    meaning = plain(section_of(section).keys[name].meaning, section)
    return meaning.split(". ")[0].rstrip(".")


def key_hint(section: str, name: str) -> str | None:
    """What more there is to say of it, and how to type it."""
    key = section_of(section).keys[name]
    _, own = IN_FORMS.get((section.partition(".")[0], name), ("", None))
    rest = own or plain(key.meaning, section).partition(". ")[2]
    return " ".join(filter(None, (rest, hint_of(key.kind)))) or None


def plain(text: str, section: str) -> str:
    """A sentence that was written for files, in the words of the form: no key, no table and no word of a file stays. The
    particles after what was put in its place follow it."""
    keys = section_of(section).keys
    for key in keys.values():
        for word, meaning in key.kind.words if isinstance(key.kind, kinds.OneOf | kinds.Several) else ():
            if not word.isdigit():
                text = text.replace(f'"{word}"({meaning})', f"‘{meaning}’{_PUT}")
                text = re.sub(rf"{_ALONE[0]}{word}\({re.escape(meaning)}\)", meaning + _PUT, text)
                text = re.sub(rf"\({word}\)", _PUT, text).replace(f'"{word}"', meaning + _PUT)
                text = re.sub(rf"{_ALONE[0]}{word}{_ALONE[1]}", meaning + _PUT, text)
    text = _TABLE.sub(lambda found: _called(found[1]) + _PUT, text)
    for name, key in keys.items():
        short = re.split(r"[.(:,]", key.meaning)[0].strip()
        text = re.sub(rf"\({name}\)", _PUT, text)
        text = re.sub(rf"{_ALONE[0]}(?:{section}\.)?{name}{_ALONE[1]}", f"‘{short}’{_PUT}", text)
    return settled(_FOLLOWING.sub(lambda found: particle(text[: found.start()].replace(_PUT, ""), found[1]), text)).replace(
        _PUT, ""
    )


def _called(name: str) -> str:
    """``‘나이’``, ``구역 ‘baby’``; what is no section stays as it is."""
    if name in SECTIONS:
        return f"‘{SECTIONS[name].title}’"
    return section_title(name) if name.partition(".")[0] in NAMED else f"‘{name}’"
