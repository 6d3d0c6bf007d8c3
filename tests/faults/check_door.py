"""What staff were told is done at the door is in the log, in that order, and the visit stands where the log leads."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .journal import Act
from .rows import Row, Rows, grouped
from .violation import Violation

ACTS = ("check_in", "check_out", "undo:checked_in", "undo:checked_out")
LEADS_TO = {
    ("reserved", "check_in"): "checked_in",
    ("no_show", "check_in"): "checked_in",
    ("checked_in", "check_out"): "checked_out",
    ("checked_out", "undo:checked_out"): "checked_in",
    ("reserved", "no_show"): "no_show",
}
BACK = ("reserved", "no_show", "cancelled")


def check_door(acts: Sequence[Act], rows: Rows) -> Iterator[Violation]:
    """Every visit's way through the log, beside the acts that staff did and heard of."""
    told: dict[int, list[Act]] = defaultdict(list)
    for act in acts:
        if act.verb in ACTS:
            if not act.settled:
                yield Violation(f"act {act.number} never got a definite answer", act.who)
            for visit_id in act.content["visits"]:
                told[visit_id].append(act)
    log = grouped((line for line in rows.log if line.subject_kind == "visit"), "subject_id")
    for visit in rows.visits:
        yield from _one_visit(visit, told.get(visit.id, []), log.get(visit.id, []))


def _one_visit(visit: Row, told: list[Act], lines: list[Row]) -> Iterator[Violation]:
    """Walk through the log; each line of staff must be the next act that changed something and was not refused. An act whose
    answers were lost and which was refused when it was sent again may stand there or not."""
    state = "checked_in" if visit.source == "walk_in" else "reserved"
    acts = [act for act in told if act.done or act.unknown]
    for line in lines:
        verb = _verb(line, state)
        if line.verb != "no_show":
            while acts and (_changes_nothing(acts[0].verb, state) or (acts[0].verb != verb and not acts[0].done)):
                acts.pop(0)
            if not acts or acts[0].verb != verb:
                asked = f"act {acts[0].number} ({acts[0].verb})" if acts else "nothing"
                yield Violation(f"visit {visit.id}: the log says {verb} where staff were told {asked}", _who(told))
                return
            acts.pop(0)
        after = _after(line, state)
        if after is None:
            yield Violation(f"visit {visit.id}: {verb} of a visit that is {state} (log line {line.id})", _who(told))
            return
        state = after
    missing = [act.number for act in acts if act.done and not _changes_nothing(act.verb, state)]
    if missing:
        yield Violation(f"visit {visit.id}: told that act {missing[0]} is done, and the log does not know it", _who(told))
    elsewhere = visit.state == "cancelled" and visit.cancel_cause != "staff" and state in ("reserved", "no_show")
    if visit.state != state and not elsewhere:
        yield Violation(f"visit {visit.id} is {visit.state}, the log leads to {state}", _who(told))


def _verb(line: Row, state: str) -> str:
    return f"undo:{state}" if line.verb == "undo" else line.verb


def _after(line: Row, state: str) -> str | None:
    """The state that the log's line leads to from this one, ``None`` where it cannot be."""
    if line.verb == "undo" and state == "checked_in":
        return line.detail if line.detail in BACK else None
    return LEADS_TO.get((state, _verb(line, state)))


def _changes_nothing(verb: str, state: str) -> bool:
    """Whether the act leaves a visit in this state as it is, and is answered as done all the same."""
    if verb == "check_in":
        return state in ("checked_in", "checked_out")
    if verb == "check_out":
        return state == "checked_out"
    return verb.partition(":")[2] != state


def _who(told: list[Act]) -> str | None:
    return told[0].who if told else None


def check_walk_ins(acts: Sequence[Act], rows: Rows) -> Iterator[Violation]:
    """Families taken in at the door: those that staff were told are in, once each, and no others."""
    asked = {(act.content["slot"], act.content["request_id"]): act for act in acts if act.verb == "walk_in"}
    there = grouped((row for row in rows.reservations if row.source == "walk_in"), "request_id")
    visits = rows.visits_of()
    for (slot_id, request_id), act in asked.items():
        made = [row for row in there.pop(request_id, []) if row.slot_id == slot_id]
        if not act.settled:
            yield Violation(f"act {act.number} never got a definite answer", act.who)
        if len(made) != bool(act.done):
            yield Violation(f"act {act.number}: {len(act.done)} times told done, {len(made)} are there", act.who)
        for row in made:
            names = sorted(visit.child for visit in visits.get(row.id, []))
            if names != act.content["names"] or act.id_in("#party-") not in (row.id, None):
                yield Violation(f"act {act.number}: asked for {act.content['names']}, {names} are there", act.who)
    for row in (row for rows_ in there.values() for row in rows_):
        yield Violation(f"a walk-in {row.id} that nobody took in")
