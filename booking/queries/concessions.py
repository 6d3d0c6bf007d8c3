"""Concessions of a family: those that a café would give it, and those that are remembered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from ..db import reading
from ..models import Cafe, FamilyConcession
from ..policies import policy_book
from ..rules.fees import RESIDENT, Fee
from ..rules.policy import Concession, Policy
from ..rules.siblings import MULTI_CHILD
from ..rules.times import seoul_date
from ..scope import Actor
from ..shown import FamilyShown


@dataclass(frozen=True)
class OfferedConcession:
    """A concession that a family could have at a café. ``until``: the last date on which what it showed is remembered, or
    ``None``: it has shown nothing. ``proved_today``: in this café, so that staff may take it back. ``by_residence``: the
    family has it by where it says it lives; ``by_children``: by its children, with nothing to show. ``applied``: it takes
    something off the fee."""

    concession: Concession
    until: date | None
    proved_today: bool
    by_residence: bool
    by_children: bool
    applied: bool


@dataclass(frozen=True)
class Remembered:
    """What a family showed, in which café, and until when (that date included) it need not show it again."""

    name: str
    concession: Concession | None
    cafe: str
    until: date


def offered_concessions(
    shown: FamilyShown, fee: Fee, policy: Policy, *, on: date, district_id: int, cafe_id: int, now: datetime
) -> tuple[OfferedConcession, ...]:
    """The café's concessions that this family has or would have by showing evidence, in the order of their names."""
    could = shown.could_have(on, district_id, policy)
    found = []
    for one in policy.concessions:
        if one.name not in could:
            continue
        proof = shown.proof(one.name, on)
        here_today = any(
            proof.name == one.name and proof.cafe_id == cafe_id and seoul_date(proof.proved_at) == seoul_date(now)
            for proof in shown.proofs
        )
        by_residence = one.name == RESIDENT and shown.residence.known and proof is None
        found.append(
            OfferedConcession(
                one,
                proof.expires_on if proof else None,
                here_today,
                by_residence,
                by_children=one.name == MULTI_CHILD and one.evidence is None and proof is None and one.name in fee.applied,
                applied=one.name in fee.applied,
            )
        )
    return tuple(found)


def applied(fee: Fee, policy: Policy) -> tuple[Concession, ...]:
    """The concessions that take something off this fee."""
    return tuple(one for one in policy.concessions if one.name in fee.applied)


def my_concessions(actor: Actor, now: datetime) -> tuple[Remembered, ...]:
    """What is remembered of the actor's family, each concession once, with the farthest date."""
    session, today = reading(), seoul_date(now)
    rows = session.execute(
        select(FamilyConcession.name, FamilyConcession.expires_on, Cafe.id, Cafe.name)
        .join(Cafe, Cafe.id == FamilyConcession.proved_in_cafe_id)
        .where(FamilyConcession.family_id == actor.family_id, FamilyConcession.expires_on >= today)
        .order_by(FamilyConcession.name, FamilyConcession.expires_on.desc())
    ).all()
    if not rows:
        return ()
    book = policy_book(session)
    found: dict[str, Remembered] = {}
    for name, until, cafe_id, cafe in rows:
        known = {one.name: one for one in book.on(cafe_id, today).concessions}
        found.setdefault(name, Remembered(name, known.get(name), cafe, until))
    return tuple(found.values())
