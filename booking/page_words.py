"""Words that only pages need, as template filters of the same name: bands, reasons, map links."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from . import words
from .filters import day, span
from .queries.slots import SlotPage
from .rules.policy import Policy
from .rules.refusals import Refusal


def why(refusal: Refusal) -> str:
    """The sentence of a refusal."""
    return words.sentence(refusal)


def band(policy: Policy) -> str:
    """``연나이 0~9세``."""
    return words.band(policy.ages.basis, policy.ages.min, policy.ages.max)


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
    linked,
    why,
    band,
    kst_span,
    map_link,
    child_hints,
    no_show_moment,
    no_show_costs,
    who_may,
    residency_ask,
    concession_name,
    concession_names,
    concession_words,
    visit_state,
)
