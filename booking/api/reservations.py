"""The family's reservations: reserving, the list, one, cancelling."""

from .. import metrics
from ..actions.cancel import cancel
from ..actions.move import move
from ..actions.reserve import reserve
from ..queries.reservations import ReservationRow, my_reservations, past_reservations, reservation_page
from ..rules.refusals import Refused
from .edges import guardian
from .refusals import No, no_of
from .routes import Asked, reads, writes
from .values import Adults, Given, Id, Ids, Instant, Name, Shown, left_out


class Visit(Shown):
    """One child of a reservation. ``cancel_refusal``: why it can no longer be cancelled."""

    visit_id: int
    child: str
    state: str
    cancel_cause: str | None
    cancel_refusal: No | None


class Reservation(Shown):
    """A reservation; ``state`` sums up its visits, ``fee_won`` is for those that hold a place, ``discount_won``
    what concessions take off."""

    reservation_id: int
    code: str
    state: str
    adults: int
    companion: str | None
    reserved_at: Instant
    slot_id: int
    number: int
    starts_at: Instant
    ends_at: Instant
    cafe: str
    cafe_code: str
    address: str
    phone: str
    fee_won: int
    discount_won: int
    cancel_until: Instant
    closed_reason: str | None
    visits: list[Visit]

    @classmethod
    def of(cls, row: ReservationRow) -> "Reservation":
        own = {name: getattr(row, name) for name in cls.model_fields if name != "visits"}
        visits = [
            Visit(
                visit_id=visit.visit_id,
                child=visit.child,
                state=visit.state,
                cancel_cause=visit.cancel_cause,
                cancel_refusal=no_of(visit.cancel_refusal),
            )
            for visit in row.visits
        ]
        return cls(**own, visits=visits)


class ReservationList(Shown):
    """Those still ahead, soonest first; the past (the last thirty) and the cancelled ones, newest first."""

    coming: list[Reservation]
    past: list[Reservation]


class ReservationWanted(Given):
    """Which children come, how many adults with them; ``companion``: the name of who brings them in the guardians' place."""

    child_ids: Ids
    adults: Adults
    companion: Name = left_out()


class Cancelling(Given):
    """Which visits no longer come; without them all that still can be cancelled."""

    visit_ids: Ids = left_out()


class Moving(Given):
    """To which slot the whole reservation goes."""

    slot_id: Id


@writes(
    guardian,
    "POST",
    "/slots/<int:slot_id>/reservations",
    summary="예약하기",
    status=201,
    body=ReservationWanted,
    shown=Reservation,
)
def create_reservation(asked: Asked[ReservationWanted], slot_id: int) -> Reservation:
    try:
        reservation_id = reserve(
            slot_id,
            actor=asked.actor,
            child_ids=asked.given.child_ids,
            adults=asked.given.adults,
            request_id=asked.request_id,
            now=asked.now,
            companion=asked.given.companion,
        )
    except Refused as refused:
        metrics.count_reservation(refused.refusal.code)
        raise
    metrics.count_reservation(metrics.RESERVED)
    return Reservation.of(reservation_page(reservation_id, asked.actor, asked.now))


@reads(guardian, "/reservations", summary="우리 가족의 예약 목록", shown=ReservationList)
def list_reservations(asked: Asked[None]) -> ReservationList:
    mine, past = my_reservations(asked.actor, asked.now), past_reservations(asked.actor, asked.now)
    return ReservationList(
        coming=[Reservation.of(row) for row in mine.coming],
        past=[Reservation.of(row) for row in (*mine.cancelled, *past.rows)],
    )


@reads(guardian, "/reservations/<int:reservation_id>", summary="예약 하나", shown=Reservation)
def show_reservation(asked: Asked[None], reservation_id: int) -> Reservation:
    return Reservation.of(reservation_page(reservation_id, asked.actor, asked.now))


@writes(
    guardian,
    "POST",
    "/reservations/<int:reservation_id>/cancel",
    summary="예약 취소하기",
    body=Cancelling,
    shown=Reservation,
)
def cancel_reservation(asked: Asked[Cancelling], reservation_id: int) -> Reservation:
    cancel(reservation_id, actor=asked.actor, visit_ids=asked.given.visit_ids, now=asked.now)
    return Reservation.of(reservation_page(reservation_id, asked.actor, asked.now))


@writes(
    guardian,
    "POST",
    "/reservations/<int:reservation_id>/move",
    summary="다른 회차로 바꾸기",
    body=Moving,
    shown=Reservation,
)
def move_reservation(asked: Asked[Moving], reservation_id: int) -> Reservation:
    move(reservation_id, asked.given.slot_id, actor=asked.actor, request_id=asked.request_id, now=asked.now)
    return Reservation.of(reservation_page(reservation_id, asked.actor, asked.now))
