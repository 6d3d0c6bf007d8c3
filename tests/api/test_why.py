"""Why not, the calendar and the rules, for programs."""

import re
from datetime import date

import pytest

from tests.api.conftest import code_of
from tests.world import a_slot, a_withdrawn_slot


def test_a_slot_that_is_over_before_it_opens_has_a_state_and_a_code_of_its_own(api, world, stated):
    stated("openings", {"kind": "rolling", "days": 0, "at": "14:30"})

    (day,) = api().get("/cafes/JN220501/calendar?from=2027-05-04&to=2027-05-04").get_json()["days"]
    answer = api().get("/cafes/JN220501/why?date=2027-05-04&start=09:30&birth=2021-05-05").get_json()

    assert [slot["state"] for slot in day["slots"]] == ["never_opens", "never_opens", "not_open_yet"]
    assert answer["reason"]["code"] == "slot_never_opens"
    assert answer["reason"]["rule"] == "openings"


def test_a_withdrawn_slot_is_no_slot_that_never_was(api, world, within):
    within(a_withdrawn_slot, world.hyehwa)

    answer = api().get("/cafes/JN220501/why?date=2026-11-24&start=10:05&birth=2021-05-05").get_json()

    assert (answer["reason"]["code"], answer["reason"]["rule"], answer["slot"]) == ("slot_withdrawn", "timetable", None)


def test_the_answer_names_the_rule_its_layer_its_date_and_its_source(api, world, stated):
    stated("ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa, valid_from=date(2024, 3, 1))

    answer = (
        api()
        .get("/cafes/JN220501/why?date=2027-05-04&start=09:30&birth=2021-05-05&birth=2024-01-01&residence=종로구")
        .get_json()
    )

    assert answer["allowed"] is False
    assert answer["reason"] == answer["reasons"][1] or answer["reason"]["code"] == "slot_not_open_yet"
    young = next(one for one in answer["reasons"] if one["code"] == "child_too_young")
    assert {key: young[key] for key in ("rule", "layer", "from", "year", "source")} == {
        "rule": "ages", "layer": "cafe", "from": "2024-03-01", "year": 2026, "source": "시험",
    }  # fmt: skip
    assert answer["fee"]["total_won"] == 5000
    assert [child["year_age"] for child in answer["children"]] == [6, 3]
    assert answer["slot"]["opens_at"] == "2027-04-06T00:00:00+09:00"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("date=2026-11-24", "missing"),
        ("date=2026-11-24&start=9:30", "wrong_form"),
        ("date=2200-01-01&start=09:30", "date_not_planned"),
        ("date=2026-11-24&start=09:30&birth=9999-01-01", "birth_year_wrong"),
        ("date=2026-11-24&start=09:30&residence=부산", "not_a_choice"),
        ("date=2026-11-24&start=09:30&care=yes", "not_a_choice"),
        ("date=2026-11-24&start=09:30&concession=twins", "not_a_choice"),
        ("date=2016-11-24&start=09:30", "date_before_rules"),
        ("date=2026-11-24&start=09:30&group=0", "too_small"),
        ("date=2026-11-24&start=09:30&what=1", "unknown_field"),
    ],
)
def test_a_wrong_question_names_its_field(api, world, query, code):
    answer = api().get(f"/cafes/JN220501/why?{query}")

    assert answer.status_code == 422
    assert code_of(answer) == "invalid"
    assert answer.get_json()["error"]["fields"][0]["code"] == code


def test_a_slot_that_does_not_exist_and_a_closed_day_are_reasons(api, world):
    none = api().get("/cafes/JN220501/why?date=2027-05-04&start=08:00&birth=2021-05-05").get_json()
    closed = api().get("/cafes/JN220501/why?date=2027-05-03&start=09:30&birth=2021-05-05").get_json()

    assert (none["reason"]["code"], none["slot"], none["fee"]) == ("no_such_slot", None, None)
    assert (closed["reason"]["code"], closed["reason"]["rule"]) == ("slot_closed", "weekly")


def test_the_calendar_gives_every_date_with_its_slots_or_why_it_is_closed(api, world):
    days = api().get("/cafes/JN220501/calendar?from=2027-05-03&to=2027-05-06").get_json()["days"]

    assert [day["closed"] and day["closed"]["kind"] for day in days] == ["weekly", None, "holiday", None]
    first = days[1]["slots"][0]
    assert (first["start"], first["end"], first["admits"], first["capacity"]["individual"]) == (
        "09:30",
        "11:30",
        "individual",
        20,
    )
    assert first["cancel_until"] == "2027-05-04T09:00:00+09:00"
    assert days[1]["list"] == "tuesday"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=2027-01-01", "missing"),
        ("from=2027-01-02&to=2027-01-01", "dates_upside_down"),
        ("from=2027-01-01&to=2027-03-04", "dates_too_long"),
        ("from=1999-01-01&to=1999-01-02", "date_not_planned"),
    ],
)
def test_a_calendar_has_bounds(api, world, query, code):
    answer = api().get(f"/cafes/JN220501/calendar?{query}")

    assert answer.status_code == 422
    assert answer.get_json()["error"]["fields"][0]["code"] == code


def test_sixty_two_days_are_given(api, world):
    assert len(api().get("/cafes/JN220501/calendar?from=2027-01-01&to=2027-03-03").get_json()["days"]) == 62


def test_eligibility_gives_all_reasons_with_their_rules(api, world, within, stated):
    stated("ages", {"basis": "year_age", "min": 4, "max": 8}, district_id=11110, valid_from=date(2025, 1, 1))
    slot = within(a_slot, world.hyehwa)

    answer = api().get(f"/slots/{slot}/eligibility?birth_date=2024-01-01&birth_date=2021-01-01&adults=7").get_json()

    assert [one["code"] for one in answer["reasons"]] == ["child_too_young", "too_many_adults"]
    assert (answer["reasons"][0]["layer"], answer["reasons"][0]["from"]) == ("district", "2025-01-01")
    assert answer["refusal"]["code"] == "child_too_young"
    assert [child["reason"] and child["reason"]["rule"] for child in answer["children"]] == ["ages", None]


def test_slots_say_from_when_and_for_whom(api, world, within, stated):
    stated(
        "openings",
        {
            "kind": "weekly",
            "day": "화",
            "first_day": 7,
            "at": "09:00",
            "residents_first": "seoul",
            "others_after_minutes": 30,
        },
    )
    stated("admission", {"admits": "shared"})
    slot = within(a_slot, world.hyehwa)

    one = api().get(f"/slots/{slot}").get_json()
    (day,) = api().get("/cafes/JN220501/slots?from=2026-11-24&to=2026-11-24").get_json()["days"]

    assert (one["opens_at"], one["opens_for_others_at"]) == ("2026-11-17T09:00:00+09:00", "2026-11-17T09:30:00+09:00")
    assert one["admits"] == "shared"
    assert {key: day["slots"][0][key] for key in ("opens_at", "opens_for_others_at", "admits")} == {
        key: one[key] for key in ("opens_at", "opens_for_others_at", "admits")
    }


def test_the_rules_of_a_cafe_are_sections_with_their_origin(api, world, stated):
    stated("care", {"offered": True, "children": 2}, cafe_id=world.hyehwa, valid_from=date(2025, 3, 1))

    rules = api().get("/cafes/JN220501").get_json()["rules"]

    sections = {one["name"]: one for one in rules["sections"]}
    care = sections["care"]
    assert care["content"] == {"offered": True, "children": 2}
    assert care["words"] == ["보호자 없이 아이를 맡기는 놀이돌봄이 있어요(한 회차에 2명)."]
    assert (care["title"], care["layer"], care["from"], care["year"], care["source"]) == (
        "놀이돌봄",
        "cafe",
        "2025-03-01",
        2026,
        "시험",
    )
    assert sections["fees"]["layer"] == "city"
    assert rules["fee_child_won"] == 2000
    assert re.fullmatch(r"[a-z_.]+", care["name"])
