"""What a change of rules would do, as its preview shows it and its action decides it: both compute it here."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from .affected import Affected, affected, standing
from .models import Cafe
from .places import cafes_at
from .policies import PolicyBook
from .rules.contradictions import DULL, Found, contradictions, dull_rules
from .rules.drafts import Draft, draft_refusal, stated
from .rules.places import Place
from .rules.policy import Policy, PolicyIncomplete, merged
from .rules.refusals import Code, Refusal, no
from .rules.statements import Layer, Statement, holding
from .rules.timeline import changes
from .rules.times import seoul_date


@dataclass(frozen=True)
class RuleChange:
    """The statements to add, the policies with and without them, and the reservations that the new rules would not have.

    ``mark`` stands for what the official has seen: another statement of the place or another list is another mark.
    """

    place: Place
    statements: tuple[Statement, ...]
    before: PolicyBook
    after: PolicyBook
    affected: tuple[Affected, ...]
    mark: str


def layer_of(place: Place) -> Layer:
    """Which layer a place's official speaks for."""
    return "cafe" if place.cafe_id is not None else "district" if place.district_id is not None else "city"


def own_statements(book: PolicyBook, place: Place, section: str) -> list[Statement]:
    """What the place's own layer has said of a section."""
    layer = layer_of(place)
    return [one for one in book.chain(place) if one.layer == layer and one.section == section]


def rule_change(session: Session, book: PolicyBook, place: Place, draft: Draft, now: datetime) -> RuleChange | Refusal:
    """What stating the draft would do, or why it may not be stated."""
    layer = layer_of(place)
    own = own_statements(book, place, draft.section)
    refusal = draft_refusal(draft, layer, own, seoul_date(now))
    if refusal is not None:
        return refusal
    statements = tuple(stated(draft, layer, own, book.last_id + 1))
    after = book.with_statements(place, statements)
    contradiction = _contradiction(session, book, after, place, draft)
    if contradiction is not None:
        return contradiction
    stranded = tuple(affected(session, standing(session, book, now, cafes_at(place)), after))
    newest = max((one.id for one in book.chain(place)), default=0)
    return RuleChange(place, statements, book, after, stranded, _mark(newest, draft, stranded))


def _mark(newest: int, draft: Draft, stranded: Sequence[Affected]) -> str:
    seen = [str(newest), repr(draft), *(f"{one.code} {one.reason.code}" for one in stranded)]
    return sha256("\n".join(seen).encode()).hexdigest()[:32]


def _contradiction(session: Session, before: PolicyBook, after: PolicyBook, place: Place, draft: Draft) -> Refusal | None:
    """The first thing that contradicts itself from the draft's first date on, and did not without it."""
    cafes = session.execute(select(Cafe.id, Cafe.name).where(cafes_at(place)).order_by(Cafe.id)).all()
    chains = [(Place(cafe_id=cafe_id), name if place.cafe_id is None else "") for cafe_id, name in cafes]
    for one, name in chains or [(place, "")]:
        refusal = _contradiction_at(before, after, one, name, draft)
        if refusal is not None:
            return refusal
    if _is_dull(after, [one for one, _ in chains] or [place], draft):
        return no(Code.RULES_CONTRADICT, "value_days", where="", section="", sentence=DULL)
    return None


def _is_dull(after: PolicyBook, places: Sequence[Place], draft: Draft) -> bool:
    """Whether the draft is a rule for some periods only that covers none, on any date at any of these cafés."""
    if not draft.content or draft.first_name != "period":
        return False
    name = draft.section.split(".", 1)[1]
    return not any(
        name in {rule.name for rule in policy.period_rules} - dull_rules(policy)
        for place in places
        for policy in _policies_from(after.chain(place), draft.valid_from)
    )


def _policies_from(statements: Sequence[Statement], first: date) -> Iterator[Policy]:
    """What holds from a date on, one stretch after the other; where a value is missing, nothing."""
    for day in changes(statements, first):
        with suppress(PolicyIncomplete):
            yield merged(holding(statements, day))


def _contradiction_at(before: PolicyBook, after: PolicyBook, place: Place, name: str, draft: Draft) -> Refusal | None:
    old, new = before.chain(place), after.chain(place)
    for day in changes(new, draft.valid_from):
        known = set(_found(old, day))
        for found in _found(new, day):
            if found not in known:
                return _refusal(found, draft, f"{name}: " if name else "")
    return None


def _refusal(found: Found, draft: Draft, where: str) -> Refusal:
    """The contradiction at the field of the draft that takes part in it, or with its ``section``."""
    if not found.places:
        return no(Code.RULES_INCOMPLETE, missing=found.sentence)
    own = next((path for section, path in found.places if section == draft.section), None)
    if own is not None:
        key = "__".join(part.replace(".", "_") for part in own)
        return no(Code.RULES_CONTRADICT, f"value_{key}", where=where, section="", sentence=found.sentence)
    return no(Code.RULES_CONTRADICT, where=where, section=found.places[0][0], sentence=found.sentence)


def _found(statements: Sequence[Statement], day: date) -> Iterator[Found]:
    """What contradicts itself on a date; where a value is missing, one without a place that names it."""
    try:
        policy = merged(holding(statements, day))
    except PolicyIncomplete as missing:
        yield Found(str(missing), ())
        return
    yield from contradictions(policy)
