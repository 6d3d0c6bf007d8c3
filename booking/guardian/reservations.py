"""The family's reservations: the list, one with its code, its calendar file, cancelling."""

from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

import segno
from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from .. import clock
from ..actions.cancel import cancel
from ..auth import current_actor
from ..calendar_file import calendar_file
from ..fields import NumberChoices
from ..queries.old_rules import rules_then
from ..queries.reservations import ReservationRow, VisitRow, my_reservations, past_reservations, reservation_page
from ..rule_words import title
from ..rules.refusals import Code, Refused, no
from ..web import Form
from . import bp


class CancelForm(Form):
    """Which children no longer come."""

    visit_ids = NumberChoices("취소할 아이")


@bp.get("/reservations")
def show_reservations() -> ResponseReturnValue:
    return render_template("guardian/reservations.html", mine=my_reservations(current_actor(), clock.now()))


@bp.get("/reservations/past")
def show_past_reservations() -> ResponseReturnValue:
    return render_template("guardian/past.html", past=past_reservations(current_actor(), clock.now()))


@bp.get("/reservations/<int:reservation_id>/earlier")
def show_earlier_reservations(reservation_id: int) -> ResponseReturnValue:
    past = past_reservations(current_actor(), clock.now(), before=reservation_id)
    return render_template("guardian/past.html", past=past)


@bp.get("/reservations/<int:reservation_id>")
def show_reservation(reservation_id: int) -> ResponseReturnValue:
    now = clock.now()
    found = reservation_page(reservation_id, current_actor(), now)
    is_new = "new" in request.args
    return render_template("guardian/reservation.html", reservation=found, qr=_qr(found.code), now=now, is_new=is_new)


@bp.get("/reservations/<int:reservation_id>/rules")
def show_rules(reservation_id: int) -> ResponseReturnValue:
    then = rules_then(reservation_id, current_actor())
    changed = list(dict.fromkeys(title(name) for name in then.changed))
    return render_template("guardian/rules.html", then=then, changed=changed)


@bp.get("/reservations/<int:reservation_id>.ics")
def calendar_of(reservation_id: int) -> ResponseReturnValue:
    found = reservation_page(reservation_id, current_actor(), clock.now())
    base_url = current_app.config["SETTINGS"].base_url
    cancelled = not found.coming and found.state == "cancelled"
    notes = [text for _, text in found.notes]
    body = calendar_file(
        code=found.code,
        host=urlsplit(base_url).hostname or "localhost",
        sequence=found.sequence,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        summary=f"키즈카페 {found.cafe}",
        location=found.address,
        description="\n".join([f"예약 번호 {found.code}", *notes]),
        url=f"{base_url}/reservations/{found.reservation_id}",
        cancelled=cancelled,
        stamped_at=clock.now(),
    )
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="kidscafe-{found.code}.ics"'
    return answer


def _cancelled(open_visits: Sequence[VisitRow], form: CancelForm) -> str:
    """What was cancelled: the reservation, or some of its children by name."""
    gone = [visit.child for visit in open_visits if visit.visit_id in (form.visit_ids.data or [])]
    if len(gone) in (0, len(open_visits)):
        return "예약을 취소했어요."
    return f"{', '.join(gone)} 어린이의 예약을 취소했어요. 다른 아이의 예약은 그대로예요."


@bp.route("/reservations/<int:reservation_id>/cancel", methods=["GET", "POST"])
def cancel_reservation(reservation_id: int) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = reservation_page(reservation_id, actor, now)
    form = CancelForm()
    open_visits = [visit for visit in found.visits if visit.cancel_refusal is None]
    if form.validate_on_submit():
        try:
            cancel(reservation_id, actor=actor, visit_ids=_chosen(found, form), now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{_cancelled(open_visits, form)} 자리는 다른 가족이 바로 예약할 수 있어요.", "ok")
            return redirect(url_for(".show_reservation", reservation_id=reservation_id), 303)
        found = reservation_page(reservation_id, actor, now)
        open_visits = [visit for visit in found.visits if visit.cancel_refusal is None]
    elif request.method == "GET":
        form.visit_ids.data = [visit.visit_id for visit in open_visits]
    form.visit_ids.choices = [(visit.visit_id, visit.child) for visit in open_visits]
    return render_template("guardian/cancel.html", reservation=found, form=form, open_visits=open_visits), (
        422 if form.errors else 200
    )


def _chosen(found: ReservationRow, form: CancelForm) -> list[int]:
    """The visits that were ticked.

    :raises Refused: none, or one that is not of this reservation.
    """
    chosen = list(form.visit_ids.data or [])
    if not chosen or any(visit_id not in {visit.visit_id for visit in found.visits} for visit_id in chosen):
        raise Refused(no(Code.NO_VISIT_CHOSEN, "visit_ids"))
    return chosen


def _qr(code: str) -> Markup:
    """The QR code of the link that opens this reservation, by the person who scans it."""
    link = f"{current_app.config['SETTINGS'].base_url}/q/{code}"
    return Markup(cast(str, segno.make(link, error="m", micro=False).svg_inline(border=2, scale=4)))  # noqa: S704  # our own link  # nosec B704
