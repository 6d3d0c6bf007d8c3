"""``flask why`` and ``flask calendar`` on the seeded cafés, as a person types them."""

import json
from datetime import date

import pytest

from booking.db import transaction
from tests.world import a_world, state


@pytest.fixture
def ask(app):
    """Run a command and read what it printed."""
    with app.app_context():
        a_world()

    def run(*arguments):
        with app.app_context():
            return app.test_cli_runner().invoke(args=[str(one) for one in arguments])

    return run


def said(answer):
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


WHY = ("why", "JN220501", "2026-11-24", "09:30", "--now", "2026-11-23T09:00:00", "--json")


def test_a_child_that_fits_may_come_and_the_fee_is_said(ask):
    answer = said(ask(*WHY, "--birth", "2021-05-05"))

    assert (answer["allowed"], answer["reasons"], answer["fee"]["total_won"]) == (True, [], 3000)


def test_every_reason_names_its_rule_layer_date_and_source(ask):
    answer = said(ask(*WHY, "--birth", "2010-05-05", "--adults", "9"))

    assert [one["code"] for one in answer["reasons"]] == ["child_too_old", "too_many_adults"]
    assert answer["reason"] == answer["reasons"][0]
    assert {(one["layer"], one["from"], one["source"]) for one in answer["reasons"]} == {("city", "2022-01-01", "시험")}


@pytest.mark.parametrize(("grace", "marked"), [(30, "10:00:00"), (-45, "09:30:00"), (-600, "09:30:00")])
def test_notice_that_is_due_before_the_start_marks_at_the_start(ask, app, grace, marked):
    with app.app_context(), transaction() as session:
        state(session, "minutes", {"no_show_grace_minutes": grace}, valid_from=date(2022, 2, 1))

    days = said(ask("calendar", "JN220501", "--from", "2026-11-24", "--to", "2026-11-24", "--json"))["days"]

    assert days[0]["slots"][0]["no_show_at"] == f"2026-11-24T{marked}+09:00"


def test_a_brother_of_any_age_counts_for_the_family(ask):
    assert said(ask(*WHY, "--birth", "2021-05-05", "--family-birth", "2008-01-01"))["allowed"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--visit", "2:JN220501:2026-11-24T13:00"], "두 번째 아이가 없습니다"),
        (["--visit", "XX999999:2026-11-24T13:00"], "XX999999 지점이 없습니다"),
        (["--visit", "JN220501:2026-11-24T08:00"], "그때 시작하는 회차가 없습니다"),
        (["--residence", "부산"], "자치구가 아닙니다"),
        (["--no-show", "JN220501:gestern"], "적어 주세요"),
        (["--adults", "-1"], "-1: 0부터 100까지의 정수를 적어 주세요"),
        (["--group", "0"], "0: 1부터 1000까지의 정수를 적어 주세요"),
        (["--group", "여럿"], "여럿: 1부터 1000까지의 정수를 적어 주세요"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_and_nothing_is_answered(ask, options, sentence):
    answer = ask(*WHY, "--birth", "2021-05-05", *options)

    assert answer.exit_code != 0
    assert sentence in answer.output
    assert "allowed" not in answer.output


@pytest.mark.parametrize(
    ("children", "rules"),
    [
        (12, []),
        (13, ["capacity.together.children"]),
        (17, ["capacity.group.children", "capacity.together.children", "capacity.people.people"]),
    ],
)
def test_a_group_must_fit_every_capacity(ask, app, children, rules):
    with app.app_context(), transaction() as session:
        for section, content in {
            "admission": {"admits": "shared"},
            "capacity.group": {"children": 16},
            "capacity.together": {"children": 12},
            "capacity.people": {"people": 15},
            "group": {"min": 5, "max": 40},
        }.items():
            state(session, section, content)

    answer = said(ask(*WHY, "--group", children, "--adults", 2))

    assert [one["rule"] for one in answer["reasons"]] == rules


def test_an_unknown_concession_is_told_with_those_that_there_are(ask, app):
    with app.app_context(), transaction() as session:
        state(session, "concession.disability", {"percent": 50})

    wrong = ask(*WHY, "--birth", "2021-05-05", "--concession", "disabled")

    assert wrong.exit_code != 0
    assert "disabled 감면은 없습니다. 쓸 수 있는 이름: disability, multi_child" in wrong.output
    assert said(ask(*WHY, "--birth", "2021-05-05", "--concession", "disability"))["fee"]["total_won"] == 1500


def test_what_was_shown_in_vain_is_said(ask):
    shown = ask(*WHY[:-1], "--birth", "2021-05-05", "--concession", "multi_child").output

    assert "이용료 3,000원" in shown
    assert "감면 multi_child: 쓰이지 않았습니다." in shown
    assert "쓰이지 않았습니다" not in ask(*WHY[:-1], "--birth", "2021-05-05").output


def test_evidence_at_the_door_is_said_with_the_amounts_before_and_after(ask, app):
    with app.app_context(), transaction() as session:
        state(session, "concession.multi_child", {"percent": 100, "evidence": "다둥이 행복카드", "label": "다자녀"})
        state(session, "multi_child", {"children_min": 2, "youngest_age_max": 18})
    family = ("--birth", "2021-05-05", "--family-birth", "2015-01-01")

    fee = said(ask(*WHY, *family))["fee"]

    assert (fee["total_won"], fee["without_evidence_won"], fee["with_evidence_won"]) == (3000, 3000, 0)
    assert fee["evidence"] == [{"concession": "multi_child", "label": "다자녀", "show": "다둥이 행복카드"}]
    shown = said(ask(*WHY, *family, "--concession", "multi_child"))["fee"]
    assert (shown["total_won"], shown["without_evidence_won"], shown["with_evidence_won"]) == (0, 3000, 0)
    words = ask(*WHY[:-1], *family).output
    assert "이용료 3,000원 (현장에서 보여 줄 것: 다둥이 행복카드. 보여 주면 0원, 보여 주지 않으면 3,000원)" in words


def test_a_date_before_the_citys_rules_is_told_with_the_date_on_which_they_begin(ask):
    for answer in (
        ask("why", "JN220501", "2021-12-31", "09:30", "--birth", "2021-05-05"),
        ask("calendar", "JN220501", "--from", "2021-12-31", "--to", "2022-01-31"),
    ):
        assert answer.exit_code == 1
        assert "시의 규칙은 2022-01-01부터 있어 2021-12-31에는 답할 수 없습니다" in answer.output
        assert "seed/city.toml" in answer.output


def test_an_unknown_café_is_told(ask):
    answer = ask("calendar", "ZZ000000", "--from", "2026-11-24", "--to", "2026-11-24")

    assert answer.exit_code == 1
    assert "ZZ000000 지점이 없습니다" in answer.output


def test_a_brother_who_comes_along_goes_where_he_is_counted(ask, app):
    with app.app_context(), transaction() as session:
        state(session, "ages", {"basis": "year_age", "min": 0, "max": 5})
        state(session, "siblings", {"basis": "year_age", "min": 0, "max": 9})
        state(session, "zone.a", {"basis": "year_age", "min": 0, "max": 2, "children": 5})
        state(session, "zone.b", {"basis": "year_age", "min": 3, "max": 5, "children": 5})

    def zones(*births):
        answer = said(ask(*WHY, *(word for birth in births for word in ("--birth", birth))))
        return [child["zone"] for child in answer["children"]]

    assert zones("2018-05-05", "2022-05-05") == ["b", "b"]
    assert zones("2018-05-05", "2025-05-05") == ["a", "a"]
    assert zones("2018-05-05") == [None]
    assert zones("2010-05-05", "2022-05-05") == [None, "b"]
