"""From a reason to the rule behind it: the keys of a café's file, so that an answer can name the layer, date and source.

``policy.origin(*keys_of(refusal))`` is where the rule was said.
"""

from .refusals import Code, Refusal

_KEYS: dict[Code, tuple[str, ...]] = {
    Code.SLOT_WITHDRAWN: ("timetable",),
    Code.SLOT_OVER: ("minutes.reserve_until_minutes_before_end", "minutes"),
    Code.SLOT_FULL: ("capacity.individual.children", "capacity.individual"),
    Code.PEOPLE_FULL: ("capacity.people.people", "capacity.people"),
    Code.NOT_RESERVED_HERE: ("operation.booking", "operation"),
    Code.NOT_ONLINE_TODAY: ("same_day.how", "same_day"),
    Code.SLOT_NOT_OPEN_YET: ("openings",),
    Code.SLOT_NEVER_OPENS: ("openings",),
    Code.RESIDENTS_FIRST: ("openings.residents_first", "openings.others_after_minutes", "openings"),
    Code.WRONG_KIND_OF_SLOT: ("admission.admits", "admission"),
    Code.NOT_A_RESIDENT: ("residency.who", "residency"),
    Code.SUSPENDED: ("suspension.steps", "suspension"),
    Code.TOO_MANY_CHILDREN: ("limits.children_per_reservation", "limits"),
    Code.CHILD_TOO_YOUNG: ("ages",),
    Code.CHILD_TOO_OLD: ("ages",),
    Code.DOOR_TOO_YOUNG: ("door_ages",),
    Code.DOOR_TOO_OLD: ("door_ages",),
    Code.SIBLING_ALONE: ("siblings",),
    Code.SIBLING_NOT_MULTI_CHILD: ("siblings.multi_child_only", "siblings"),
    Code.SIBLING_LEFT_ALONE: ("siblings",),
    Code.CARE_NOT_OFFERED: ("care.offered", "care"),
    Code.CARE_NOT_FOR_GROUPS: ("care.individual_only", "care"),
    Code.CARE_TOO_YOUNG: ("care.months_min", "care"),
    Code.CARE_TOO_OLD: ("care.months_max", "care"),
    Code.CARE_NEEDS_FORMER_VISIT: ("care.former_visit", "care"),
    Code.CARE_NEEDS_REASON: ("care.reason_needed", "care"),
    Code.NO_COMPANION: ("adults.named_companion", "adults"),
    Code.TOO_FEW_ADULTS: ("adults.min", "adults"),
    Code.TOO_MANY_ADULTS: ("adults.per_child_max", "adults.baby_per_child_max", "adults"),
    Code.ADULT_TOO_YOUNG: ("adults.min_age", "adults"),
    Code.GROUP_TOO_SMALL: ("group.min", "group"),
    Code.GROUP_TOO_LARGE: ("group.max", "capacity.group.children", "group"),
    Code.GROUP_ALREADY_THERE: ("group.several_per_slot", "group"),
    Code.CANCEL_DEADLINE_PASSED: ("minutes.cancel_minutes_before", "minutes"),
    Code.TOO_EARLY_TO_CHECK_IN: ("minutes.check_in_minutes_before", "minutes"),
}
"""The nearest key first; those after it say what holds when nobody stated it."""

ABOUT_FACTS = frozenset(
    {Code.NO_CHILD_CHOSEN, Code.CHILD_NOT_BORN, Code.ALREADY_IN_SLOT, Code.OVERLAPS},
)
"""Reasons that no café can change: nobody comes, is not born yet, or is elsewhere at that time. A closed slot is one too
when it was closed by an order and not by the café's state."""


def keys_of(refusal: Refusal) -> tuple[str, ...]:
    """The keys (``limits.visits_per_day``) and sections (``ages``) of the rule behind a reason, the nearest first; empty for
    a reason that lies in facts alone (:data:`ABOUT_FACTS`) or is none of a café's rules."""
    key = refusal.facts.get("key")
    if isinstance(key, str):
        return key, key.split(".", 1)[0]
    if refusal.code == Code.ZONE_FULL:
        return (f"zone.{refusal.facts['zone']}",)
    if refusal.code == Code.NO_ZONE_FITS:
        zones = refusal.facts["zones"]
        return tuple(f"zone.{zone.name}" for zone in zones)  # type: ignore[attr-defined]
    return _KEYS.get(refusal.code, ())
