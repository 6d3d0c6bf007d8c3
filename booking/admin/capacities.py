"""Capacity changes: form, preview, and the change. Nothing is written before the preview's button."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.change_capacity import CapacityChanged, change_capacity
from ..auth import current_actor
from ..queries.capacity_preview import CapacityPreview, capacity_preview
from ..queries.districts import cafe_for, district_for, period_numbers, slot_for
from ..queries.log import log_page
from ..rules.places import Place
from ..rules.refusals import Code, Refused, no
from ..rules.times import seoul_date
from . import bp
from .capacity_forms import CapacityForm, ChoicesForm, SlotCapacityForm, choices_form
from .log_words import VERBS
from .place_search import PlaceFilter, found_places


@dataclass(frozen=True)
class Subject:
    """What a capacity page is about: its place and heading, where it stands, and where the official goes afterwards."""

    place: Place
    title: str
    url: str
    done_url: str


@bp.get("/capacity")
def show_capacity() -> ResponseReturnValue:
    actor, form = current_actor(), PlaceFilter(request.args)
    return render_template(
        "admin/capacity.html",
        form=form,
        rows=[(district, cafes) for district, cafes in found_places(actor, form.q.data) if cafes],
        recent=log_page(actor, verb="change_capacity").lines[:10],
    )


@bp.route("/slots/<int:slot_id>/capacity", methods=["GET", "POST"])
def change_slot_capacity(slot_id: int) -> ResponseReturnValue:
    actor = current_actor()
    slot = slot_for(actor, slot_id)
    url = url_for(".change_slot_capacity", slot_id=slot_id)
    subject = Subject(Place(slot_id=slot_id), f"{slot.cafe_name} {slot.number}회차 정원", url, url)
    form = SlotCapacityForm(slot.starts_at)
    history = log_page(actor, slot_id=slot_id).lines
    over = slot.ends_at <= clock.now()
    return _answer(subject, form, "admin/slot_capacity.html", slot=slot, over=over, history=history, verbs=VERBS)


@bp.route("/cafes/<code>/capacity", methods=["GET", "POST"])
def change_cafe_capacity(code: str) -> ResponseReturnValue:
    cafe = cafe_for(current_actor(), code)
    url = url_for(".change_cafe_capacity", code=code)
    return _range(Subject(Place(cafe_id=cafe.cafe_id), f"{cafe.name} 정원", url, url_for(".show_capacity")))


@bp.route("/districts/<int:district_id>/capacity", methods=["GET", "POST"])
def change_district_capacity(district_id: int) -> ResponseReturnValue:
    district = district_for(current_actor(), district_id)
    url = url_for(".change_district_capacity", district_id=district_id)
    return _range(Subject(Place(district_id=district_id), f"{district.name} 전체 정원", url, url_for(".show_capacity")))


def _range(subject: Subject) -> ResponseReturnValue:
    today = seoul_date(clock.now())
    form = CapacityForm(data={"from_date": today, "to_date": today, "unit": "places"})
    form.offer_periods(period_numbers(subject.place))
    return _answer(subject, form, "admin/range_capacity.html")


def _answer(subject: Subject, form: CapacityForm | SlotCapacityForm, template: str, **shown: object) -> ResponseReturnValue:
    """The form, then the preview, then the change: by which button was pressed."""

    def form_page() -> ResponseReturnValue:
        return render_template(template, subject=subject, form=form, **shown), 422 if form.errors else 200

    step = request.form.get("step")
    if not form.is_submitted() or step == "edit" or not form.validate():
        return form_page()
    now = clock.now()
    try:
        preview = capacity_preview(subject.place, form.order(), actor=current_actor(), now=now)
        choices = choices_form(preview.below)
        if step == "confirm" and _chosen(choices, preview):
            answers = {slot.slot_id: choices.choice(slot.slot_id) or "" for slot in preview.below}
            done = change_capacity(subject.place, form.order(), choices=answers, actor=current_actor(), now=now)
            flash(_said(done), "ok")
            return redirect(subject.done_url, 303)
    except Refused as refused:
        if refused.refusal.code != Code.PREVIEW_CHANGED:
            form.refuse(refused)
            return form_page()
        preview = capacity_preview(subject.place, form.order(), actor=current_actor(), now=now)
        choices = choices_form(preview.below)
        choices.refuse(refused)
    return _preview_page(subject, form, preview, choices)


def _chosen(choices: ChoicesForm, preview: CapacityPreview) -> bool:
    """Whether every slot that is below now was asked about and answered.

    :raises Refused: ``PREVIEW_CHANGED`` when one is below that the official has not seen.
    """
    if not {slot.slot_id for slot in preview.below} <= choices.asked_ids():
        raise Refused(no(Code.PREVIEW_CHANGED))
    return choices.is_complete(preview.below)


def _preview_page(
    subject: Subject, form: CapacityForm | SlotCapacityForm, preview: CapacityPreview, choices: ChoicesForm
) -> ResponseReturnValue:
    choices.asked.data = ",".join(str(slot.slot_id) for slot in preview.below)
    page = render_template(
        "admin/capacity_preview.html",
        subject=subject,
        order=form.order(),
        kept=form.kept(),
        preview=preview,
        form=choices,
    )
    return page, 422 if choices.errors else 200


def _said(done: CapacityChanged) -> str:
    said = (
        f"회차 {done.slots}개의 정원을 바꿨어요."
        if done.slots
        else "정원을 정했어요. 지금 바뀐 회차는 없고, 앞으로 열리는 회차에 적용돼요."
    )
    if done.reservations_cancelled:
        said += f" 예약 {done.reservations_cancelled}건을 취소하고 메일로 알려요."
    return said
