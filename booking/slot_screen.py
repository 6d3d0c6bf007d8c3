"""The screen of one slot with the form that reserves it.

Everybody may look (public), only guardians send the form (guardian): two edges, one screen, so it stands beside them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from wtforms import HiddenField
from wtforms.validators import Regexp

from .fields import CompanionField, NumberChoices, WholeNumber
from .queries.nearest import NearSlot, nearest_slots
from .queries.slots import SlotPage, fitting, slot_page
from .rules.fees import fee_of
from .rules.policy import Policy, kept_with_policy
from .rules.refusals import Code, Refusal
from .scope import Actor
from .web import Form
from .words import sentence

HELPED_BY_ANOTHER_SLOT = {
    Code.SLOT_FULL,
    Code.SLOT_CLOSED,
    Code.SLOT_WITHDRAWN,
    Code.SLOT_OVER,
    Code.SLOT_NOT_OPEN_YET,
    Code.SLOT_NEVER_OPENS,
    Code.CHILD_TOO_YOUNG,
    Code.CHILD_TOO_OLD,
    Code.CHILD_NOT_BORN,
    Code.DOOR_TOO_YOUNG,
    Code.DOOR_TOO_OLD,
    Code.SIBLING_ALONE,
    Code.SIBLING_NOT_MULTI_CHILD,
    Code.NO_ZONE_FITS,
    Code.ZONE_FULL,
    Code.PEOPLE_FULL,
    Code.ONLINE_FULL,
    Code.RESIDENTS_FIRST,
    Code.NOT_A_RESIDENT,
    Code.NOT_RESERVED_HERE,
    Code.NOT_ONLINE_TODAY,
    Code.WRONG_KIND_OF_SLOT,
    Code.OVERLAPS,
    Code.DAILY_LIMIT,
    Code.WEEKLY_LIMIT,
    Code.MONTHLY_LIMIT,
}
ADULTS_MOST = 20
ABOUT_RESIDENCE = {Code.NOT_A_RESIDENT, Code.RESIDENTS_FIRST}


class ReservationForm(Form):
    """Who comes. ``request_id`` is made when the page is: a double tap sends the same one."""

    child_ids = NumberChoices("함께 갈 아이")
    adults = WholeNumber("함께 오는 보호자", "함께 오는 보호자 수를 숫자로 적어 주세요.")
    companion = CompanionField()
    request_id = HiddenField(
        validators=[Regexp(r"[0-9a-f-]{8,64}\Z", message="화면이 오래되었어요. 내용을 확인하고 다시 눌러 주세요.")]
    )

    def renew(self) -> None:
        """A new ``request_id``: the old one stands for another reservation, or is none."""
        self.request_id.data = str(uuid4())


def screen(
    slot_id: int,
    actor: Actor | None,
    now: datetime,
    form: ReservationForm | None = None,
    refusal: Refusal | None = None,
    wanted: Sequence[int] = (),
) -> dict[str, Any]:
    """What ``public/slot.html`` shows; after a refused POST with its form and the refusal. ``wanted``: children chosen on
    the way here, in the search or on a slot that would not do.

    :raises NotThere: no such slot.
    """
    page = slot_page(slot_id, actor, now)
    is_guardian = actor is not None and actor.role == "guardian"
    refused = form is not None
    if is_guardian and form is None:
        chosen = fitting(page.children)
        ticked = [child_id for child_id in chosen if child_id in wanted] or (chosen if len(chosen) == 1 else [])
        usual = {"child_ids": ticked, "adults": page.policy.adults.min}
        form = ReservationForm(data=usual | {"request_id": str(uuid4())})
    if form is not None:
        form.child_ids.choices = [(child.child_id, child.name) for child in page.children]
    chosen = list(form.child_ids.data or []) if form is not None else []
    elsewhere = _for_elsewhere(page)
    barred = page.refusal or page.family_refusal
    return {
        "slot": page,
        "form": form,
        "near": _near(page, actor, chosen, refusal, now),
        "nobody_can": bool(page.children) and not fitting(page.children),
        "all_come": bool(page.children) and not fitting(page.children) and not elsewhere,
        "some_come": any(child.refusal and child.refusal.code == Code.ALREADY_IN_SLOT for child in page.children),
        "reasons": {child.child_id: _beside_name(child.refusal) for child in page.children if child.refusal},
        "fees": _fees(page.policy, page.entitled),
        "adults_most": _adults_most(page.policy, page.policy.limits.children_per_reservation),
        "now": now,
        # A refused form is kept, also when the last place went to somebody else in the meantime.
        "can_choose": is_guardian and (refused or (barred is None and not page.full)),
        "barred": barred,
        # Before the others' opening the page says by itself who goes first, and asks there.
        "ask_residence": is_guardian
        and any(one and one.code in codes for one, codes in ((barred, {Code.NOT_A_RESIDENT}), (refusal, ABOUT_RESIDENCE))),
        "who": urlencode([("child", child_id) for child_id in chosen or elsewhere]),
    }


def _beside_name(refusal: Refusal) -> str:
    """The sentence as it stands beside the child's name: one about its age does not say the name again."""
    about_age = "basis" in refusal.facts
    return sentence(replace(refusal, facts={**refusal.facts, "child": ""}) if about_age else refusal)


def _for_elsewhere(page: SlotPage) -> list[int]:
    """When no child of the family may come (again) to this slot: those who are not in it already, for another slot."""
    if fitting(page.children):
        return []
    return [child.child_id for child in page.children if child.refusal and child.refusal.code != Code.ALREADY_IN_SLOT]


def _near(
    page: SlotPage, actor: Actor | None, chosen: list[int], refusal: Refusal | None, now: datetime
) -> list[NearSlot] | None:
    """Slots that would do instead, when this one does not; ``None`` when another slot is not what helps."""
    if refusal is not None and refusal.code in HELPED_BY_ANOTHER_SLOT:
        return nearest_slots(page.slot_id, actor, chosen, now)
    if page.family_refusal is not None and page.family_refusal.code not in HELPED_BY_ANOTHER_SLOT:
        return None
    own = {child.child_id for child in page.children}
    wanted = [child_id for child_id in chosen if child_id in own] or fitting(page.children) or _for_elsewhere(page)
    if own and not wanted:
        # All of them come to this slot already.
        return None
    if page.refusal is page.family_refusal is None and not page.full and not _for_elsewhere(page):
        return None
    return nearest_slots(page.slot_id, actor, wanted, now)


@dataclass(frozen=True)
class Fees:
    """What one to several children with some adults pay, with what the family can show. ``won``: ``[children - 1][adults]``
    as JSON, for the script that adds up; ``rows`` for a table: children, adults, won."""

    won: str
    rows: tuple[tuple[int, int, int], ...]


def _adults_most(policy: Policy, children: int) -> int:
    """The most adults that so many children may bring, were they all babies."""
    adults = policy.adults
    each = max(adults.per_child_max, adults.baby_per_child_max or 0)
    return min(ADULTS_MOST, max(adults.min, each * children))


@kept_with_policy
def _fees(policy: Policy, shown: tuple[str, ...]) -> Fees:
    most = policy.limits.children_per_reservation

    def won(children: int, adults: int) -> int:
        return fee_of(children, adults, policy, concessions=shown).total_won

    few = tuple(
        (children, adults, won(children, adults))
        for children in range(1, min(3, most) + 1)
        for adults in range(policy.adults.min, max(policy.adults.min, min(2, _adults_most(policy, children))) + 1)
    )
    table = [[won(n, adults) for adults in range(_adults_most(policy, most) + 1)] for n in range(1, most + 1)]
    return Fees(json.dumps(table), few)
