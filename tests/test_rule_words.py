"""Everything that may be said about a café has words, and every key of it changes them."""

import itertools
import tomllib
from typing import Any

import pytest

from booking.rule_words import GROUPS, grouped, in_words, rule_in_words, sections_in_words
from booking.rules.kinds import Clock, Flag, Kind, OneOf, Several, Whole, WholeList
from booking.rules.sections import NAMED, SECTIONS, section_of
from tests.rules.stated import stated

NAMES = [*SECTIONS, *(f"{name}.one" for name in NAMED if name != "period")]
OTHERS: dict[str, Any] = {
    "when": "2023", "open": ["토"], "open_nth": ["첫째 월"], "closed_nth": ["둘째 화"], "day": "목", "days": ["금"],
    "steps": [{"count": 2, "window_days": 9, "days": 7}], "time": "10:00~10:30",
    "spans": ["2027-01-01~2027-02-01"], "dates": ["2027-03-03"], "first": "2027-04-04", "last": "2027-04-05",
    "not_before": "2027-05-05T10:00:00+09:00",
}  # fmt: skip
"""Another good value of keys whose kind does not offer two by itself."""
NEEDS = {
    ("timetable", "derivation"): {"derived": True},
    ("openings", "others_after_minutes"): {"residents_first": "district"},
    ("waitlist", "children"): {"kind": "phone"},
    ("residency", "evidence"): {"who": "seoul"},
    **{("openings", key): {"kind": "weekly"} for key in ("day", "first_day")},
    **{("openings", key): {"kind": "monthly"} for key in ("days_of_month", "covers")},
    **{("care", key): {"offered": True} for key in SECTIONS["care"].keys if key != "offered"},
    **{(section, "max_reach"): {"max_basis": "months"} for section in ("ages", "door_ages", "siblings", "zone")},
}
"""What must be stated beside a key for it to mean anything."""


def example(kind: Kind, text: str) -> Any:
    value = tomllib.loads(f"x = {text}")["x"]
    assert kind.complaint(value) is None, text
    return kind.kept(value)


def values(name: str, key: str) -> list[Any]:
    """Different values that the key may have, in their kept form."""
    spec = section_of(name).keys[key]
    kind = spec.kind
    if isinstance(kind, OneOf):
        return [word for word, _ in kind.words]
    if isinstance(kind, Flag):
        return [True, False]
    if isinstance(kind, Several):
        return [[word] for word, _ in kind.words]
    if isinstance(kind, Whole):
        return [kind.low + 7, kind.low + 8]
    if isinstance(kind, WholeList):
        return [[kind.low], [kind.low, kind.high]]
    if isinstance(kind, Clock):
        return ["09:00", "13:30"]
    first = example(kind, spec.example)
    other = OTHERS.get(key, ["08:00~09:00"] if isinstance(first, list) else "다른 말")
    return [first, other]


def base(name: str, key: str) -> dict[str, Any]:
    """What the section needs for ``key`` to mean something."""
    needed = {one: example(spec.kind, spec.example) for one, spec in section_of(name).keys.items() if spec.needed}
    if "basis" in needed:
        needed |= {"min": 2, "max": 6}
    return needed | NEEDS.get((name.split(".")[0] if name not in SECTIONS else name, key), {})


@pytest.mark.parametrize(("name", "key"), [(name, key) for name in NAMES for key in section_of(name).keys])
def test_every_key_of_every_section_changes_the_words(name, key):
    said = []
    for value in values(name, key):
        content = base(name, key) | {key: value}
        if content.get("max_basis") == "preschool":
            content.pop("max")
        said.append(in_words(name, content))

    for one, other in itertools.combinations(said, 2):
        assert one != other


@pytest.mark.parametrize("name", NAMES)
def test_every_section_has_sentences_that_end(name):
    keys = section_of(name).keys
    content = {key: example(spec.kind, spec.example) for key, spec in keys.items() if spec.example}
    if content.get("max_basis") == "preschool":
        content.pop("max")
    if name == "concession.one":
        content.pop("won")

    lines = in_words(name, content)

    assert lines
    for line in lines:
        assert line == line.strip()
        assert "None" not in line
        assert "{" not in line


def test_every_section_answers_one_question():
    firsts = {name.split(".", 1)[0] for name in [*SECTIONS, *NAMED]}
    answered = [name for _, names in GROUPS for name in names]

    assert sorted(answered) == sorted(firsts)


def test_a_rule_for_some_periods_says_which():
    content = {"days": ["weekday"], "numbers": [1, 2], "ages": {"basis": "year_age", "min": 0, "max": 3}}

    assert in_words("period.baby", content) == ("월~금 1·2회차: 연나이 0~3세 아이가 이용해요.",)


@pytest.mark.parametrize(
    ("section", "content", "said"),
    [
        ("openings", {"kind": "weekly", "at": "09:00"}, "매주 화요일 오전 9:00에 7일 뒤 화요일부터 한 주치 예약이 열려요."),
        ("openings", {"kind": "rolling", "days": 7}, "이용일 7일 전 0시에 예약이 열려요."),
        ("minutes", {"no_show_grace_minutes": -30}, "시작 30분 전까지 알리지 않고 오지 않으면 노쇼로 처리돼요."),
        ("minutes", {"cancel_minutes_before": 1440}, "시작 1일 전까지 취소할 수 있어요."),
        ("limits", {"family_open_reservations_here": 2},
         "한 가족이 아직 끝나지 않은 예약을 이 지점에서 2번까지 둘 수 있어요."),
        ("concession.multi_child", {"label": "다둥이", "percent": 100}, "다둥이: 아이와 보호자 무료"),
        ("opening", {"when": "2022-05"}, "개관: 2022년 5월"),
    ],
)  # fmt: skip
def test_what_some_sections_say(section, content, said):
    assert said in in_words(section, content)


def test_the_rule_behind_an_answer_is_said_alone():
    policy = stated({"limits": {"visits_per_day": 1, "visits_per_week_here": 2}})

    assert rule_in_words(policy, "limits.visits_per_week_here") == (
        "아이 한 명이 이 지점에서 한 주(월~일)에 2번까지 이용할 수 있어요.",
    )
    assert rule_in_words(policy, "ages") == ("연나이 0~9세 아이가 이용해요.",)
    assert rule_in_words(policy, "suspension.steps") == ()
    assert rule_in_words(policy, None) == ()


def test_what_nobody_stated_is_not_said():
    names = {one.name for one in sections_in_words(stated())}

    assert "care" not in names
    assert "suspension" not in names
    assert {"ages", "fees", "minutes"} <= names
    assert "놀이돌봄·단체·프로그램" not in dict(grouped(stated()))


def test_where_anyone_may_come_no_evidence_that_a_farther_layer_asks_for_is_said():
    city = {"who": "seoul_life", "evidence": "사원증"}

    assert "현장에서 보여 주세요: 사원증" in in_words("residency", city)
    assert in_words("residency", {**city, "who": "anyone"}) == ("누구나 예약할 수 있어요.",)
    assert in_words("residency", {"evidence": "사원증"}) == ()
