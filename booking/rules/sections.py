"""What may be said about a café: the sections of a café's file, their keys, and how layers of them merge.

A file, an official's form and the documentation are all made from :data:`SECTIONS`, so none of them can know another rule.
A section's name is its table in the file. Sections in :data:`NAMED` stand several times, each under a name of its own
(``[zone.baby]``).

How what several layers say becomes one thing (:mod:`booking.rules.statements`):

* ``keys``: key by key, the nearest layer that states the key;
* ``nearest``: only the nearest layer that states the section at all, its own dated statements key by key;
* ``whole``: the newest statement of the nearest layer, alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .kinds import (
    Clock,
    Clocks,
    Dates,
    DateSpans,
    Day,
    Flag,
    Instant,
    Kind,
    NthWeekdays,
    OneOf,
    OneSpan,
    Rows,
    Several,
    Since,
    Spans,
    WebAddress,
    Weekday,
    Weekdays,
    Whole,
    WholeList,
    Words,
)

Merge = Literal["keys", "nearest", "whole"]

WON = Whole(0, 1_000_000)
CHILDREN = Whole(0, 1000)
MINUTES = Whole(0, 24 * 60)
GRACE_MOST = 6 * 60
"""A no-show is told within some hours of the start, before or after it."""
AGE = Whole(0, 18 * 12)
TIMES = Whole(1, 100)
BASES = (("year_age", "연나이"), ("full_age", "만 나이"), ("months", "개월 수"))
DAY_WORDS = ("월~금", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일", "문을 여는 공휴일")
DAY_KEYS = ("weekday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday")
"""The lists of a timetable: the most particular one that is there holds, ``holiday`` before a weekday, that before
``weekday`` (Monday to Friday)."""


def weekday_key(day: date) -> str:
    """The name of a date's weekday: ``monday``."""
    return DAY_KEYS[day.weekday() + 1]


def names_of_list(key: str) -> tuple[str, ...]:
    """What a date is called that follows the timetable's list ``key``: a Monday's is also ``weekday``."""
    return (key, "weekday") if key in DAY_KEYS[1:6] else (key,)


@dataclass(frozen=True)
class Key:
    """One value: what it must be like, what it means (with its unit), what holds when nobody says it, an example."""

    kind: Kind
    meaning: str
    default: str = "없음"
    example: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Section:
    """A table of the file. ``in_period``: it may also stand below ``[period.<name>]``, for some periods only. ``belongs``:
    keys that speak of another key's value; they end where a nearer layer gives that one another value."""

    title: str
    keys: Mapping[str, Key]
    merge: Merge = "keys"
    in_period: bool = False
    belongs: Mapping[str, str] = field(default_factory=dict)


def _band(more: Mapping[str, Key]) -> dict[str, Key]:
    return {
        "basis": Key(
            OneOf(BASES), "나이를 세는 방법. 아래위에 따로 적지 않은 쪽에 씁니다", needed=True, example='"year_age"'
        ),
        "min": Key(AGE, "아래 끝(포함). 기준에 따라 세 또는 개월", "0", "0"),
        "max": Key(AGE, '위 끝(포함). max_basis가 "preschool"이면 적지 않음', "꼭 적음", "6"),
        "min_basis": Key(OneOf(BASES), "아래 끝만 다른 기준으로 셀 때", "basis", '"months"'),
        "max_basis": Key(
            OneOf((*BASES, ("preschool", "미취학"))),
            "위 끝만 다른 기준으로 셀 때. "
            "preschool(미취학)은 만 6세가 되는 해의 다음 해 3월 1일 전날까지(출생연도 + 7년의 2월 말일)",
            "basis",
            '"preschool"',
        ),
        "max_reach": Key(
            OneOf((("whole_month", "그 개월의 마지막 날까지"), ("to_the_day", "그 개월이 차는 날까지"))),
            "위 끝을 개월로 셀 때 “36개월 이하”의 뜻: "
            "37개월이 되는 전날까지(whole_month) 또는 36개월이 차는 그날까지(to_the_day)",
            '"whole_month"',
            '"to_the_day"',
        ),
        "leap_birthday": Key(
            OneOf((("march_1", "3월 1일"), ("february_28", "2월 28일"))),
            "2월 29일생이 평년에 만 나이를 한 살 더 먹는 날",
            '"march_1"',
            '"february_28"',
        ),
        **more,
    }


def _times(meaning: str) -> dict[str, Key]:
    words = dict(zip(DAY_KEYS, DAY_WORDS, strict=True))
    return {day: Key(Spans(), f"{words[day]}: {meaning}", "없음", '["09:30~11:30", "13:00~15:00"]') for day in DAY_KEYS}


def _limits() -> dict[str, Key]:
    """Sixteen limits: whose, over what time, at one café or all."""
    keys = {}
    for prefix, whose in (("", "아이 한 명의 이용"), ("family_", "한 가족의 예약")):
        noun = "visits" if prefix == "" else "reservations"
        for when, time in (
            ("per_day", "하루"),
            ("per_week", "한 주(월~일)"),
            ("per_month", "한 달(1일~말일)"),
            ("open", "아직 끝나지 않은 것"),
        ):
            name = f"{prefix}{noun}_{when}" if when != "open" else f"{prefix}open_{noun}"
            keys[name] = Key(TIMES, f"{whose}: {time}, 모든 지점을 합해 몇 번까지", "제한 없음", "1")
            keys[f"{name}_here"] = Key(TIMES, f"{whose}: {time}, 이 지점에서 몇 번까지", "제한 없음", "1")
    return keys


SECTIONS: dict[str, Section] = {
    "opening": Section(
        "개관",
        {"when": Key(Since(), "아는 만큼: 날, 달 또는 해", needed=True, example='"2022-05-31"')},
        merge="whole",
    ),
    "operation": Section(
        "운영 상태",
        {
            "state": Key(
                OneOf(
                    (
                        ("running", "운영"),
                        ("pilot", "시범 운영"),
                        ("preparing", "개관 준비"),
                        ("paused", "쉼"),
                        ("ended", "끝남"),
                    )
                ),
                "preparing, paused, ended이면 모든 날이 휴관입니다",
                '"running"',
                '"pilot"',
            ),
            "booking": Key(
                OneOf(
                    (
                        ("online", "이 서비스에서 예약"),
                        ("walk_in", "예약 없이 현장에서"),
                        ("elsewhere", "다른 누리집에서 예약"),
                    )
                ),
                "walk_in, elsewhere이면 회차를 보여 주고 예약은 받지 않습니다",
                '"online"',
                '"elsewhere"',
            ),
            "reason": Key(Words(300), "상태를 설명하는 한 문장", "상태의 이름", '"2026년 12월 개관 예정"'),
            "site": Key(WebAddress(200), "다른 누리집의 주소", "없음", '"https://example.kr"'),
        },
    ),
    "days": Section(
        "여는 요일",
        {
            "open": Key(
                Weekdays(),
                "여는 요일. 적지 않은 요일은 정기휴관일",
                needed=True,
                example='["화", "수", "목", "금", "토", "일"]',
            ),
            "open_nth": Key(NthWeekdays(), "정기휴관 요일이지만 여는 날", "없음", '["마지막 일"]'),
            "closed_nth": Key(NthWeekdays(), "여는 요일이지만 쉬는 날", "없음", '["셋째 월"]'),
        },
        merge="whole",
    ),
    "season": Section(
        "운영 기간",
        {
            "spans": Key(DateSpans(), "여는 기간. 기간 밖은 휴관", "없음", '["2026-04-18~2026-06-21"]'),
            "dates": Key(
                Dates(),
                "여는 날짜. 요일과 공휴일에 상관없이 이 날들에 엽니다. spans 없이 적으면 이 날들에만 엽니다",
                "없음",
                "[2026-04-11, 2026-04-18]",
            ),
        },
        merge="whole",
    ),
    "holidays": Section(
        "공휴일",
        {
            "open_on_holidays": Key(
                Flag(),
                "공휴일에 여는지. 아래에 따로 적지 않은 모든 공휴일에 씁니다",
                needed=False,
                default="시 기본값",
                example="false",
            ),
            "open_on_childrens_day": Key(Flag(), "5월 5일에 여는지(다른 공휴일과 겹쳐도)", "open_on_holidays", "true"),
            "open_on_labour_day": Key(Flag(), "5월 1일(노동절)에 여는지", "open_on_holidays", "false"),
            "open_on_new_year": Key(Flag(), "1월 1일에 여는지", "open_on_holidays", "false"),
            "open_on_seollal_chuseok": Key(Flag(), "설·추석 연휴 사흘에 여는지", "open_on_holidays", "false"),
            "open_on_substitute": Key(Flag(), "대체공휴일에 여는지", "open_on_holidays", "true"),
            "open_on_election": Key(Flag(), "선거일에 여는지", "open_on_holidays", "true"),
            "open_on_temporary": Key(Flag(), "임시공휴일에 여는지", "open_on_holidays", "true"),
            "weekly_day_on_holiday": Key(
                OneOf((("stays", "그대로 쉼"), ("next_day", "다음 날 쉼"), ("after_run", "연휴 뒤 첫날 쉼"))),
                "정기휴관 요일이 공휴일일 때. next_day: 그날은 공휴일 규칙을 따르고 다음 날 쉽니다. "
                "after_run: 그날부터 이어지는 공휴일에는 열고, 공휴일도 토·일도 아닌 첫날 쉽니다",
                '"stays"',
                '"next_day"',
            ),
        },
    ),
    "timetable": Section(
        "운영표",
        {
            **_times("회차를 순서대로. []은 회차 없음"),
            "derived": Key(Flag(), "지점이 밝힌 시각이 아니라 계산한 것인지", "false", "true"),
            "derivation": Key(Words(300), "무엇에서 계산했는지(derived일 때 꼭)", "없음", '"…"'),
        },
        merge="nearest",
    ),
    "breaks": Section("문 닫는 시간(점심)", _times("문과 전화가 닫히는 시간"), merge="whole"),
    "admission": Section(
        "회차의 종류",
        {
            "admits": Key(
                OneOf((("individual", "개인"), ("group", "단체"), ("shared", "공용"))),
                "누가 쓰는 회차인지",
                '"individual"',
                '"shared"',
            )
        },
        in_period=True,
    ),
    "ages": Section("나이", _band({}), merge="whole", in_period=True),
    "door_ages": Section(
        "현장 나이 기준",
        _band(
            {
                "applies": Key(
                    OneOf((("reserving", "예약할 때부터"), ("door", "현장에서만"))),
                    "포털의 나이([ages])와 현장 기준이 다를 때: "
                    "예약할 때도 거절하는지(reserving), 안내만 하고 현장에서 거절하는지(door)",
                    '"reserving"',
                    '"door"',
                )
            }
        ),
        merge="whole",
        in_period=True,
    ),
    "siblings": Section(
        "형제자매 예외",
        _band(
            {
                "multi_child_only": Key(Flag(), "다자녀 가정만인지(다자녀의 뜻: [multi_child])", "false", "true"),
            }
        ),
        merge="whole",
        in_period=True,
    ),
    "capacity.individual": Section(
        "개인 정원", {"children": Key(CHILDREN, "회차 하나의 개인 정원(명)", needed=True, example="20")}, in_period=True
    ),
    "capacity.group": Section(
        "단체 정원", {"children": Key(CHILDREN, "회차 하나의 단체 정원(명)", needed=True, example="30")}, in_period=True
    ),
    "capacity.together": Section(
        "함께 세는 정원",
        {
            "children": Key(
                CHILDREN,
                "공용 회차에서 개인과 단체를 합한 정원(명). 적지 않으면 서로 따로 셉니다",
                needed=True,
                example="40",
            )
        },
        in_period=True,
    ),
    "capacity.people": Section(
        "사람 수 제한",
        {"people": Key(Whole(0, 2000), "보호자까지 합한 사람 수(명)", needed=True, example="20")},
        in_period=True,
    ),
    "capacity.walk_in": Section(
        "현장 접수 몫",
        {
            "percent": Key(Whole(0, 100), "개인 정원 가운데 현장 접수 몫(%). 1명 미만은 버려 온라인 몫이 됩니다", "0", "50"),
            "children": Key(CHILDREN, "현장 접수 몫(명). percent와 함께 적지 않음", "0", "10"),
        },
        merge="whole",
        in_period=True,
    ),
    "capacity.reserve": Section(
        "남겨 두는 자리",
        {
            "children": Key(CHILDREN, "처음에는 예약받지 않고 남겨 두는 자리(명)", needed=True, example="2"),
            "released_minutes_before": Key(Whole(0, 60 * 24 * 60), "시작 몇 분 전에 푸는지", needed=True, example="1440"),
        },
        merge="whole",
        in_period=True,
    ),
    "openings": Section(
        "예약 여는 때",
        {
            "kind": Key(
                OneOf((("weekly", "매주"), ("monthly", "매달 정한 날"), ("rolling", "이용일 며칠 전"))),
                "예약을 여는 방법",
                '"rolling"',
                '"weekly"',
            ),
            "day": Key(Weekday(), "weekly: 여는 요일", '"화"', '"화"'),
            "first_day": Key(
                Whole(0, 60),
                "weekly: 여는 날부터 며칠 뒤의 날짜까지가 첫날인지. "
                "이용일은 ‘여는 날 + first_day ≤ 이용일’인 가장 늦은 여는 날에 열립니다. "
                "화요일에 다음 주 화요일부터 열면 7",
                "7",
                "7",
            ),
            "days_of_month": Key(WholeList(1, 28), "monthly: 여는 날", "[1]", "[1, 16]"),
            "covers": Key(
                OneOf((("this", "이번 기간"), ("next", "다음 기간"))),
                "monthly: 여는 날부터 다음 여는 날 전날까지(this), "
                "또는 다음 여는 날부터 그다음 여는 날 전날까지(next)의 이용일을 엽니다",
                '"next"',
                '"next"',
            ),
            "days": Key(Whole(0, 365), "rolling: 이용일 며칠 전", "28", "7"),
            "at": Key(Clock(), "여는 시각", '"00:00"', '"09:00"'),
            "not_before": Key(Instant(), "첫 예약: 어떤 회차도 이보다 먼저 열리지 않음", "없음", "2026-04-01T09:00:00"),
            "residents_first": Key(
                OneOf((("nobody", "아무도"), ("district", "자치구민"), ("seoul", "서울 시민"))),
                "먼저 예약하는 사람",
                '"nobody"',
                '"district"',
            ),
            "others_after_minutes": Key(Whole(0, 60 * 24 * 30), "나머지 사람은 몇 분 뒤부터", "0", "60"),
        },
        in_period=True,
    ),
    "residency": Section(
        "거주·생활권",
        {
            "who": Key(
                OneOf(
                    (
                        ("anyone", "누구나"),
                        ("seoul_life", "서울에 살거나 직장·학교·사업장이 서울인 사람"),
                        ("seoul", "서울 시민"),
                        ("district", "이 지점의 자치구민"),
                    )
                ),
                "누가 예약할 수 있는지",
                '"anyone"',
                '"seoul_life"',
            ),
            "evidence": Key(
                Words(300), "현장에서 보여 줄 것. 함께 적은 who의 것입니다", "없음", '"주민등록등본, 재직증명서"'
            ),
        },
        in_period=True,
        belongs={"evidence": "who"},
    ),
    "limits": Section(
        "횟수 제한",
        {**_limits(), "children_per_reservation": Key(Whole(1, 10), "한 예약의 아이(명)", "시 기본값", "5")},
        in_period=True,
    ),
    "adults": Section(
        "보호자",
        {
            "min": Key(Whole(0, 10), "예약 하나의 보호자(명) 이상", "1", "1"),
            "per_child_max": Key(Whole(1, 10), "아이 한 명에 보호자(명) 이하", "2", "2"),
            "baby_per_child_max": Key(Whole(1, 10), "어린 아기 한 명에 보호자(명) 이하", "per_child_max", "2"),
            "baby_months_below": Key(Whole(1, 120), "어린 아기: 이용일에 몇 개월 미만인지", "12", "12"),
            "min_age": Key(Whole(0, 99), "보호자의 만 나이 이상(현장 확인)", "0", "19"),
            "holder_counts": Key(
                Flag(), "보호자 수에 예약한 사람을 세는지. false이면 적은 수 + 1명이 옵니다", "true", "true"
            ),
            "named_companion": Key(Flag(), "이름을 적은 동반인(조부모, 도우미)이 대신 데려올 수 있는지", "true", "false"),
        },
        in_period=True,
    ),
    "minutes": Section(
        "시간(분)",
        {
            "cancel_minutes_before": Key(Whole(0, 30 * 24 * 60), "시작 몇 분 전까지 취소(그 순간 포함)", "시 기본값", "30"),
            "no_show_grace_minutes": Key(
                Whole(-GRACE_MOST, GRACE_MOST),
                "시작 몇 분 뒤까지 오지 않으면 노쇼. 음수: 시작 전 그 시각까지 알리지 않으면 노쇼(표시는 시작 뒤)",
                "시 기본값",
                "30",
            ),
            "reserve_until_minutes_before_end": Key(MINUTES, "끝나기 몇 분 전까지 예약(그 순간은 제외)", "시 기본값", "30"),
            "check_in_minutes_before": Key(MINUTES, "시작 몇 분 전에 문을 여는지", "시 기본값", "10"),
        },
        in_period=True,
    ),
    "suspension": Section(
        "노쇼 이용 제한",
        {
            "steps": Key(
                Rows({"count": Whole(1, 50), "window_days": Whole(1, 3650), "days": Whole(1, 3650)}),
                "계단: 최근 window_days일 안의 노쇼가 count번이면 "
                "마지막 노쇼의 다음 순간부터 days일 동안 예약 제한. 맞는 것 가운데 가장 긴 것",
                needed=True,
                example="[{ count = 1, window_days = 30, days = 30 }]",
            ),
            "scope": Key(
                OneOf((("cafe", "그 지점"), ("district", "그 자치구"), ("all", "모든 지점"))),
                "어디의 노쇼를 세고 어디의 예약을 막는지",
                '"all"',
                '"all"',
            ),
            "cancels_future": Key(Flag(), "제한 기간 안의 남은 예약도 취소하는지", "false", "true"),
        },
        merge="whole",
    ),
    "fees": Section(
        "이용료",
        {
            "child_won": Key(WON, "아이 한 명(원)", "시 기본값", "2000"),
            "adult_won": Key(WON, "보호자 한 명(원)", "시 기본값", "1000"),
            "care_won": Key(WON, "놀이돌봄 아이 한 명(원), 이용료에 더함", "0", "2000"),
            "group_child_won": Key(WON, "단체 아이 한 명(원)", "child_won", "1000"),
            "group_adult_won": Key(WON, "단체 인솔자 한 명(원)", "0", "0"),
            "free_adults": Key(Whole(0, 20), "예약 하나에서 무료인 보호자(명)", "0", "1"),
            "free_adults_per_child": Key(
                Whole(0, 10), "아이 한 명에 무료인 보호자(명). free_adults와 견주어 많은 쪽", "0", "1"
            ),
            "round_to_won": Key(
                OneOf((("1", "1원"), ("10", "10원"), ("100", "100원"))), "합계를 맞추는 단위", '"1"', '"10"'
            ),
            "round": Key(
                OneOf((("down", "버림"), ("half_up", "반올림"), ("up", "올림"))), "합계를 맞추는 방법", '"down"', '"half_up"'
            ),
        },
        in_period=True,
    ),
    "concessions": Section(
        "감면을 합하는 방법",
        {
            "combine": Key(
                OneOf((("best", "가장 큰 것 하나"), ("sum", "율을 더함"), ("successive", "차례로 곱함"))),
                "감면이 여럿일 때. sum은 율을 더하고(100%까지) 정액은 그 뒤에 뺍니다. "
                "successive는 이름 순서로 남은 금액에 차례로",
                '"best"',
                '"best"',
            )
        },
    ),
    "multi_child": Section(
        "다자녀의 뜻",
        {
            "children_min": Key(Whole(1, 10), "아이가 몇 명 이상인 가정", "2", "2"),
            "youngest_age_max": Key(Whole(0, 30), "막내의 만 나이 이하", "제한 없음", "18"),
        },
    ),
    "care": Section(
        "놀이돌봄",
        {
            "offered": Key(Flag(), "놀이돌봄이 있는지", "false", "true"),
            "children": Key(CHILDREN, "회차 하나의 돌봄 자리(명)", "0", "2"),
            "months_min": Key(Whole(0, 200), "몇 개월 이상", "0", "36"),
            "months_max": Key(Whole(0, 200), "몇 개월 이하(그 개월의 마지막 날까지)", "없음", "40"),
            "former_visit": Key(Flag(), "이 지점을 이용한 적이 있어야 하는지", "false", "true"),
            "reason_needed": Key(Flag(), "급한 사유가 있어야 하는지", "false", "true"),
            "individual_only": Key(Flag(), "개인 예약만인지", "true", "true"),
            "refund_after_entry": Key(Flag(), "입장한 뒤에도 돌봄 요금을 돌려주는지", "false", "false"),
        },
        in_period=True,
    ),
    "group": Section(
        "단체",
        {
            "min": Key(Whole(1, 500), "몇 명 이상", "1", "10"),
            "max": Key(Whole(1, 1000), "몇 명 이하", "단체 정원", "30"),
            "counts": Key(
                OneOf((("children", "아이"), ("people", "인솔자까지"))), "무엇을 세는지", '"children"', '"children"'
            ),
            "who": Key(Words(200), "누가 단체인지", "없음", '"서울의 어린이집, 유치원"'),
            "several_per_slot": Key(Flag(), "한 회차에 여러 단체를 받는지", "true", "true"),
        },
        in_period=True,
    ),
    "waitlist": Section(
        "대기",
        {
            "kind": Key(
                OneOf((("none", "없음"), ("phone", "전화"), ("online", "온라인"))), "대기를 받는 방법", '"none"', '"none"'
            ),
            "children": Key(CHILDREN, "회차 하나의 대기(명)", "0", "5"),
        },
        in_period=True,
    ),
    "same_day": Section(
        "당일 남은 자리",
        {
            "how": Key(
                Several((("portal", "온라인"), ("phone", "전화"), ("walk_in", "현장"))),
                "당일 남은 자리를 받는 방법",
                needed=True,
                example='["portal", "walk_in"]',
            )
        },
        merge="whole",
    ),
    "payment": Section(
        "내는 방법",
        {
            "methods": Key(
                Several((("card", "카드"), ("cash", "현금"), ("bank_transfer", "계좌 이체"))),
                "현장에서 내는 방법",
                needed=True,
                example='["card", "bank_transfer"]',
            )
        },
        merge="whole",
    ),
    "conduct": Section(
        "지킬 것",
        {
            "socks": Key(Flag(), "미끄럼 방지 양말이 필요한지", "false", "true"),
            "food": Key(Flag(), "음식을 먹을 수 있는지", "false", "false"),
            "proxy": Key(Flag(), "대리 예약을 할 수 있는지", "false", "false"),
            "tidy_minutes": Key(Whole(0, 120), "끝나기 몇 분 전부터 정리하는지", "0", "10"),
            "slide_height_cm": Key(Whole(0, 250), "미끄럼틀을 탈 수 있는 키(cm) 이상", "0", "110"),
        },
    ),
    **{
        f"notes.{name}": Section(title, {"text": Key(Words(most), "안내 문장", needed=True, example='"…"')})
        for name, title, most in (
            ("socks", "양말 안내", 300),
            ("entrance", "입구 안내", 300),
            ("break", "쉬는 시간 안내", 300),
            ("visit", "그 밖의 안내", 1000),
        )
    },
}

_LABEL = Key(Words(60), "이름", "표의 이름", '"영유아 구역"')

NAMED: dict[str, Section] = {
    "closed": Section(
        "쉬는 날(한 번)",
        {
            "first": Key(Day(), "첫날", needed=True, example="2026-07-01"),
            "last": Key(Day(), "마지막 날(포함)", "첫날 하루", "2026-07-03"),
            "reason": Key(Words(300), "사유", needed=True, example='"방역"'),
        },
        merge="whole",
    ),
    "extra": Section(
        "여는 날(한 번)",
        {
            "first": Key(Day(), "첫날", needed=True, example="2026-07-01"),
            "last": Key(Day(), "마지막 날(포함)", "첫날 하루", "2026-07-03"),
            "reason": Key(Words(300), "사유", needed=True, example='"보충 운영"'),
        },
        merge="whole",
    ),
    "zone": Section(
        "구역",
        _band({"label": _LABEL, "children": Key(CHILDREN, "구역 정원(명)", needed=True, example="7")}),
        merge="whole",
    ),
    "concession": Section(
        "감면",
        {
            "label": _LABEL,
            "percent": Key(Whole(0, 100), "깎는 율(%)", "0", "100"),
            "won": Key(WON, "깎는 금액(원), 아이 또는 보호자 한 명마다. percent와 함께 적지 않음", "0", "1000"),
            "applies": Key(
                OneOf((("child", "아이"), ("adult", "보호자"), ("all", "아이와 보호자"), ("care", "돌봄"))),
                "무엇을 깎는지",
                '"all"',
                '"child"',
            ),
            "evidence": Key(Words(200), "현장에서 보여 줄 것", "없음", '"다둥이 행복카드"'),
            "valid_days": Key(Whole(1, 3650), "한 번 확인하면 며칠 동안 다시 보지 않는지", "365", "365"),
        },
        merge="keys",
    ),
    "programme": Section(
        "프로그램",
        {
            "label": _LABEL,
            "days": Key(Weekdays(), "하는 요일", "dates만", '["토"]'),
            "dates": Key(Dates(), "하는 날짜", "days만", "[2026-12-05]"),
            "time": Key(OneSpan(), "시간", needed=True, example='"16:00~16:40"'),
            "children": Key(CHILDREN, "정원(명)", needed=True, example="8"),
            "fee_won": Key(WON, "요금(원)", "0", "0"),
        },
        merge="whole",
    ),
    "period": Section(
        "일부 회차에만 맞는 규칙",
        {
            "label": _LABEL,
            "days": Key(
                Several(tuple(zip(DAY_KEYS, DAY_WORDS, strict=True))),
                "어느 날의 회차인지. holiday: 운영표의 holiday 목록을 따르는 날. 다른 말: 그 목록을 따르지 않는 그 요일",
                "모든 날",
                '["weekday"]',
            ),
            "numbers": Key(WholeList(1, 30), "몇 회차인지(그날 목록의 순서)", "모든 회차", "[1, 2]"),
            "starts": Key(Clocks(), "시작 시각이 무엇인 회차인지", "모든 회차", '["09:30"]'),
        },
        merge="whole",
    ),
}
"""Sections that stand several times, each with a name of its own."""

PERIOD_SECTIONS = tuple(name for name, section in SECTIONS.items() if section.in_period)
"""What may be said for some periods only, below ``[period.<name>]``."""


def section_of(name: str) -> Section:
    """The section called ``ages``, or that of ``zone.baby``.

    :raises KeyError: there is none.
    """
    return SECTIONS[name] if name in SECTIONS else NAMED[name.split(".", 1)[0]]
