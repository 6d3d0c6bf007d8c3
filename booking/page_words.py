"""Words that only pages need, as template filters of the same name: bands, reasons, map links."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from . import words
from .filters import day, since_words, span, won
from .queries.slots import SlotPage
from .rule_words import SectionWords, grouped
from .rule_words.opening import FIRST
from .rule_words.speaking import span_words
from .rules.adults import adults_coming
from .rules.korean import ordinal, with_particle
from .rules.policy import Policy, Programme, kept_with_policy
from .rules.refusals import Refusal
from .rules.statements import Origin

Groups = tuple[tuple[str, tuple[SectionWords, ...]], ...]
ABOUT_DAYS = ("operation", "days", "holidays", "season", "timetable", "extra", "closed", "opening", "period")


def why(refusal: Refusal) -> str:
    """The sentence of a refusal."""
    return words.sentence(refusal)


def band(policy: Policy) -> str:
    """``연나이 0~9세``."""
    return words.band_of(policy.ages)


def kind_of_slot(admits: str) -> str | None:
    """Who a slot is for, where it is not for families alone."""
    return {"group": "단체 회차", "shared": "개인·단체 공용"}.get(admits)


@kept_with_policy
def rule_groups(policy: Policy) -> Groups:
    """Everything that holds at the café, in words, under the questions of families."""
    return grouped(policy, leaving_out=("notes",))


@kept_with_policy
def slot_rules(policy: Policy) -> Groups:
    """The same for one slot: without what is about other days and other slots."""
    return grouped(policy, leaving_out=(*ABOUT_DAYS, "notes"))


def ages_at_the_door(policy: Policy) -> str | None:
    """The band that is asked at the door where it differs from the portal's, else ``None``."""
    return words.band_of(policy.door_ages) if policy.door_ages else None


def zones_words(policy: Policy) -> str | None:
    """``영아 구역 0~36개월 7명, …``, or ``None`` where the café has no zones."""
    return ", ".join(f"{zone.label or zone.name} {words.band_of(zone)} {zone.children}명" for zone in policy.zones) or None


def programmes_words(programmes: Sequence[Programme]) -> str | None:
    """``물감 놀이 오후 4:00–4:40 (8명)``, or ``None`` where there are none."""
    return ", ".join(f"{one.label or one.name} {clock_span(one.time)} ({one.children}명)" for one in programmes) or None


def fee_words(policy: Policy) -> str:
    """``아이 2,000원 · 보호자 1,000원(1명 무료)``: what everybody pays who shows nothing."""
    fees = policy.fees
    free = fees.free_adults or fees.free_adults_per_child
    each = "" if fees.free_adults else "아이마다 "
    without = f"({each}{free}명 무료)" if free and fees.adult_won else ""
    return f"아이 {won(fees.child_won)} · 보호자 {won(fees.adult_won)}{without}"


def adults(policy: Policy, written: int) -> str:
    """``보호자 1명``; where the number leaves out who reserves, who pays all the same, ``보호자 1명(예약한 분까지 2명)``."""
    return f"보호자 {written}명" + (
        "" if policy.adults.holder_counts else f"(예약한 분까지 {adults_coming(written, policy)}명)"
    )


def clock_span(times: tuple[time, time]) -> str:
    """``오후 12:00–1:00``, of wall-clock times."""
    return span_words(f"{times[0]:%H:%M}~{times[1]:%H:%M}")


def kst_span(starts_at: datetime, ends_at: datetime) -> str:
    """``11월 24일(화) 오후 1:00–3:00``."""
    return f"{day(starts_at)} {span(starts_at, ends_at)}"


def map_link(place: Any) -> str:
    """A map of a place with ``name`` or ``cafe``, ``address`` and perhaps coordinates; phones open it in their map app."""
    if place.latitude is None or place.longitude is None:
        return f"https://map.kakao.com/link/search/{quote(place.address)}"
    name = getattr(place, "name", None) or place.cafe
    return f"https://map.kakao.com/link/map/{quote(name, safe='')},{place.latitude},{place.longitude}"


def child_hints(slot: SlotPage) -> dict[int, str]:
    """For each child of the slot's page: year of birth and age on that day by the café's basis."""
    basis = slot.policy.ages.basis
    unit = "개월" if basis == "months" else "세"
    return {
        child.child_id: f"{child.birth_date.year}년생 · {words.BASIS[basis]} {child.age}{unit}" for child in slot.children
    }


def no_show_moment(policy: Policy) -> str:
    """``연락 없이 시작 30분 뒤까지 오지 않으면``."""
    return words.no_show_moment(policy.minutes)


def no_show_costs(policy: Policy) -> list[str]:
    """What no-shows cost at this café, in sentences."""
    return words.no_show_costs(policy.suspension)


LAYERS = {"city": "서울시 공통 규칙", "district": "자치구 규칙", "cafe": "카페 규칙", "period": "카페 규칙(일부 회차)"}


def said_by(origin: Origin | None) -> str | None:
    """``카페 규칙 · 2024년 3월 1일(금)부터``."""
    return f"{LAYERS[origin.layer]} · {since_words(origin.valid_from)}" if origin else None


def first_openers(policy: Policy) -> tuple[str, str | None, str | None]:
    """``이 자치구에 사는 분``: who may reserve before the others; which layer said so since when, and its source."""
    origin = policy.origin("openings.residents_first", "openings")
    return FIRST[policy.openings.residents_first], said_by(origin), origin.source if origin else None


def who_may(policy: Policy) -> str:
    """Who may come by where they live, and what shows it at the door."""
    return words.who_may(policy.residency)


def residency_ask(policy: Policy) -> str | None:
    """What staff ask for at the door, or ``None`` where anyone may come."""
    return words.residency_ask(policy.residency)


concession_name = words.concession_name
concession_names = words.concession_names
concession_words = words.concession_words


def visit_state(visit: Any) -> str:
    """The state of a child's visit in words; a cancelled one says who cancelled it."""
    if visit.state == "cancelled" and visit.cancel_cause:
        return words.CANCEL_CAUSES[visit.cancel_cause]
    return words.VISIT_STATES[visit.state]


_ADDRESS = re.compile(r"https?://[^\s<>\"\u0080-\U0010ffff]+")


def linked(text: str) -> Markup:
    """The text with its web addresses as links. A closing bracket without its opening one, and punctuation at the end,
    belong to the sentence, not to the address."""
    made, done = Markup(), 0
    for found in _ADDRESS.finditer(text):
        address = found.group()
        while address[-1] in ".,;:!?'" or (address[-1] == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        made += text[done : found.start()]
        made += Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(address)
        done = found.start() + len(address)
    return made + text[done:]


FILTERS = (
    ordinal,
    with_particle,
    kind_of_slot,
    rule_groups,
    slot_rules,
    ages_at_the_door,
    zones_words,
    programmes_words,
    fee_words,
    adults,
    clock_span,
    linked,
    why,
    band,
    kst_span,
    map_link,
    child_hints,
    no_show_moment,
    no_show_costs,
    first_openers,
    who_may,
    residency_ask,
    concession_name,
    concession_names,
    concession_words,
    visit_state,
)
