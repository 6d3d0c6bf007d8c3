"""What stating a draft would do, before it is stated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..affected import Affected
from ..db import reading
from ..models import Cafe
from ..places import cafes_at, require_place
from ..policies import PolicyBook, policy_book
from ..rule_changes import RuleChange, own_statements, rule_change
from ..rules.drafts import Draft, reaches_beyond, to_cancel
from ..rules.places import Place
from ..rules.refusals import NotThere, Refusal, Refused
from ..rules.sections import section_of
from ..rules.statements import Layer, Statement, holding, merge
from ..rules.timeline import changes
from ..scope import Actor


@dataclass(frozen=True)
class ChangedValue:
    """One value before and after, in its kept form (``None``: nobody says it), and which layer says it. ``section``: that
    of the value; inside a ``[period.*]`` another one than the draft's."""

    section: str
    key: str
    before: Any
    before_layer: Layer | None
    after: Any
    after_layer: Layer | None


@dataclass(frozen=True)
class Stretch:
    """Dates (``last`` included; ``None``: on) on which the same values change."""

    first: date
    last: date | None
    values: tuple[ChangedValue, ...]


@dataclass(frozen=True)
class RulePreview:
    """What changes from when; for a district or the city at which cafés, and which say it themselves and stay as they are;
    the reservations that the new rules would not have; ``cancelled``: what a draft that cancels takes back; ``mark``: what
    saving must bring along."""

    stretches: tuple[Stretch, ...]
    changed_cafes: tuple[str, ...]
    same_cafes: tuple[str, ...]
    affected: tuple[Affected, ...]
    beyond_the_city: bool
    cancelled: tuple[Statement, ...]
    mark: str


def rule_preview(place: Place, draft: Draft, *, actor: Actor, now: datetime) -> RulePreview:
    """What :func:`booking.actions.change_rules.change_rules` would do now.

    :raises Refused: as the action would refuse, but for the confirmation.
    :raises NotThere: not this official's place.
    """
    session = reading()
    change = drafted(session, place, draft, actor=actor, now=now)
    changed, same = _cafes(session, change, draft)
    return RulePreview(
        stretches=_stretches(change.before, change.after, place, draft),
        changed_cafes=changed,
        same_cafes=same,
        affected=change.affected,
        beyond_the_city=reaches_beyond(draft),
        cancelled=tuple(to_cancel(draft, own_statements(change.before, place, draft.section))) if draft.cancels else (),
        mark=change.mark,
    )


def drafted(session: Session, place: Place, draft: Draft, *, actor: Actor, now: datetime) -> RuleChange:
    """The change that a draft would be.

    :raises Refused: see :func:`rule_preview`.
    :raises NotThere: not this official's place.
    """
    require_place(session, actor, place)
    if place.slot_id is not None:
        raise NotThere
    change = rule_change(session, policy_book(session), place, draft, now)
    if isinstance(change, Refusal):
        raise Refused(change)
    return change


def flat(section: str, content: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """The values of a section by (section, key); of ``[period.*]`` also those of the sections below it."""
    own = section_of(section).keys
    found: dict[tuple[str, str], Any] = {}
    for key, value in content.items():
        if key in own:
            found[section, key] = value
        else:
            found |= {(key, inner): one for inner, one in value.items()}
    return found


def _cafes(session: Session, change: RuleChange, draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if change.place.cafe_id is not None:
        return (), ()
    rows = session.execute(select(Cafe.id, Cafe.name).where(cafes_at(change.place)).order_by(Cafe.name)).all()
    changed = [name for cafe_id, name in rows if _stretches(change.before, change.after, Place(cafe_id=cafe_id), draft)]
    return tuple(changed), tuple(name for _, name in rows if name not in changed)


def _stretches(before: PolicyBook, after: PolicyBook, place: Place, draft: Draft) -> tuple[Stretch, ...]:
    old = [one for one in before.chain(place) if one.section == draft.section]
    new = [one for one in after.chain(place) if one.section == draft.section]
    days = changes([*old, *new], draft.valid_from)
    found: list[Stretch] = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        values = _changed(draft.section, merge(holding(old, day)), merge(holding(new, day)))
        last = following - timedelta(days=1) if following else None
        if not values:
            continue
        if found and found[-1].values == values and found[-1].last == day - timedelta(days=1):
            found[-1] = replace(found[-1], last=last)
        else:
            found.append(Stretch(day, last, values))
    return tuple(found)


def _changed(section: str, old: tuple[Any, Any], new: tuple[Any, Any]) -> tuple[ChangedValue, ...]:
    before, after = (flat(section, contents.get(section, {})) for contents, _ in (old, new))
    values = []
    for where in dict.fromkeys([*before, *after]):
        layers = [_layer(section, where, origins) for _, origins in (old, new)]
        was, becomes = before.get(where), after.get(where)
        said = (layers[0] if where in before else None, layers[1] if where in after else None)
        if (was, said[0]) != (becomes, said[1]):
            values.append(ChangedValue(*where, was, said[0], becomes, said[1]))
    return tuple(values)


def _layer(section: str, where: tuple[str, str], origins: Mapping[str, Any]) -> Layer | None:
    origin = origins.get(f"{section}.{where[1]}" if where[0] == section else f"{section}.{where[0]}")
    return origin.layer if origin else None
