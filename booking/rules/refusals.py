"""Every "no" of the service: a code, the facts its sentence needs, and the form field it belongs to.

The sentences stand in :mod:`booking.words`; a test fails while a code has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """Why not. The value is the API's error code."""

    # reserving
    NO_CHILD_CHOSEN = "no_child_chosen"
    TOO_MANY_CHILDREN = "too_many_children"
    CHILD_NOT_YOURS = "child_not_yours"
    CHILD_TOO_YOUNG = "child_too_young"
    CHILD_TOO_OLD = "child_too_old"
    CHILD_NOT_BORN = "child_not_born"
    TOO_FEW_ADULTS = "too_few_adults"
    TOO_MANY_ADULTS = "too_many_adults"
    SLOT_CLOSED = "slot_closed"
    SLOT_WITHDRAWN = "slot_withdrawn"
    SLOT_NOT_OPEN_YET = "slot_not_open_yet"
    SLOT_NEVER_OPENS = "slot_never_opens"
    SLOT_OVER = "slot_over"
    SLOT_FULL = "slot_full"
    NO_SUCH_SLOT = "no_such_slot"
    ALREADY_IN_SLOT = "already_in_slot"
    OVERLAPS = "overlaps"
    DAILY_LIMIT = "daily_limit"
    EMAIL_NOT_CONFIRMED = "email_not_confirmed"
    REQUEST_ID_REUSED = "request_id_reused"
    NOT_RESERVED_HERE = "not_reserved_here"
    NOT_ONLINE_TODAY = "not_online_today"
    RESIDENTS_FIRST = "residents_first"
    WRONG_KIND_OF_SLOT = "wrong_kind_of_slot"
    NOT_A_RESIDENT = "not_a_resident"
    SUSPENDED = "suspended"
    DOOR_TOO_YOUNG = "door_too_young"
    DOOR_TOO_OLD = "door_too_old"
    SIBLING_ALONE = "sibling_alone"
    SIBLING_NOT_MULTI_CHILD = "sibling_not_multi_child"
    NO_ZONE_FITS = "no_zone_fits"
    WEEKLY_LIMIT = "weekly_limit"
    MONTHLY_LIMIT = "monthly_limit"
    OPEN_LIMIT = "open_limit"
    FAMILY_LIMIT = "family_limit"
    CARE_NOT_OFFERED = "care_not_offered"
    CARE_NOT_FOR_GROUPS = "care_not_for_groups"
    CARE_TOO_YOUNG = "care_too_young"
    CARE_TOO_OLD = "care_too_old"
    CARE_NEEDS_FORMER_VISIT = "care_needs_former_visit"
    CARE_NEEDS_REASON = "care_needs_reason"
    NO_COMPANION = "no_companion"
    ADULT_TOO_YOUNG = "adult_too_young"
    ZONE_FULL = "zone_full"
    PEOPLE_FULL = "people_full"
    ONLINE_FULL = "online_full"
    GROUP_TOO_SMALL = "group_too_small"
    GROUP_TOO_LARGE = "group_too_large"
    GROUP_ALREADY_THERE = "group_already_there"
    # the line before reserving
    LINE_WAITING = "line_waiting"
    LINE_TURN_OVER = "line_turn_over"
    LINE_TICKET_WRONG = "line_ticket_wrong"
    # cancelling and moving
    CANCEL_DEADLINE_PASSED = "cancel_deadline_passed"
    MOVE_DEADLINE_PASSED = "move_deadline_passed"
    SAME_SLOT = "same_slot"
    ALREADY_CANCELLED = "already_cancelled"
    NO_VISIT_CHOSEN = "no_visit_chosen"
    SIBLING_LEFT_ALONE = "sibling_left_alone"
    ALREADY_CHECKED_IN = "already_checked_in"
    ALREADY_NO_SHOW = "already_no_show"
    # the door
    TOO_EARLY_TO_CHECK_IN = "too_early_to_check_in"
    WRONG_DAY = "wrong_day"
    WRONG_SLOT = "wrong_slot"
    VISIT_CANCELLED = "visit_cancelled"
    NOT_CHECKED_IN = "not_checked_in"
    ON_ROSTER_ALREADY = "on_roster_already"
    # officials
    BELOW_TAKEN = "below_taken"
    NOT_A_NO_SHOW = "not_a_no_show"
    NOTHING_TO_CHANGE = "nothing_to_change"
    DATE_PASSED = "date_passed"
    DATES_UPSIDE_DOWN = "dates_upside_down"
    DATES_TOO_LONG = "dates_too_long"
    DATE_TOO_FAR = "date_too_far"
    CAPACITY_OUT_OF_BOUNDS = "capacity_out_of_bounds"
    ALREADY_INVITED = "already_invited"
    REASON_MISSING = "reason_missing"
    ALREADY_CLOSED = "already_closed"
    NOT_CLOSED = "not_closed"
    PREVIEW_CHANGED = "preview_changed"
    NOT_IN_TIMETABLE = "not_in_timetable"
    RULES_INCOMPLETE = "rules_incomplete"
    RULES_CONTRADICT = "rules_contradict"
    RULES_OVERLAP = "rules_overlap"
    RULES_AS_BEFORE = "rules_as_before"
    RULES_OF_THE_PAST = "rules_of_the_past"
    NOTHING_STATED = "nothing_stated"
    NOTHING_TO_CANCEL = "nothing_to_cancel"
    BAND_OF_A_CAFE_ONLY = "band_of_a_cafe_only"
    CANNOT_BLOCK_SELF = "cannot_block_self"
    LINE_THERE_ALREADY = "line_there_already"
    LINE_NOT_THERE = "line_not_there"
    LINE_OPENING_WRONG = "line_opening_wrong"
    # people
    EMAIL_TAKEN = "email_taken"
    SIGN_IN_WRONG = "sign_in_wrong"
    ACCOUNT_BLOCKED = "account_blocked"
    LINK_INVALID = "link_invalid"
    LINK_EXPIRED = "link_expired"
    LINK_USED = "link_used"
    FAMILY_FULL = "family_full"
    CHILD_HAS_RESERVATION = "child_has_reservation"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    BIRTH_DATE_TOO_OLD = "birth_date_too_old"
    TOO_MANY_CHILDREN_IN_FAMILY = "too_many_children_in_family"
    CHILD_ALREADY_THERE = "child_already_there"
    CHANGE_BREAKS_RESERVATION = "change_breaks_reservation"
    PASSWORD_WRONG = "password_wrong"  # noqa: S105
    TOO_OFTEN = "too_often"
    NO_SUCH_DISTRICT = "no_such_district"
    TOO_MANY_TOKENS = "too_many_tokens"
    ALREADY_IN_FAMILY = "already_in_family"
    # tried too often
    TOO_MANY_PASSWORDS = "too_many_passwords"
    TOO_MANY_MAILS = "too_many_mails"
    TOO_MANY_CODES = "too_many_codes"


TOO_MANY = (Code.TOO_MANY_PASSWORDS, Code.TOO_MANY_MAILS, Code.TOO_MANY_CODES)
"""What stands in the way of guessing: an answer 429, with the facts ``until`` (an instant) and ``seconds`` until then."""

NOT_YOUR_TURN = (Code.LINE_WAITING, Code.LINE_TURN_OVER)
"""A line stands before reserving, and the family's turn is not now. With the fact ``seconds`` until it is worth asking."""
LATER = (*TOO_MANY, *NOT_YOUR_TURN)
"""Refusals of programs that are 429, with a Retry-After."""


@dataclass(frozen=True)
class Refusal:
    """One reason why not: ``facts`` fill the sentence, ``field`` names the form field it belongs to (or none)."""

    code: Code
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    field: str | None = None


def no(code: Code, field: str | None = None, **facts: object) -> Refusal:
    """Shorthand for a :class:`Refusal`."""
    return Refusal(code, MappingProxyType(facts), field)


class Refused(Exception):
    """An action says no and has written nothing."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code.value)
        self.refusal = refusal


class NotThere(Exception):
    """What was asked for does not exist, or is not for this actor to know of: both look the same."""
