"""Children of a family: added, changed, removed."""

from datetime import date

import pytest
from sqlalchemy import func, select

from booking.actions.add_child import add_child
from booking.actions.cancel import cancel
from booking.actions.change_child import change_child
from booking.actions.remove_child import remove_child
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Child
from booking.rules.families import CHILDREN_MOST
from booking.rules.refusals import Code, NotThere, Refused
from tests.world import NOW, a_slot, a_world, starts

pytestmark = pytest.mark.usefixtures("context")


def child(child_id):
    with transaction() as session:
        return session.get(Child, child_id)


def reserved(world, child_id):
    return reserve(a_slot(world.hyehwa), actor=world.mom, child_ids=[child_id], adults=1, request_id="r1", now=NOW)


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.refusal.code


def test_a_child_is_added():
    world = a_world()

    child_id = add_child(actor=world.mom, name="서연", birth_date=date(2020, 2, 29), now=NOW)

    assert (child(child_id).name, child(child_id).family_id) == ("서연", world.mom.family_id)


@pytest.mark.parametrize(
    ("name", "birth_date", "code"),
    [
        ("서연", date(2026, 11, 24), Code.BIRTH_DATE_IN_FUTURE),
        ("서연", date(2012, 11, 23), Code.BIRTH_DATE_TOO_OLD),
        ("지아", date(2021, 5, 5), Code.CHILD_ALREADY_THERE),
    ],
)
def test_a_child_that_cannot_be_is_refused(name, birth_date, code):
    world = a_world()

    assert refused(add_child, actor=world.mom, name=name, birth_date=birth_date, now=NOW) == code


def test_a_child_is_welcome_until_the_day_before_its_tenth_birthday():
    world = a_world()

    assert add_child(actor=world.mom, name="서연", birth_date=date(2016, 11, 24), now=NOW)


def test_a_family_has_at_most_ten_children():
    world = a_world()
    for n in range(CHILDREN_MOST - 2):
        add_child(actor=world.mom, name=f"아이{n}", birth_date=date(2022, 1, 1), now=NOW)

    code = refused(add_child, actor=world.mom, name="하나 더", birth_date=date(2022, 1, 1), now=NOW)

    assert code == Code.TOO_MANY_CHILDREN_IN_FAMILY


def test_a_birth_date_that_would_break_a_reservation_is_refused():
    world = a_world()
    reserved(world, world.jia)

    code = refused(change_child, world.jia, actor=world.mom, name="지아", birth_date=date(2016, 12, 1), now=NOW)

    assert code == Code.CHANGE_BREAKS_RESERVATION
    assert child(world.jia).birth_date == date(2021, 5, 5)


def test_a_birth_date_that_still_fits_may_change():
    world = a_world()
    reserved(world, world.jia)

    change_child(world.jia, actor=world.mom, name="지아", birth_date=date(2021, 5, 6), now=NOW)

    assert child(world.jia).birth_date == date(2021, 5, 6)


def test_a_child_with_a_reservation_ahead_is_not_removed():
    world = a_world()
    reserved(world, world.jia)

    assert refused(remove_child, world.jia, actor=world.mom, now=NOW) == Code.CHILD_HAS_RESERVATION


def test_a_child_who_never_came_is_gone_and_one_who_did_is_nameless():
    world = a_world()
    cancel(reserved(world, world.jia), actor=world.mom, now=NOW)

    remove_child(world.jia, actor=world.mom, now=NOW)
    remove_child(world.minjun, actor=world.mom, now=NOW)

    assert child(world.minjun) is None
    assert (child(world.jia).name, child(world.jia).birth_date, child(world.jia).removed_at) == (
        "아이",
        date(2021, 1, 1),
        NOW,
    )


def test_after_the_slot_is_over_the_child_may_be_removed():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r1", now=NOW)

    remove_child(world.jia, actor=world.mom, now=starts(slot_id, hours=2))

    assert child(world.jia).removed_at is not None


@pytest.mark.parametrize("who", ["stranger", "staff", "city"])
def test_nobody_else_changes_or_removes_it(who):
    world = a_world()
    actor = getattr(world, who)

    with pytest.raises(NotThere):
        change_child(world.jia, actor=actor, name="남", birth_date=date(2021, 5, 5), now=NOW)
    with pytest.raises(NotThere):
        remove_child(world.jia, actor=actor, now=NOW)

    with transaction() as session:
        assert session.scalar(select(func.count()).where(Child.name == "지아")) == 1
