"""Rules over HTTP: what holds and who said so, a section's form, the preview that writes nothing, the change."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.actions.reserve import reserve
from booking.admin import rule_terms
from booking.db import db, transaction
from booking.models import LogEntry, StatementRow
from booking.policies import policy_book
from booking.rules.sections import NAMED, SECTIONS
from booking.rules.statements import EVER
from tests.support.morning import all_rows, text_of
from tests.world import NOW, TUESDAY, a_slot, state, states

BASE = "/admin/cafes/JN220501/rules"
TOMORROW = {"valid_from": "2026-11-24", "valid_until": "", "year": "2026", "source": "혜화점 공지"}
AGES = TOMORROW | {"value_basis": "year_age", "value_min": "6", "value_max": "9"}
LIMITS = TOMORROW | {"value_children_per_reservation": "3"}


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


@pytest.fixture
def city(world, sign_in):
    return sign_in(world.city)


@pytest.fixture
def reserved(world, within):
    """지아 (연나이 5) has reserved on Tuesday."""
    slot_id = within(a_slot, world.hyehwa)
    within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    return slot_id


def stated(within, *args, **kwargs):
    def act():
        with transaction() as session:
            state(session, *args, **kwargs)

    within(act)


def added(within):
    """What officials have stated, in its order."""

    def look():
        with transaction() as session:
            rows = select(StatementRow).where(StatementRow.created_by_id.is_not(None)).order_by(StatementRow.id)
            return [
                (row.section, row.content, row.valid_from, row.valid_until, row.cafe_id, row.district_id)
                for row in session.scalars(rows)
            ]

    return within(look)


def policy_on(within, cafe_id, day):
    return within(lambda: policy_book(db.session()).on(cafe_id, day))


def mark_of(page):
    return re.search(r'name="mark" value="([0-9a-f]+)"', page)[1]


def saved(client, section, data, base=BASE):
    """Preview, then press its button."""
    page = text_of(client.post(f"{base}/{section}", data=data | {"step": "preview"}))
    return client.post(f"{base}/{section}", data=data | {"step": "confirm", "mark": mark_of(page)})


def test_every_section_stands_in_one_group():
    names = [name for group in rule_terms.GROUPS.values() for name in group]

    assert sorted(names) == sorted([*SECTIONS, *NAMED])


@pytest.mark.parametrize("name", [*SECTIONS, *NAMED])
def test_labels_and_hints_keep_no_word_of_the_file(name):
    for key in (NAMED if name in NAMED else SECTIONS)[name].keys:
        said = f"{rule_terms.key_label(name, key)} {rule_terms.key_hint(name, key)} {rule_terms.default_words(name, key)}"

        assert not re.search(r"[a-z]+_[a-z]+|\[[a-z]", said.replace("None", "")), said


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("limits", "비워 두면 적지 않은 것이고, 그때는 자치구나 시의 값을 따라요."),
        ("timetable", "비워 둔 칸에 자치구나 시의 값이 들어오지 않아요. 비워 둔 날에는 회차가 없어요."),
        ("ages", "비워 둔 칸에 자치구나 시의 값이 들어오지 않아요. 비워 둔 칸은 그 칸의 기본값이 돼요."),
        ("period", "적은 규칙만 이 회차들에서 달라져요. 비워 둔 규칙은 다른 회차와 같아요."),
    ],
)
def test_a_form_says_what_an_empty_field_means(world, official, section, says):
    assert says in text_of(official.get(f"{BASE}/{section}"))


@pytest.mark.parametrize("which", [{"value_numbers": "9"}, {"value_starts": "09:31"}, {"value_days": ["holiday"]}])
def test_a_rule_for_no_period_at_all_is_refused(world, official, within, which):
    period = TOMORROW | {"name": "am", "value_fees__child_won": "1000", "step": "preview"}

    answer = official.post(f"{BASE}/period", data=period | which)

    assert answer.status_code == 422
    assert "이 규칙에 맞는 회차가 운영표에 하루도 없습니다." in text_of(answer)
    assert added(within) == []


def test_the_citys_rule_needs_one_café_with_such_a_period(world, city, within):
    evening = TOMORROW | {"name": "evening", "value_starts": "18:30", "value_fees__child_won": "1000", "step": "preview"}
    assert city.post("/admin/city/rules/period", data=evening).status_code == 422

    stated(within, "timetable", {"weekday": ["18:30~20:00"]}, cafe_id=world.hyehwa, valid_from=date(2027, 1, 1))

    assert city.post("/admin/city/rules/period", data=evening).status_code == 200


def test_what_was_said_for_all_times_has_words_and_no_date(world, within, official):
    stated(within, "opening", {"when": "2022-05-31"}, cafe_id=world.hyehwa, valid_from=EVER)

    page = text_of(official.get(BASE))

    assert re.search(r"아는 만큼|2022-05-31", page)
    assert "처음부터" in page
    assert "2000년" not in page


def test_each_value_stands_with_its_layer_its_date_and_its_source(world, within, official):
    stated(within, "ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa, valid_from=date(2026, 3, 1))
    stated(within, "fees", {"adult_won": 0}, district_id=11110)

    page = text_of(official.get(BASE))

    assert "연나이 4~8세 아이가 이용해요." in page
    assert re.search(r"아래 끝.*?지점.*?2026년 3월 1일\(일\).*?2026년 · 시험", page, re.DOTALL)
    assert re.search(r"보호자 한 명.*?무료.*?자치구", page, re.DOTALL)
    assert "아무도 적지 않은 값" in page


def test_what_is_to_come_is_listed_and_shown_on_its_day(world, within, official):
    stated(within, "fees", {"child_won": 3500}, cafe_id=world.hyehwa, valid_from=date(2027, 1, 1))

    assert "<strong>2027년 1월 1일(금)부터</strong>" in text_of(official.get(BASE))
    assert "<strong>3,500원</strong>" in text_of(official.get(f"{BASE}?on=2027-01-01"))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("x", "날짜를 확인해 주세요"),
        ("2026-02-30", "달력에 없는 날짜"),
        ("0001-01-01", "2015년부터 2100년까지의"),
        ("9999-12-31", "2015년부터 2100년까지의"),
    ],
)
def test_a_broken_day_is_said_and_kept_and_today_is_shown(official, asked, sentence):
    answer = official.get(f"{BASE}?on={asked}")

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{asked}"' in page
    assert "오늘의 규칙을 보여 드려요" in page
    assert "2026년 11월 23일(월)에 맞는 값" in page


@pytest.mark.parametrize("query", ["", "?on=", "?on=&q="])
def test_no_day_is_today(official, query):
    answer = official.get(f"{BASE}{query}")

    assert answer.status_code == 200
    assert 'value="2026-11-23"' in text_of(answer)


def test_a_rule_is_found_by_what_it_says_and_by_who_said_it(world, within, official):
    stated(within, "fees", {"child_won": 3500}, cafe_id=world.hyehwa)

    def found(asked):
        return set(re.findall(r'<details class="card rule" id="rule-([^"]+)"( open)?', text_of(official.get(BASE + asked))))

    assert {name for name, _ in found("?q=3,500원")} == {"fees"}
    assert ("fees", " open") in found("?q=지점 시험 아이")
    assert ("fees", "") in found("")
    assert ("ages", " open") in found("?open=all")
    page = text_of(official.get(f"{BASE}?q=없는 말"))
    assert "찾는 말이 든 규칙이 없어요" in page
    assert 'value="없는 말"' in page


def test_places_are_found_by_name_and_district(official, city):
    assert "/admin/cafes/JR220801/rules" in text_of(city.get("/admin/rules"))
    page = text_of(city.get("/admin/rules?q=혜화"))
    assert BASE in page
    assert "JR220801" not in page
    assert "JR220801" in text_of(city.get("/admin/rules?q=중랑구"))
    assert "JR220801" not in text_of(official.get("/admin/rules?q=중랑구"))
    assert "찾는 지점이 없어요" in text_of(city.get("/admin/rules?q=%00x"))


def test_every_section_has_a_form(official):
    for name in [*SECTIONS, *NAMED]:
        page = text_of(official.get(f"{BASE}/{name}"))

        assert 'name="year"' in page, name
        assert ('name="name"' in page) == (name in NAMED), name


def test_the_preview_says_what_changes_and_for_whom_and_writes_nothing(app, reserved, official):
    before = all_rows(app)

    answer = official.post(f"{BASE}/ages", data=AGES | {"step": "preview"})

    page = text_of(answer)
    assert answer.status_code == 200
    assert "아직 아무것도 바뀌지 않았어요" in page
    assert "새 규칙에 맞지 않는 예약 1건" in page
    assert "6~9세 이용 가능해서 아직 이용할 수 없어요" in page
    assert "지아" not in page
    assert all_rows(app) == before


def test_saved_with_the_previews_mark_the_rule_holds_from_its_date_and_reservations_stay(world, within, reserved, official):
    answer = saved(official, "ages", AGES)

    assert answer.status_code == 303
    assert "예약 1건은 그대로 있어요" in text_of(official.get(answer.headers["Location"]))
    assert policy_on(within, world.hyehwa, TUESDAY).ages.min == 6
    assert policy_on(within, world.hyehwa, TUESDAY - timedelta(days=1)).ages.min == 0
    assert within(states, reserved) == ["reserved"]


def test_the_log_says_who_stated_what_from_when(within, official):
    saved(official, "limits", LIMITS)

    page = text_of(official.get("/admin/log"))

    assert "규칙 변경" in page
    assert "횟수 제한 [limits] · 2026-11-24부터 · children_per_reservation = 3" in page
    assert "혜화점 공지" in page


@pytest.mark.parametrize("mark", [{}, {"mark": ""}, {"mark": "0" * 32}, {"mark": "\x00"}])
def test_without_the_mark_of_what_would_happen_now_nothing_is_saved(app, reserved, official, mark):
    before = all_rows(app)

    answer = official.post(f"{BASE}/ages", data=AGES | {"step": "confirm"} | mark)

    assert answer.status_code == 422
    assert "미리보기 뒤에 예약이 달라졌어요" in text_of(answer)
    assert mark_of(text_of(answer))
    assert all_rows(app) == before


def test_a_reservation_made_after_the_preview_brings_a_new_preview(app, world, within, reserved, official):
    mark = mark_of(text_of(official.post(f"{BASE}/ages", data=AGES | {"step": "preview"})))
    second = within(a_slot, world.hyehwa, number=2)
    within(reserve, second, actor=world.mom, child_ids=[world.minjun], adults=1, request_id="s", now=NOW)
    before = all_rows(app)

    answer = official.post(f"{BASE}/ages", data=AGES | {"step": "confirm", "mark": mark})

    assert answer.status_code == 422
    assert "새 규칙에 맞지 않는 예약 2건" in text_of(answer)
    assert all_rows(app) == before
    assert (
        official.post(f"{BASE}/ages", data=AGES | {"step": "confirm", "mark": mark_of(text_of(answer))}).status_code == 303
    )


def test_the_same_form_sent_twice_states_it_once(within, official):
    page = text_of(official.post(f"{BASE}/limits", data=LIMITS | {"step": "preview"}))
    data = LIMITS | {"step": "confirm", "mark": mark_of(page)}

    answers = [official.post(f"{BASE}/limits", data=data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 422]
    assert "이미 그렇게 적혀 있어요" in text_of(answers[1])
    assert len(added(within)) == 1


@pytest.mark.parametrize(
    ("section", "fields", "sentence"),
    [
        ("ages", {"valid_from": "2026-11-22"}, "지난 날의 규칙은 그때대로"),
        ("ages", {"valid_from": ""}, "날짜를 적어 주세요"),
        ("ages", {"valid_from": "2026-02-30"}, "달력에 없는 날짜"),
        ("ages", {"valid_from": "9999-12-31"}, "10년 뒤까지의 날짜만"),
        ("ages", {"valid_until": "9999-12-31"}, "10년 뒤까지의 날짜만"),
        ("ages", {"valid_until": "2026-11-23"}, "끝 날짜가 시작 날짜보다 빨라요"),
        ("ages", {"year": "1999"}, "2012부터 2100까지의 정수"),
        ("ages", {"year": "올해"}, "네 자리 숫자로"),
        ("ages", {"source": " "}, "누가 정했는지 적어 주세요"),
        ("ages", {"source": "<script>x</script>"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ("ages", {"source": "가" * 601}, "600자보다 깁니다"),
        ("ages", {"value_basis": ""}, "꼭 적어 주세요"),
        ("ages", {"value_basis": "dog_years"}, "목록에 있는 것 가운데"),
        ("ages", {"value_min": "여섯"}, "0부터 216까지의 정수여야 합니다"),
        ("ages", {"value_min": "-1"}, "0부터 216까지의 정수여야 합니다"),
        ("ages", {"value_min": "9" * 4000}, "0부터 216까지의 정수여야 합니다"),
        ("ages", {"value_min": "10"}, "최소(10)가 최대(9)보다 큽니다"),
        ("ages", {"value_max": ""}, "위 끝만 다른 기준으로 셀 때’를 ‘미취학’으로 적습니다"),
        ("timetable", {"value_weekday": "09:30~11:30, 11:00~13:00"}, "앞 회차와 겹치거나"),
        ("timetable", {"value_weekday": "25:00~26:00"}, "꼴의 시각이 아닙니다"),
        ("days", {"value_open": ["월", "해"]}, "목록에 있는 것 가운데"),
        ("suspension", {"value_steps": "1, 30"}, "노쇼 횟수, 며칠 안, 제한하는 날수를 모두"),
        ("limits", {}, "값을 하나도 적지 않았어요"),
        ("adults", {"value_min": "9", "value_per_child_max": "1"}, "함께 올 수 있는 보호자"),
        ("capacity.walk_in", {"value_percent": "50", "value_children": "3"}, "가운데 하나만 적습니다"),
        ("admission", {"value_admits": "group"}, "단체 정원(‘단체 정원’)이 없습니다"),
        ("zone", {"name": "a b", "value_basis": "months", "value_max": "9", "value_children": "3"}, "40자까지 적어 주세요"),
        (
            "closed",
            {"name": "a", "value_first": "2026-12-02", "value_last": "2026-12-01", "value_reason": "방역"},
            "끝(2026-12-01)이 시작(2026-12-02)보다 빠릅니다",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_the_form_back_and_writes_nothing(app, official, section, fields, sentence):
    before = all_rows(app)
    base = AGES if section == "ages" else TOMORROW

    for step in ("preview", "confirm", "what_if"):
        answer = official.post(f"{BASE}/{section}", data=base | fields | {"step": step})

        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert 'name="source"' in text_of(answer)
    assert all_rows(app) == before


def test_a_sentence_about_a_value_stands_at_its_field_and_the_form_is_kept(official):
    page = text_of(official.post(f"{BASE}/ages", data=AGES | {"value_min": "10", "step": "preview"}))

    assert 'id="value_max-error"' in page
    assert 'value="혜화점 공지"' in page
    assert 'value="10"' in page


def test_back_from_the_preview_keeps_what_was_entered(official):
    page = text_of(official.post(f"{BASE}/ages", data=AGES | {"step": "edit"}))

    assert 'value="6"' in page
    assert 'value="혜화점 공지"' in page


def test_withdrawn_the_farther_layer_speaks_again_from_that_day(world, within, official):
    stated(within, "ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa)
    data = TOMORROW | {"valid_from": "2026-12-01"}
    page = text_of(official.post(f"{BASE}/ages", data=data | {"step": "withdraw"}))
    assert "지점의 규칙을 거두기" in page
    assert 'name="withdraw" value="yes"' in page

    answer = official.post(f"{BASE}/ages", data=data | {"withdraw": "yes", "step": "confirm", "mark": mark_of(page)})

    assert answer.status_code == 303
    assert "규칙을 거뒀어요." in text_of(official.get(BASE))
    assert "규칙 거두기" in text_of(official.get("/admin/log"))
    assert policy_on(within, world.hyehwa, date(2026, 11, 30)).ages.min == 4
    assert policy_on(within, world.hyehwa, date(2026, 12, 1)).ages.min == 0
    assert added(within)[0][1:3] == (None, date(2026, 12, 1))


def test_what_is_to_come_is_cancelled_after_a_page_that_says_what_holds_instead(app, world, within, official):
    saved(official, "fees", TOMORROW | {"valid_from": "2027-01-01", "value_child_won": "4000"})
    listed = text_of(official.get(BASE))
    url = re.search(rf'href="({BASE}/fees/cancel\?[^"]+)"', listed)[1].replace("&amp;", "&")
    before = all_rows(app)

    page = text_of(official.get(url))

    assert "아직 아무것도 바뀌지 않았어요" in page
    assert re.search(r"4,000원.*?정해 둔 규칙.*?취소하면.*?4,000원.*?2,000원", page, re.DOTALL)
    assert all_rows(app) == before
    answer = official.post(url, data={"mark": mark_of(page)})
    assert answer.headers["Location"] == BASE
    done = text_of(official.get(BASE))
    assert "정해 둔 규칙을 취소했어요." in done
    assert "/fees/cancel" not in done
    assert "정해 둔 규칙 취소" in text_of(official.get("/admin/log"))
    assert official.post(url, data={"mark": mark_of(page)}).status_code == 303
    assert "이미 취소했거나" in text_of(official.get(BASE))


def test_what_another_layer_set_and_what_holds_already_cannot_be_cancelled_here(world, within, official, city):
    stated(within, "fees", {"child_won": 3500}, valid_from=date(2027, 1, 1))
    stated(within, "limits", {"visits_per_week": 2}, cafe_id=world.hyehwa, valid_until=date(2026, 12, 31))

    page = text_of(official.get(BASE))

    assert "2027년 1월 1일(금)부터" in page
    assert "2026년 12월 31일(목)까지" in page
    assert "/cancel?" not in page
    assert "/admin/city/rules/fees/cancel?" in text_of(city.get("/admin/city/rules"))


@pytest.mark.parametrize("asked", ["", "?from=x", "?from=2027-01-01", "?from=2026-11-24&until=%00", "?from=9999-99-99"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_cancelling_what_is_not_there_leads_back_with_a_sentence(app, official, asked, method):
    before = all_rows(app)

    answer = getattr(official, method)(f"{BASE}/ages/cancel{asked}", data={"mark": ""} if method == "post" else None)

    assert answer.headers["Location"] == BASE
    assert "그 날짜에 정해 둔 규칙이 없어요" in text_of(official.get(BASE))
    assert all_rows(app) == before


def test_without_the_mark_nothing_is_cancelled(app, world, within, official):
    saved(official, "fees", TOMORROW | {"valid_from": "2027-01-01", "value_child_won": "4000"})
    before = all_rows(app)

    answer = official.post(f"{BASE}/fees/cancel?from=2027-01-01", data={"mark": "0" * 32})

    assert answer.status_code == 422
    assert mark_of(text_of(answer))
    assert all_rows(app) == before


def test_a_form_emptied_names_the_button_only_where_it_is(world, within, official):
    page = text_of(official.post(f"{BASE}/fees", data=TOMORROW | {"step": "preview"}))
    assert "값을 하나도 적지 않았어요. 이 층에 적을 값을" in page
    assert "이 층에서 거두기" not in page

    stated(within, "fees", {"child_won": 3500}, cafe_id=world.hyehwa)
    page = text_of(official.post(f"{BASE}/fees", data=TOMORROW | {"step": "preview"}))
    assert "‘이 층에서 거두기’를 눌러 주세요" in page
    assert 'value="withdraw"' in page


def test_what_nobody_said_cannot_be_withdrawn(app, official):
    before = all_rows(app)

    answer = official.post(f"{BASE}/ages", data=TOMORROW | {"step": "withdraw"})

    assert answer.status_code == 422
    assert "이미 그렇게 적혀 있어요" in text_of(answer)
    assert 'name="value_basis"' in text_of(answer)
    assert all_rows(app) == before


def test_a_withdrawal_without_a_source_keeps_the_whole_form(official):
    page = text_of(official.post(f"{BASE}/ages", data=TOMORROW | {"source": "", "step": "withdraw"}))

    assert "누가 정했는지 적어 주세요" in page
    assert 'name="value_basis"' in page


def test_the_citys_last_word_cannot_be_withdrawn(app, city):
    before = all_rows(app)

    answer = city.post("/admin/city/rules/ages", data=TOMORROW | {"step": "withdraw"})

    assert answer.status_code == 422
    assert "아무도 적지 않게 되어 규칙이 모자라요" in text_of(answer)
    assert all_rows(app) == before


def test_a_value_added_leaves_the_origin_of_the_others(world, within, official):
    saved(official, "limits", LIMITS)

    page = text_of(official.get(BASE))

    assert re.search(r"한 예약의 아이.*?<strong>3명.*?지점.*?2026년 11월 24일", page, re.DOTALL) is None
    page = text_of(official.get(f"{BASE}?on=2026-11-24"))
    assert re.search(r"한 예약의 아이.*?<strong>3명</strong>.*?지점", page, re.DOTALL)
    assert re.search(r"하루, 모든 지점을 합해.*?<strong>1</strong>.*?>시<", page, re.DOTALL)


def test_a_value_left_empty_is_no_longer_said_and_what_comes_later_stays(world, within, official):
    stated(within, "fees", {"child_won": 3000, "adult_won": 500}, cafe_id=world.hyehwa)
    stated(within, "fees", {"child_won": 4000}, cafe_id=world.hyehwa, valid_from=date(2027, 3, 1))

    assert saved(official, "fees", TOMORROW | {"value_child_won": "2,500", "value_adult_won": ""}).status_code == 303

    before, after, later = (
        policy_on(within, world.hyehwa, day).fees for day in (date(2026, 11, 23), TUESDAY, date(2027, 3, 1))
    )
    assert (before.child_won, before.adult_won) == (3000, 500)
    assert (after.child_won, after.adult_won) == (2500, 1000)
    assert (later.child_won, later.adult_won) == (4000, 1000)


def test_for_some_dates_only_the_ordinary_rule_comes_back(world, within, official):
    data = LIMITS | {"valid_from": "2026-12-01", "valid_until": "2026-12-31"}

    assert saved(official, "limits", data).status_code == 303

    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [policy_on(within, world.hyehwa, day).limits.children_per_reservation for day in days] == [5, 3, 3, 5]
    again = official.post(
        f"{BASE}/limits",
        data=data | {"value_children_per_reservation": "2", "valid_until": "2027-01-31", "step": "preview"},
    )
    assert "12월 1일(화)부터 12월 31일(목)까지 정해 둔 규칙이 이미 있어요" in text_of(again)


def test_a_preview_says_from_when_it_changes_where_a_dated_rule_comes_first(world, within, official):
    said = "2027년 1월 1일(금)부터 달라져요"
    assert said not in text_of(official.post(f"{BASE}/limits", data=LIMITS | {"step": "preview"}))

    content = {"children_per_reservation": 2}
    stated(within, "limits", content, cafe_id=world.hyehwa, valid_from=date(2026, 11, 1), valid_until=date(2026, 12, 31))

    assert said in text_of(official.post(f"{BASE}/limits", data=LIMITS | {"step": "preview"}))


def test_a_zone_that_covers_another_is_refused_with_the_names_of_both(official):
    zone = TOMORROW | {"value_basis": "months", "value_children": "7"}
    for name, low, high in (("1기는방", "0", "23"), ("2걷는방", "24", "36")):
        assert saved(official, "zone", zone | {"name": name, "value_min": low, "value_max": high}).status_code == 303

    wide = zone | {"name": "1기는방", "value_min": "0", "value_max": "36", "step": "preview"}
    page = text_of(official.post(f"{BASE}/zone.1기는방", data=wide))

    assert "[구역 ‘2걷는방’] 이름이 앞선 구역 ‘1기는방’이 이 나이의 아이를 모두 받아" in page


def test_a_zone_a_closing_and_a_period_are_stated_under_names(world, within, official):
    band = {"value_basis": "months", "value_min": "0", "value_max": "100", "value_children": "7"}
    closed = {"value_first": "2026-12-01", "value_reason": "방역", "year": "2026", "source": "공지"}
    period = {"value_numbers": "1", "value_fees__child_won": "1000", "value_days": ["weekday"]}

    assert saved(official, "zone", TOMORROW | band | {"name": "baby"}).status_code == 303
    assert saved(official, "closed", closed | {"name": "방역"}).status_code == 303
    assert saved(official, "period", TOMORROW | period | {"name": "am"}).status_code == 303

    policy = policy_on(within, world.hyehwa, TUESDAY)
    assert [zone.name for zone in policy.zones] == ["baby"]
    assert [one.reason for one in policy.closed] == ["방역"]
    assert policy.period_rules[0].contents == {"fees": {"child_won": 1000}}
    assert official.get(f"{BASE}/zone.baby").status_code == 200
    assert 'value="1000"' in text_of(official.get(f"{BASE}/period.am"))


def test_a_closing_lists_who_had_reserved(reserved, official):
    closed = {"value_first": "2026-11-24", "value_reason": "방역", "year": "2026", "source": "공지", "name": "방역"}

    page = text_of(official.post(f"{BASE}/closed", data=closed | {"step": "preview"}))

    assert "취소되는 예약 1건" in page
    assert re.search(r"김엄마.*?tel:01012345678.*?010-1234-5678", page, re.DOTALL)
    assert "새 규칙에 맞지 않는 예약 1건" not in page
    assert "이 회차는 휴관이에요: 방역" in page


def test_a_timetable_without_the_slot_lists_who_had_reserved(reserved, official):
    table = {f"value_{day}": "10:00~12:00" for day in ("weekday", "saturday", "sunday")}

    page = text_of(official.post(f"{BASE}/timetable", data=TOMORROW | table | {"step": "preview"}))

    assert "새 운영표에는 이 회차(11월 24일(화) 오전 9:30–11:30)가 없어요" in page


def test_a_districts_rule_changes_the_cafes_that_do_not_say_it_themselves(world, within, official, city):
    stated(within, "limits", {"children_per_reservation": 2}, cafe_id=world.hyehwa)

    both = LIMITS | {"value_visits_per_day": "1"}
    page = text_of(city.post("/admin/city/rules/limits", data=both | {"step": "preview"}))
    assert "바뀌는 지점: 면목점" in page
    assert "그대로예요: 혜화점" in page

    page = text_of(official.post("/admin/districts/11110/rules/limits", data=LIMITS | {"step": "preview"}))
    assert "그대로예요: 혜화점" in page
    assert "바뀌는 지점:" not in page

    saved(city, "limits", both, base="/admin/city/rules")
    found = [policy_on(within, cafe, TUESDAY).limits.children_per_reservation for cafe in (world.hyehwa, world.myeonmok)]
    assert found == [2, 3]


@pytest.mark.parametrize("base", ["/admin/districts/11110/rules", "/admin/city/rules"])
def test_a_band_beyond_nine_is_a_cafes_own_word_only(official, city, base):
    data = AGES | {"value_max": "12", "step": "preview"}

    refused = city.post(f"{base}/ages", data=data)
    confirmed = official.post(f"{BASE}/ages", data=data)

    assert refused.status_code == 422
    assert "지점이 스스로 밝힌 때만" in text_of(refused)
    assert 'id="value_max-error"' in text_of(refused)
    assert confirmed.status_code == 200
    assert "시의 나이(0~9세)를 벗어나요" in text_of(confirmed)


def test_a_contradiction_at_one_cafe_of_the_district_is_named(world, within, official):
    stated(within, "capacity.walk_in", {"children": 10}, cafe_id=world.hyehwa)

    page = text_of(
        official.post(
            "/admin/districts/11110/rules/capacity.individual", data=TOMORROW | {"value_children": "5", "step": "preview"}
        )
    )

    assert "혜화점: 현장 접수 몫(10명)이 개인 정원(5명)보다 큽니다." in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "url",
    [
        "/admin/cafes/JR220801/rules/ages",
        "/admin/districts/11260/rules/ages",
        "/admin/city/rules/ages",
        "/admin/cafes/JN220501/rules/nothing",
        "/admin/cafes/JN220501/rules/zone.nobody",
        "/admin/cafes/JN220501/rules/%00",
        "/admin/cafes/nowhere/rules/ages",
        "/admin/cafes/JR220801/rules/ages/cancel?from=2027-01-01",
        "/admin/city/rules/ages/cancel?from=2027-01-01",
        "/admin/cafes/JN220501/rules/nothing/cancel?from=2027-01-01",
        "/admin/districts/99999999999/rules/ages",
    ],
)
def test_anothers_rules_and_unknown_sections_are_not_there(app, official, method, url):
    before = all_rows(app)

    for mark in ("", "0" * 32):
        answer = getattr(official, method)(url, data=AGES | {"step": "confirm", "mark": mark})
        assert answer.status_code == 404

    assert all_rows(app) == before


@pytest.mark.parametrize("url", ["/admin/cafes/JR220801/rules", "/admin/districts/11260/rules", "/admin/city/rules"])
def test_another_districts_rules_are_not_there_and_the_citys_official_sees_all(official, city, url):
    assert official.get(url).status_code == 404
    assert city.get(url).status_code == 200


def test_the_city_reads_who_said_it_in_the_log(world, within, city):
    saved(city, "limits", LIMITS, base="/admin/city/rules")

    def look():
        with transaction() as session:
            line = session.scalars(select(LogEntry).where(LogEntry.verb == "change_rules")).one()
            return line.actor_id, line.cafe_id, line.district_id

    assert within(look) == (world.city.account_id, None, None)
