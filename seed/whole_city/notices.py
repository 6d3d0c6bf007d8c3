"""The notices that families got, as far back as the service keeps them."""

from dataclasses import dataclass

from booking.reminders import REMINDERS
from booking.rules import notice_kinds

from .bulk import Bulk
from .minutes import text

_REMINDERS = tuple((kind, int(before.total_seconds() // 60)) for kind, before in REMINDERS)
_AFTER = {"cancelled": notice_kinds.CANCELLED, "no_show": notice_kinds.NO_SHOW}


@dataclass
class Notices:
    """Writes notices about reservations; those done before the minute ``kept_since`` are purged already."""

    bulk: Bulk
    kept_since: int

    def about(
        self, reservation_id: int, account_id: int, starts: int, reserved: int, outcome: str, early: int | None
    ) -> None:
        """The confirmation, the reminders whose hour was still to come, and how it ended when it did ``early``."""
        self._put(notice_kinds.RESERVED, reservation_id, account_id, reserved, reserved)
        for kind, before in _REMINDERS:
            due = starts - before
            if due > reserved:
                self._put(kind, reservation_id, account_id, reserved, due, sent=early is None or early > due)
        if early is not None:
            self._put(_AFTER[outcome], reservation_id, account_id, early, early, occasion=1)

    def _put(
        self, kind: str, subject_id: int, account_id: int, put: int, due: int, *, occasion: int = 0, sent: bool = True
    ) -> None:
        done = due + 1
        if done < self.kept_since:
            return
        state, reason = ("sent", None) if sent else ("skipped", "cancelled")
        self.bulk.add("notice", kind, subject_id, occasion, account_id, text(put), text(due), state, 0, text(done), reason)
