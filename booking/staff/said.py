"""What was just done, said on the board for ten seconds with the way to take it back.

It waits in the cookie, as Flask's own messages do, but is shown again by every refresh of the board until its time is over:
a message that the next refresh swallows is no message. No names are kept there, only ids; the board knows the names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import session

SHOWN_FOR = timedelta(seconds=10)
KEY = "said"
VERBS = {
    "checked_in": "입장했어요",
    "checked_out": "퇴장했어요",
    "walked_in": "현장 접수로 입장했어요",
    "undone": "되돌렸어요",
    "nothing": "이미 처리되어 있어요. 지금 상태를 확인해 주세요",
    "called": "늦게 온다고 적었어요. 그동안 노쇼로 바뀌지 않아요",
    "proved": "증빙을 확인했어요. 이용료가 바뀌었어요",
    "unproved": "증빙 확인을 지웠어요",
    "called_undone": "전화 표시를 지웠어요",
}
UNDO_OF = {"checked_in": "checked_in", "walked_in": "checked_in", "checked_out": "checked_out"}


@dataclass(frozen=True)
class Said:
    """A message. ``verb`` is a key of ``VERBS``, or ``refused`` with its ``text``. ``undo``: the state to go back from."""

    verb: str
    text: str | None = None
    reservation_id: int | None = None
    visit_ids: tuple[int, ...] = ()

    @property
    def is_refusal(self) -> bool:
        return self.verb == "refused"

    @property
    def words(self) -> str:
        return self.text or VERBS.get(self.verb, "")

    @property
    def undo(self) -> str | None:
        return UNDO_OF.get(self.verb)


def say(
    verb: str,
    now: datetime,
    *,
    reservation_id: int | None = None,
    visit_ids: Sequence[int] = (),
    text: str | None = None,
) -> None:
    """Keep a message for the next ten seconds; it takes the place of the one before."""
    session[KEY] = {
        "verb": verb,
        "at": now.timestamp(),
        "reservation_id": reservation_id,
        "visit_ids": list(visit_ids),
        "text": text,
    }


def said(now: datetime) -> Said | None:
    """The message whose time is not over, or ``None``."""
    kept: dict[str, Any] | None = session.get(KEY)
    if kept is None:
        return None
    if not 0 <= now.timestamp() - kept["at"] < SHOWN_FOR.total_seconds():
        session.pop(KEY)
        return None
    return Said(kept["verb"], kept["text"], kept["reservation_id"], tuple(kept["visit_ids"]))
