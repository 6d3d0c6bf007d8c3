"""No-shows at an official's cafés, and letting one count for nothing."""

from ..actions.waive_no_show import waive_no_show
from ..queries.suspensions import Absence, no_show_of, no_shows_of_cafes
from .edges import admin
from .routes import Asked, reads, writes
from .values import Given, Instant, Reason, Shown


class NoShow(Shown):
    """A reservation of which ``children`` did not come. ``counts``: neither waived nor in a slot that was closed."""

    reservation_id: int
    code: str
    cafe: str
    starts_at: Instant
    ends_at: Instant
    marked_at: Instant
    children: int
    counts: bool
    waived_reason: str | None

    @classmethod
    def of(cls, row: Absence) -> "NoShow":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class NoShowList(Shown):
    """Those of the last sixty days, the newest first."""

    no_shows: list[NoShow]


class Waiving(Given):
    """Why it does not count."""

    reason: Reason


@reads(admin, "/admin/no-shows", summary="최근 60일의 노쇼", shown=NoShowList)
def list_no_shows(asked: Asked[None]) -> NoShowList:
    return NoShowList(no_shows=[NoShow.of(row) for row in no_shows_of_cafes(asked.actor, asked.now)])


@writes(
    admin,
    "POST",
    "/admin/no-shows/<int:reservation_id>/waive",
    summary="노쇼 면제하기",
    body=Waiving,
    shown=NoShow,
)
def waive(asked: Asked[Waiving], reservation_id: int) -> NoShow:
    waive_no_show(reservation_id, reason=asked.given.reason, actor=asked.actor, now=asked.now)
    return NoShow.of(no_show_of(asked.actor, reservation_id))
