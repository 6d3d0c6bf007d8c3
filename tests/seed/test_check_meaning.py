"""What the values of a file mean together: dates that clash, rules that contradict each other, in one layer and between
layers. Every mistake is named by line and key."""

import tomllib

import pytest

from booking.rules.sections import SECTIONS
from seed.check import places, some_places
from seed.problems import SeedError

TIMES = '["09:30~11:30", "13:00~15:00", "15:30~17:30"]'
SHARED = '[period.a.admission]\nadmits = "shared"\n'
GROUP = "[capacity.group]\nchildren = 30 @\n"


@pytest.fixture
def found(cafe_file):
    """The problems of a café's file with these tables: (the text of the line, key, sentence)."""

    def check(tables):
        file = cafe_file(tables)
        problems = problems_of(file)
        lines = file.read_text(encoding="utf-8").splitlines()
        assert {problem.file for problem in problems} <= {file.as_posix()}
        return [(lines[one.line - 1].strip(), one.key, one.sentence) for one in problems]

    return check


def problems_of(file):
    try:
        some_places([file])
    except SeedError as error:
        return error.problems
    return []


def ages(low, high, more=""):
    return f"[ages]\nbasis = 'year_age'\nmin = {low}\nmax = {high}\n{more} @\n"


# tables, the line that is named, the key, a piece of the sentence
DAYS = [
    (
        '[days]\nopen = ["토", "일"] @\n[timetable]\nsaturday = ["09:00~11:00"] @',
        'open = ["토", "일"]',
        "days.open",
        "일요일에 연다고",
    ),
    ('[days]\nopen = ["일"] @\n[timetable]\nsunday = [] @', "sunday = []", "timetable.sunday", "그날의 회차가 없습니다"),
    (
        '[days]\nopen = ["토"]\nopen_nth = ["마지막 일"] @\n[timetable]\nsaturday = ["09:00~11:00"] @',
        'open_nth = ["마지막 일"]',
        "days.open_nth",
        "일요일에 연다고",
    ),
    (
        '[days]\nopen = ["토"]\nopen_nth = ["둘째 일"]\nclosed_nth = ["둘째 일"] @',
        'closed_nth = ["둘째 일"]',
        "days.closed_nth",
        '"둘째 일"에 연다고도',
    ),
    (
        f"[timetable]\nderived = true\nweekday = {TIMES}\nsaturday = {TIMES}\nsunday = {TIMES} @",
        "[timetable]",
        "timetable.derivation",
        "무엇에서 계산",
    ),
    (
        "[holidays]\nopen_on_childrens_day = true @\n[timetable]\nweekday = ['09:00~11:00']\nholiday = []\n"
        "saturday = ['09:00~11:00']\nsunday = ['09:00~11:00'] @",
        "holiday = []",
        "timetable.holiday",
        "open_on_childrens_day",
    ),
    ("[breaks]\nweekday = ['11:00~12:00'] @", "weekday = ['11:00~12:00']", "breaks.weekday", "11:00~12:00에 문을 닫지만"),
    ("[breaks]\nmonday = ['12:00~13:30'] @", "monday = ['12:00~13:30']", "breaks.monday", "13:00~15:00 회차"),
    (
        "[season]\ndates = [2026-04-11] @\n[days]\nopen = ['일'] @\n[timetable]\nsunday = ['09:00~11:00'] @",
        "dates = [2026-04-11]",
        "season.dates",
        "토요일의 회차가",
    ),
    (
        "[closed.a]\nfirst = 2026-07-01\nlast = 2026-07-31\nreason = 'x' @\n[season]\nspans = ['2026-07-04~2026-07-30'] @",
        "spans = ['2026-07-04~2026-07-30']",
        "season.spans",
        "운영 기간([season])의 모든 날이 쉬는 날이어서",
    ),
    (
        "[capacity.walk_in]\npercent = 100 @",
        "percent = 100",
        "capacity.walk_in.percent",
        "현장 접수 몫이 개인 정원 전부여서",
    ),
    (
        "[openings]\ndays = 1\nresidents_first = 'district'\nothers_after_minutes = 2880 @",
        "others_after_minutes = 2880",
        "openings.others_after_minutes",
        "나머지 사람에게는 모든 회차가 예약 마감 뒤에",
    ),
    ("[season]\nspans = ['2026-06-01~2026-06-01'] @", "spans = ['2026-06-01~2026-06-01']", "season.spans", "여는 요일"),
    (
        "[closed.a]\nfirst = 2026-07-03\nlast = 2026-07-01\nreason = '방역' @",
        "last = 2026-07-01",
        "closed.a.last",
        "끝(2026-07-01)이 시작(2026-07-03)보다",
    ),
    (
        "[extra.a]\nfirst = 2026-07-03\nlast = 2026-07-01\nreason = '보충' @",
        "last = 2026-07-01",
        "extra.a.last",
        "보다 빠릅니다",
    ),
    (
        "[closed.a]\nfirst = 2026-07-01\nlast = 2026-07-05\nreason = '방역' @\n"
        "[extra.b]\nfirst = 2026-07-03\nreason = '보충' @",
        "first = 2026-07-03",
        "extra.b.first",
        "2026-07-03에 연다고도",
    ),
    (
        "[timetable]\nweekday = ['09:00~11:00']\nsaturday = ['09:00~11:00'] @\n[days]\nopen = ['토'] @\n"
        "[extra.a]\nfirst = 2026-07-05\nreason = '보충' @",
        "first = 2026-07-05",
        "extra.a.first",
        "일요일의 회차가",
    ),
]
WEEKENDS = '[timetable]\nweekday = ["09:00~11:00"]\nsaturday = ["09:00~11:00"]\nsunday = ["09:00~11:00"] @\n[days]\n'
NTHS = [
    ('open = ["토", "일"]\nopen_nth = ["첫째 토"] @', 'open_nth = ["첫째 토"]', "days.open_nth", "토요일은 여는 요일"),
    (
        'open = ["토"]\nclosed_nth = ["첫째 일"] @',
        'closed_nth = ["첫째 일"]',
        "days.closed_nth",
        "일요일은 여는 요일(open)이 아니므로",
    ),
    (
        'open = ["토"]\nopen_nth = ["첫째 일"]\nclosed_nth = ["마지막 일"] @',
        'closed_nth = ["마지막 일"]',
        "days.closed_nth",
        "일요일은 여는 요일(open)이 아니므로",
    ),
    (
        'open = ["토", "일"]\nclosed_nth = ["첫째 일", "둘째 일", "셋째 일", "넷째 일", "다섯째 일"] @',
        'closed_nth = ["첫째 일", "둘째 일", "셋째 일", "넷째 일", "다섯째 일"]',
        "days.closed_nth",
        "일요일을 모두 쉰다고",
    ),
    (
        'open = ["토"]\nopen_nth = ["마지막 일", "첫째 일", "둘째 일", "셋째 일", "넷째 일"] @',
        'open_nth = ["마지막 일", "첫째 일", "둘째 일", "셋째 일", "넷째 일"]',
        "days.open_nth",
        "일요일을 모두 연다고",
    ),
]
DAYS += [(WEEKENDS + tables, *more) for tables, *more in NTHS]
AGES = [
    (ages(6, 3), "max = 3", "ages.max", "최소(6)가 최대(3)보다"),
    ("[ages]\nbasis = 'months'\nmin = 37\nmax = 36 @", "max = 36", "ages.max", "최소(37)가 최대(36)보다"),
    (
        "[ages]\nbasis = 'months'\nmin = 96\nmax_basis = 'preschool' @",
        "min = 96",
        "ages.min",
        "최소(96)가 최대(미취학)보다",
    ),
    (
        "[ages]\nbasis = 'full_age'\nmin_basis = 'months'\nmin = 48\nmax = 3 @",
        "max = 3",
        "ages.max",
        "최소(48)가 최대(3)보다",
    ),
    (ages(0, 6, "max_basis = 'preschool'"), "max = 6", "ages.max", "max를 적지 않습니다"),
    ("[ages]\nbasis = 'year_age' @", "[ages]", "ages.max", "max를 적거나"),
    ("[ages]\nbasis = 'year_age'\nmax = 36 @", "max = 36", "ages.max", "개월 수이면 기준을 months로"),
    (
        ages(4, 6) + "[door_ages]\nbasis = 'months'\nmin = 0\nmax = 24 @",
        "min = 0",
        "door_ages.min",
        "[door_ages]의 나이가 지점의 나이([ages])와 겹치지 않아",
    ),
    (
        ages(0, 3) + "[zone.big]\nbasis = 'year_age'\nmin = 5\nmax = 9\nchildren = 7 @",
        "min = 5",
        "zone.big.min",
        "아무도 올 수 없습니다",
    ),
    ("[siblings]\nbasis = 'year_age'\nmin = 9\nmax = 4 @", "max = 4", "siblings.max", "최소(9)가 최대(4)보다"),
    (
        "[zone.big]\nbasis = 'year_age'\nmax = 9\nchildren = 21 @",
        "children = 21",
        "zone.big.children",
        "구역 정원(21명)이 개인 정원(20명)",
    ),
    (
        "[zone.a]\nbasis = 'year_age'\nmax = 9\nchildren = 7 @\n"
        "[zone.b]\nbasis = 'year_age'\nmin = 0\nmax = 9\nchildren = 7 @",
        "min = 0",
        "zone.b.min",
        "[zone.a]가 이 나이의 아이를 모두 받아",
    ),
    (
        "[zone.a]\nbasis = 'year_age'\nmax = 9\nchildren = 7 @\n"
        "[zone.b]\nbasis = 'months'\nmin = 24\nmax = 35\nchildren = 7 @",
        "min = 24",
        "zone.b.min",
        "[zone.a]가 이 나이의 아이를 모두 받아",
    ),
    (
        "[zone.a]\nbasis = 'year_age'\nmax = 3\nchildren = 7 @\n[zone.b]\nbasis = 'year_age'\nmin = 4\nmax = 9\n"
        "children = 7 @\n[zone.c]\nbasis = 'full_age'\nmin = 2\nmax = 5\nchildren = 7 @",
        "min = 2",
        "zone.c.min",
        "[zone.a], [zone.b]가 이 나이의 아이를 모두 받아",
    ),
    ("[ages]\nbasis = 'year_age'\nmin = 8\nmax_basis = 'preschool' @", "min = 8", "ages.min", "최대(미취학)보다"),
    ("[ages]\nbasis = 'full_age'\nmin = 8\nmax_basis = 'preschool' @", "min = 8", "ages.min", "최대(미취학)보다"),
    (
        "[period.a]\nnumbers = [1, 2, 3] @\n[period.a.ages]\nbasis = 'year_age'\nmax = 3\n"
        "[zone.b]\nbasis = 'year_age'\nmin = 5\nmax = 9\nchildren = 7 @",
        "min = 5",
        "zone.b.min",
        "[zone.b]의 나이가 지점의 나이([ages])와 겹치지 않아",
    ),
    ("[ages]\nbasis = 'months'\nmax = 120 @", "max = 120", "ages.max", "개월 수는 119(9년 11개월)까지"),
    (ages(0, 6, "max_reach = 'to_the_day'"), "max_reach = 'to_the_day'", "ages.max_reach", "개월로 셀 때만"),
    (
        "[ages]\nbasis = 'months'\nmin = 24\nmax_basis = 'preschool'\nmax_reach = 'whole_month' @",
        "max_reach = 'whole_month'",
        "ages.max_reach",
        "개월로 셀 때만",
    ),
]
CAPACITY = [
    ("[capacity.walk_in]\npercent = 50\nchildren = 3 @", "children = 3", "capacity.walk_in.children", "하나만"),
    ("[capacity.walk_in]\nchildren = 21 @", "children = 21", "capacity.walk_in.children", "현장 접수 몫(21명)"),
    (
        "[capacity.reserve]\nchildren = 21\nreleased_minutes_before = 60 @",
        "children = 21",
        "capacity.reserve.children",
        "남겨 두는 자리(21명)",
    ),
    (
        "[capacity.walk_in]\npercent = 50 @\n[capacity.reserve]\nchildren = 11\nreleased_minutes_before = 60 @",
        "children = 11",
        "capacity.reserve.children",
        "더하면 개인 정원(20명)",
    ),
    ("[capacity.people]\npeople = 1 @", "people = 1", "capacity.people.people", "아무도 올 수 없습니다"),
    (
        "[adults]\nmin = 2\nper_child_max = 1 @\n[capacity.people]\npeople = 3 @",
        "people = 3",
        "capacity.people.people",
        "아이 2명과 보호자 2명보다 적어",
    ),
    ("[admission]\nadmits = 'shared' @", "admits = 'shared'", "admission.admits", "단체 정원([capacity.group])이 없습니다"),
    (
        "[admission]\nadmits = 'group' @\n[capacity.group]\nchildren = 9 @",
        "children = 9",
        "capacity.group.children",
        "어느 단체도",
    ),
    (GROUP + "[group]\nmax = 31 @", "max = 31", "group.max", "단체의 최대(31명)가 단체 정원(30명)보다"),
    (
        GROUP + "[group]\nmax = 31 @\n[period.a]\nnumbers = [1] @\n" + SHARED,
        "max = 31",
        "group.max",
        "단체의 최대(31명)가 단체 정원(30명)보다",
    ),
    (
        GROUP + "[admission]\nadmits = 'shared' @\n[group]\nmin = 10 @\n[capacity.together]\nchildren = 9 @",
        "children = 9",
        "capacity.together.children",
        "함께 세는 정원(9명)이 단체의 최소(10명)보다",
    ),
    (
        GROUP + "[group]\nmin = 10 @\n[capacity.together]\nchildren = 9 @",
        "children = 9",
        "capacity.together.children",
        "함께 세는 정원(9명)이 단체의 최소(10명)보다",
    ),
    (
        GROUP + "[admission]\nadmits = 'group' @\n[group]\nmin = 10 @\n[capacity.people]\npeople = 10 @",
        "people = 10",
        "capacity.people.people",
        "가장 작은 단체(11명)보다",
    ),
    ("[group]\nmin = 20\nmax = 15 @", "max = 15", "group.max", "최소(20명)가 최대(15명)보다"),
    ("[care]\noffered = true\nchildren = 0 @", "children = 0", "care.children", "돌봄 자리(children)가 없습니다"),
    ("[care]\noffered = true\nchildren = 21 @", "children = 21", "care.children", "개인 정원(20명)보다"),
    ("[care]\nmonths_min = 40\nmonths_max = 36 @", "months_max = 36", "care.months_max", "최소(40개월)가 최대(36개월)보다"),
    (ages(0, 1) + "[care]\noffered = true @", "max = 1", "ages.max", "아무도 맡길 수 없습니다"),
]
PEOPLE = [
    (
        "[openings]\nresidents_first = 'district' @",
        "residents_first = 'district'",
        "openings.residents_first",
        "나머지가 몇 분 뒤인지",
    ),
    (
        "[openings]\nothers_after_minutes = 60 @",
        "others_after_minutes = 60",
        "openings.others_after_minutes",
        "먼저 예약하는 사람(residents_first)이 없습니다",
    ),
    ("[limits]\nvisits_per_day_here = 3 @", "visits_per_day_here = 3", "limits.visits_per_day_here", "모든 지점을 합해 1번"),
    (
        "[limits]\nfamily_open_reservations = 2\nfamily_open_reservations_here = 3 @",
        "family_open_reservations_here = 3",
        "limits.family_open_reservations_here",
        "합해 2번",
    ),
    ("[adults]\nmin = 6\nper_child_max = 1 @", "min = 6", "adults.min", "최소(6명)가 한 예약의 아이(5명)와"),
    (
        "[openings]\nkind = 'rolling'\ndays = 0\nat = '23:00' @",
        "at = '23:00'",
        "openings.at",
        "화·수·목·금·토·일요일의 모든 회차는 예약이 열리기 전에 끝나",
    ),
    (
        "[timetable]\nweekday = ['18:00~20:00']\nsaturday = ['18:00~20:00']\nsunday = ['18:00~20:00']\n"
        "holiday = ['10:00~12:00'] @\n[holidays]\nopen_on_substitute = true @\n[openings]\ndays = 0\nat = '12:00' @",
        "at = '12:00'",
        "openings.at",
        "여는 공휴일의 모든 회차는",
    ),
    (
        "[openings]\nkind = 'weekly'\nday = '수'\nfirst_day = 0\nat = '18:00' @",
        "at = '18:00'",
        "openings.at",
        "수요일의 모든 회차는",
    ),
    (
        "[openings]\nresidents_first = 'seoul'\nothers_after_minutes = 60 @\n[residency]\nwho = 'district' @",
        "residents_first = 'seoul'",
        "openings.residents_first",
        "자치구민만 예약하므로",
    ),
    (
        "[openings]\ndays = 7 @\n[capacity.reserve]\nchildren = 2\nreleased_minutes_before = 20000 @",
        "released_minutes_before = 20000",
        "capacity.reserve.released_minutes_before",
        "예약이 열리기 전에 풀려",
    ),
    (
        "[minutes]\nno_show_grace_minutes = 121 @",
        "no_show_grace_minutes = 121",
        "minutes.no_show_grace_minutes",
        "120분짜리 회차가 끝나",
    ),
    (
        "[suspension]\nsteps = [{ count = 1, window_days = 30, days = 7 }, { count = 1, window_days = 30, days = 30 }] @",
        "steps = [{ count = 1, window_days = 30, days = 7 }, { count = 1, window_days = 30, days = 30 }]",
        "suspension.steps",
        "30일 안에 1번인 계단이 두 번",
    ),
    (
        "[operation]\nbooking = 'elsewhere' @",
        "booking = 'elsewhere'",
        "operation.booking",
        "그 주소(site)를 적습니다",
    ),
    ("[concession.a]\npercent = 10\nwon = 100 @", "won = 100", "concession.a.won", "하나만 적습니다"),
    ("[concession.a]\nevidence = '카드' @", "[concession.a]", "concession.a.percent", "얼마를 깎는지"),
    ("[waitlist]\nchildren = 5 @", "children = 5", "waitlist.children", "대기를 받지 않습니다"),
    ("[waitlist]\nkind = 'online' @", "kind = 'online'", "waitlist.kind", "대기 인원(children)이 없습니다"),
    (
        "[programme.a]\ntime = '16:00~16:40'\nchildren = 8 @",
        "[programme.a]",
        "programme.a.days",
        "요일(days)이나 날짜(dates)",
    ),
]
PERIODS = [
    ("[period.a]\nnumbers = [4] @\n" + SHARED, "[period.a]", "period.a", "맞는 회차가 운영표에 하루도 없습니다"),
    ("[period.a]\ndays = ['holiday'] @\n" + SHARED, "[period.a]", "period.a", "하루도 없습니다"),
    ("[period.a]\nstarts = ['09:31'] @\n" + SHARED, "[period.a]", "period.a", "하루도 없습니다"),
    ("[period.a]\nnumbers = [1] @", "[period.a]", "period.a", "규칙이 하나도 없습니다"),
    (
        "[period.a]\nnumbers = [1] @\n" + SHARED,
        'admits = "shared"',
        "period.a.admission.admits",
        "단체 정원([capacity.group])이 없습니다",
    ),
    (
        "[period.a]\nnumbers = [1] @\n[period.a.capacity.individual]\nchildren = 1\n[care]\noffered = true @",
        "children = 1",
        "period.a.capacity.individual.children",
        "돌봄 자리(2명)가 개인 정원(1명)보다",
    ),
    (
        "[period.a]\nnumbers = [1] @\n[period.a.ages]\nbasis = 'year_age'\nmin = 5\nmax = 4",
        "max = 4",
        "period.a.ages.max",
        "최소(5)가 최대(4)보다",
    ),
    (
        "[period.a]\nnumbers = [2] @\n[period.a.minutes]\nno_show_grace_minutes = 180",
        "no_show_grace_minutes = 180",
        "period.a.minutes.no_show_grace_minutes",
        "120분짜리 회차가 끝나",
    ),
    (
        "[period.a]\nnumbers = [1, 2] @\n[period.a.fees]\nchild_won = 1000\n"
        "[period.b]\ndays = ['saturday'] @\n[period.b.fees]\nchild_won = 3000",
        "[period.b]",
        "period.b",
        "[period.a]와 [period.b]가 같은 회차(saturday 1회차)의 [fees] child_won",
    ),
    (
        "[period.a]\ndays = ['weekday'] @\n[period.a.ages]\nbasis = 'year_age'\nmax = 4\n"
        "[period.b]\ndays = ['friday'] @\n[period.b.ages]\nbasis = 'year_age'\nmax = 5",
        "[period.b]",
        "period.b",
        "같은 회차(friday 1회차)의 [ages]",
    ),
]


@pytest.mark.parametrize(("tables", "line", "key", "sentence"), DAYS + AGES + CAPACITY + PEOPLE + PERIODS)
def test_a_contradiction_is_named_by_line_and_key(found, tables, line, key, sentence):
    problems = found(tables)

    assert [(at, where) for at, where, _ in problems] == [(line, key)]
    assert sentence in problems[0][2]


GOOD = [
    "[period.a]\nnumbers = [1] @\n[period.a.ages]\nbasis = 'year_age'\nmax = 3\n"
    "[period.b]\nnumbers = [2, 3] @\n[period.b.ages]\nbasis = 'year_age'\nmin = 6\nmax = 7\n"
    "[zone.a]\nbasis = 'year_age'\nmax = 3\nchildren = 7 @\n[zone.b]\nbasis = 'year_age'\nmin = 4\nmax = 9\nchildren = 7 @",
    "[care]\noffered = true @\n[period.a]\nnumbers = [1] @\n[period.a.ages]\nbasis = 'months'\nmax = 23",
    "[days]\nopen = ['월', '화'] @\n[timetable]\nweekday = ['09:00~11:00'] @",
    WEEKENDS + 'open = ["토", "일"]\nclosed_nth = ["첫째 일", "둘째 일", "셋째 일", "넷째 일"] @',
    WEEKENDS + 'open = ["토"]\nopen_nth = ["넷째 일"]\nclosed_nth = ["마지막 일"] @',
    WEEKENDS + 'open = ["토"]\nclosed_nth = ["셋째 일"] @\n[holidays]\nweekly_day_on_holiday = "after_run" @',
    "[ages]\nbasis = 'year_age'\nmin = 7\nmax_basis = 'preschool' @",
    "[ages]\nbasis = 'months'\nmin = 85\nmax_basis = 'preschool' @",
    "[ages]\nbasis = 'months'\nmax = 119 @",
    "[operation]\nbooking = 'elsewhere'\nsite = 'https://example.kr' @",
    "[minutes]\nno_show_grace_minutes = -360 @",
    "[zone.a]\nbasis = 'year_age'\nmin = 3\nmax = 5\nchildren = 7 @\n[zone.b]\nbasis = 'year_age'\nmax = 9\nchildren = 7 @",
    "[openings]\nkind = 'weekly'\nnot_before = 2026-04-01T00:00:00Z @",
    "[breaks]\nweekday = ['11:30~13:00'] @",
    "[breaks]\nsunday = ['09:00~18:00'] @\n[timetable]\nweekday = ['09:00~11:00'] @\n[days]\nopen = ['화'] @",
    "[ages]\nbasis = 'months'\nmin = 24\nmax_basis = 'preschool' @",
    "[ages]\nbasis = 'year_age'\nmin = 4\nmax_basis = 'months'\nmax = 36 @",
    "[ages]\nbasis = 'months'\nmin = 36\nmax = 36\nmax_reach = 'to_the_day' @",
    ages(0, 13),
    "[zone.a]\nbasis = 'months'\nmax = 23\nchildren = 7 @\n"
    "[zone.b]\nbasis = 'months'\nmin = 24\nmax_basis = 'preschool'\nchildren = 13 @",
    "[concession.basic_livelihood]\npercent = 0 @",
    "[limits]\nvisits_per_day = 3\nvisits_per_week = 2 @",
    "[period.a]\ndays = ['weekday'] @\n[period.a.fees]\nchild_won = 1000\n"
    "[period.b]\ndays = ['friday'] @\n[period.b.fees]\nadult_won = 0",
    "[period.a]\ndays = ['weekday'] @\n[period.a.fees]\nchild_won = 1000\n"
    "[period.b]\ndays = ['saturday'] @\n[period.b.fees]\nchild_won = 0",
    GROUP + "[period.a]\nnumbers = [1] @\n" + SHARED,
    GROUP + "[group]\nmin = 10\nmax = 40\ncounts = 'people' @\n[admission]\nadmits = 'shared' @",
    GROUP + "[group]\nmax = 40 @\n[period.a]\nnumbers = [1] @\n" + SHARED + "[period.a.capacity.group]\nchildren = 40",
    "[admission]\nadmits = 'shared' @\n[period.a]\nnumbers = [1, 2, 3] @\n[period.a.capacity.group]\nchildren = 30",
    "[extra.a]\nfirst = 2026-07-06\nreason = '보충' @",
    "[closed.rain]\nfirst = 2026-04-11\nreason = '비' @\n[season]\ndates = [2026-04-11, 2026-04-18] @",
    '[zone."영아"]\nbasis = "months"\nmax = 23\nchildren = 7 @',
    "[breaks]\nweekday = ['12:00 - 13:00', '18:00–18:30'] @",
    "[closed.a]\nfirst = 2026-07-01\nlast = 2026-07-29\nreason = 'x' @\n[season]\nspans = ['2026-07-04~2026-07-30'] @",
    "[period.a]\nnumbers = [1] @\n[period.a.capacity.walk_in]\npercent = 100",
    "[operation]\nbooking = 'walk_in' @\n[capacity.walk_in]\npercent = 100 @",
    "[openings]\ndays = 2\nresidents_first = 'district'\nothers_after_minutes = 2880 @",
    "[openings]\ndays = 1\nresidents_first = 'district'\nothers_after_minutes = 2880 @\n[residency]\nwho = 'district' @",
]


@pytest.mark.parametrize("tables", GOOD)
def test_what_is_only_unusual_is_no_contradiction(found, tables):
    assert found(tables) == []


DATES = [
    (
        "[[ages]]\nbasis='year_age'\nmax=6 @\n[[ages]]\nbasis='year_age'\nmax=7 @",
        2,
        "ages",
        "2022-05-31부터인 [ages] 표가 두 번",
    ),
    (
        "[[ages]]\nbasis='year_age'\nmax=6\nfrom=2026-03-01 @\n[[ages]]\nbasis='year_age'\nmax=7\nfrom=2026-03-01 @",
        2,
        "ages",
        "2026-03-01부터인 [ages] 표가 두 번",
    ),
    (
        "[[fees]]\nchild_won=1\nfrom=2026-07-01\nuntil=2026-07-31 @\n"
        "[[fees]]\nchild_won=2\nfrom=2026-07-31\nuntil=2026-08-31 @",
        2,
        "fees",
        "기간(2026-07-31~2026-08-31)이 앞에 적은 [fees] 표의 기간(2026-07-01~2026-07-31)과 겹칩니다",
    ),
    ("[fees]\nchild_won=1\nfrom=2026-07-02\nuntil=2026-07-01 @", 1, "fees.until", "끝(2026-07-01)이 시작(2026-07-02)보다"),
    (
        "[fees]\nchild_won=1\nuntil=2022-05-30 @",
        1,
        "fees.until",
        "끝(2022-05-30)이 시의 규칙이 시작하는 날(2022-05-31, 시 파일의 valid_from)보다 앞서",
    ),
    (
        "[fees]\nchild_won=1\nfrom=2020-01-01\nuntil=2020-12-31 @",
        1,
        "fees.until",
        "끝(2020-12-31)이 시의 규칙이 시작하는 날(2022-05-31, 시 파일의 valid_from)보다 앞서",
    ),
    (
        "[[concession.a]]\npercent=1 @\n[[concession.a]]\npercent=2 @",
        2,
        "concession.a",
        "[concession.a] 표가 두 번",
    ),
]


def zones(number):
    table = "[zone.z{:02}]\nbasis = 'year_age'\nmax = 9\nchildren = 7 @\n"
    return "".join(table.format(n) for n in range(1, number + 1))


def test_of_many_zones_that_cover_another_three_are_named(found):
    sentences = {key: sentence for _, key, sentence in found(zones(5))}

    assert "앞선 [zone.z01], [zone.z02], [zone.z03]이 이 나이의" in sentences["zone.z04.min"]
    assert "앞선 [zone.z01], [zone.z02], [zone.z03] 외 1곳이 이 나이의" in sentences["zone.z05.min"]


def test_more_zones_than_any_cafe_has_are_refused_once_and_at_the_first_too_many(found):
    assert len(found(zones(20))) == 19
    assert [(key, said) for _, key, said in found(zones(40))] == [
        ("zone.z21", "구역은 20곳까지 적습니다. 지금은 40곳입니다.")
    ]


@pytest.mark.parametrize(("tables", "nth", "key", "sentence"), DATES)
def test_dated_tables_that_clash_are_named_at_the_later_one(found, tables, nth, key, sentence):
    ((line, where, said),) = found(tables)

    assert (where, sentence in said) == (key, True)
    assert line.strip("[]").split("=")[0] in (key, key.split(".")[-1])


@pytest.mark.parametrize(
    "tables",
    [
        "[[fees]]\nchild_won=1 @\n[[fees]]\ncare_won=2 @",
        "[[fees]]\nchild_won=1 @\n[[fees]]\nchild_won=2\nfrom=2026-03-01 @\n"
        "[[fees]]\nchild_won=3\nfrom=2026-07-01\nuntil=2026-08-31 @",
        "[[ages]]\nbasis='year_age'\nmax=6\nfrom=2026-01-01\nuntil=2026-06-30 @\n"
        "[[ages]]\nbasis='year_age'\nmax=7\nfrom=2026-07-01\nuntil=2026-12-31 @",
        f"[[timetable]]\nweekday={TIMES}\nsaturday={TIMES}\nsunday={TIMES} @\n"
        "[[timetable]]\nthursday=['18:30~20:00']\nfrom=2026-07-01\nuntil=2026-08-31 @",
        "[opening]\nwhen='2022' @",
        "[opening]\nwhen='2027-03-02' @\n[operation]\nstate='preparing'\nuntil=2027-03-01 @",
        "[fees]\nchild_won=1\nfrom=2020-01-01 @",
    ],
)
def test_dated_tables_may_follow_each_other_and_stand_over_one_without_an_end(found, tables):
    assert found(tables) == []


def test_a_contradiction_on_a_later_date_is_found_and_once(found):
    tables = (
        "[[days]]\nopen = ['화'] @\n[[days]]\nopen = ['화', '일']\nfrom = 2027-03-01 @\n"
        "[[timetable]]\nweekday = ['09:00~11:00'] @\n[[timetable]]\nweekday = ['09:30~11:30']\nfrom = 2027-05-01 @"
    )

    assert found(tables) == [
        (
            "open = ['화', '일']",
            "days.open",
            "일요일에 연다고 적었지만([days] open) 그날의 회차가 없습니다([timetable]).",
        )
    ]


def test_a_contradiction_that_ends_is_told_with_its_dates(found):
    tables = (
        "[residency]\nwho = 'district'\nuntil = 2027-01-31 @\n"
        "[openings]\nresidents_first = 'seoul'\nothers_after_minutes = 60\nfrom = 2026-03-01 @"
    )

    ((_, _, sentence),) = found(tables)

    assert sentence.endswith("둘 가운데 하나를 고칩니다. 2026-03-01부터 2027-01-31까지 그렇습니다.")


def test_a_season_of_its_own_needs_the_ordinary_timetable_too(found):
    problems = found("[timetable]\nthursday = ['18:30~20:00']\nfrom = 2026-07-01\nuntil = 2026-08-31 @")

    assert {key for _, key, _ in problems} == {
        "timetable.tuesday",
        "timetable.wednesday",
        "timetable.friday",
        "timetable.saturday",
        "timetable.sunday",
    }


def test_a_rule_for_periods_that_only_a_season_has_matters(found):
    tables = (
        f"[[timetable]]\nweekday = {TIMES}\nsaturday = {TIMES}\nsunday = {TIMES} @\n"
        "[[timetable]]\nfriday = ['18:30~20:00']\nfrom = 2026-07-01\nuntil = 2026-08-31 @\n"
        "[period.evening]\nstarts = ['18:30'] @\n[period.evening.fees]\nchild_won = 0\n"
    )

    assert found(tables) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "sentence"),
    [
        ("city.toml", "max = 9", "max = 10", "ages.max", "0~9세를 벗어난 나이"),
        (
            "districts/11320.toml",
            "[concession.multi_child]",
            '[siblings]\nbasis = "months"\nmax = 120\nyear = 2026\nsource = "x"\n\n[concession.multi_child]',
            "siblings.max",
            "0~9세를 벗어난 나이",
        ),
        (
            "districts/11320.toml",
            "[concession.multi_child]",
            '[period.a]\nyear = 2026\nsource = "x"\n[period.a.ages]\nbasis = "full_age"\nmax = 10\n[concession.multi_child]',
            "period.a.ages.max",
            "0~9세를 벗어난 나이",
        ),
    ],
)
def test_a_band_beyond_0_to_9_is_no_word_of_the_city_or_a_district(folder, change, name, old, new, key, sentence):
    change(name, old, new)

    with pytest.raises(SeedError) as caught:
        places(folder)

    assert [(p.file, p.key) for p in caught.value.problems if sentence in p.sentence] == [(f"seed/{name}", key)]


def test_a_band_beyond_0_to_9_is_a_cafes_own_word_with_its_source(found):
    assert found(ages(0, 13)) == []
    assert found("[ages]\nbasis = 'year_age'\nmax = 13\nyear = 2026") == [("[ages]", "ages.source", "이 키가 없습니다.")]


def test_a_cafe_is_checked_on_its_districts_rules(folder, change):
    change("districts/11320.toml", "[concession.multi_child]", "OPENINGS[concession.multi_child]")
    change("districts/11320.toml", "OPENINGS", '[limits]\nvisits_per_month = 2\nyear = 2026\nsource = "x"\n\n')
    change("cafes/DB241101.toml", "visits_per_day = 1 ", "visits_per_month_here = 4 ")

    with pytest.raises(SeedError) as caught:
        some_places([folder / "cafes" / "DB241101.toml"], folder)

    (problem,) = caught.value.problems
    assert (problem.key, "모든 지점을 합해 2번까지" in problem.sentence) == ("limits.visits_per_month_here", True)


def test_a_cafe_is_not_blamed_for_what_stands_in_another_file(folder, change):
    change("districts/11320.toml", "percent = 100", "percent = 100\nwon = 10")

    with pytest.raises(SeedError) as caught:
        places(folder)

    assert {(p.file, p.key) for p in caught.value.problems} == {("seed/districts/11320.toml", "concession.multi_child.won")}


@pytest.mark.parametrize(
    ("tables", "key"),
    [
        ("[fees]\nchild_won = 1\nuntil = 9999-12-31 @", "fees.until"),
        ("[fees]\nchild_won = 1\nfrom = 0001-01-01 @", "fees.from"),
        ("[opening]\nwhen = '0001' @", "opening.when"),
        ("[closed.a]\nfirst = 1999-12-31\nreason = 'x' @", "closed.a.first"),
        ("[extra.a]\nfirst = 2200-01-01\nreason = 'x' @", "extra.a.first"),
        ("[season]\ndates = [9999-12-31] @", "season.dates"),
        ("[season]\nspans = ['2026-01-01~9999-12-31'] @", "season.spans"),
        ("[openings]\nnot_before = 0001-01-01T00:00:00 @", "openings.not_before"),
    ],
)
def test_a_date_of_another_age_is_a_slip_of_the_keyboard(found, tables, key):
    ((_, where, sentence),) = found(tables)

    assert (where, "2000-01-01부터 2199-12-31까지의 날짜여야" in sentence) == (key, True)


@pytest.mark.parametrize(
    ("tables", "key", "sentence"),
    [
        ("[minutes]\nno_show_grace_minutes = 361 @", "minutes.no_show_grace_minutes", "-360부터 360까지의 정수"),
        ("[minutes]\nno_show_grace_minutes = -1440 @", "minutes.no_show_grace_minutes", "-360부터 360까지의 정수"),
        (
            "[suspension]\nsteps = [{ count = 1, window_days = 30 }] @",
            "suspension.steps",
            "첫 번째 표의 days: 이 키가 없습니다. count, window_days, days를 모두",
        ),
        (
            "[suspension]\nsteps = [{ count = 1, window_days = 30, days = 7, day = 7 }] @",
            "suspension.steps",
            "첫 번째 표의 day: 모르는 이름입니다.",
        ),
        (
            "[suspension]\nsteps = [{ count = 1, window_days = 30, days = 0 }] @",
            "suspension.steps",
            "첫 번째 표의 days: 1부터 3650까지의 정수여야 합니다(지금 0).",
        ),
        ("[suspension]\nsteps = ['a', 1] @", "suspension.steps", '(지금 ["a", 1])'),
        ("[suspension]\nsteps = {} @", "suspension.steps", "(지금 빈 표)"),
        ("[season]\nspans = { first = 2026-04-18 } @", "season.spans", "(지금 {first = 2026-04-18})"),
        ("[period.a]\nnumbers = ['하나'] @\n" + SHARED, "period.a.numbers", '(지금 ["하나"])'),
        ("[season]\ndates = [2026-04-11, '내일'] @", "season.dates", '(지금 [2026-04-11, "내일"])'),
        (
            "[adults]\nnamed_companion = [true, 2026-04-11T09:00:00] @",
            "adults.named_companion",
            "[true, 2026-04-11T09:00:00]",
        ),
    ],
)
def test_a_wrong_value_is_shown_as_it_stands_in_the_file(found, tables, key, sentence):
    ((_, where, told),) = found(tables)

    assert (where, sentence in told) == (key, True), told


@pytest.mark.parametrize("written", ["2026-04-01T09:00:00", "2026-04-01T00:00:00Z", "2026-04-01T08:00:00+08:00"])
def test_an_instant_with_a_zone_is_that_instant_on_seouls_clock(written):
    kind = SECTIONS["openings"].keys["not_before"].kind

    assert kind.kept(tomllib.loads(f"x = {written}")["x"]) == "2026-04-01T09:00:00+09:00"


BOTH = [
    # what is wrong in form, what contradicts itself beside it, the keys that are told
    (
        "[fees]\nchild_won = 'x' @\n[ages]\nbasis = 'year_age'\nmin = 5\nmax = 3 @",
        {"fees.child_won", "ages.max"},
    ),
    ("[fee]\nchild_won = 1 @\n[care]\noffered = true\nchildren = 99 @", {"fee", "care.children"}),
    (
        "[ages]\nbasis = 'year_age'\nmin = 9\nmax = 'x' @\n[zone.a]\nbasis = 'year_age'\nmax = 1\nchildren = 99 @",
        {"ages.max", "zone.a.children"},
    ),
    # Of what is told once nothing follows: the timetable that was meant is not known.
    (
        "[timetable]\nweekday = ['9:00'] @\n[days]\nopen = ['월'] @\n[extra.a]\nfirst = 2027-01-04\nreason = 'x' @",
        {"timetable.weekday"},
    ),
    ("[timetabl]\nmonday = ['09:00~10:00'] @\n[days]\nopen = ['월', '토'] @", {"timetabl"}),
    ("[capacity.grup]\nchildren = 3 @\n[admission]\nadmits = 'shared' @", {"capacity.grup"}),
    ("[adults]\nmin = 'x' @\n[capacity.people]\npeople = 1 @", {"adults.min"}),
    (
        "[period.a]\nnumber = [1] @\n[period.a.capacity.group]\nchildren = 30\n[admission]\nadmits = 'shared' @",
        {"period.a.number"},
    ),
    (
        "[[fees]]\nchild_won = 1 @\n[[fees]]\nchild_won = 2 @\n[adults]\nmin = 9\nper_child_max = 1 @",
        {"fees", "adults.min"},
    ),
]


@pytest.mark.parametrize(("tables", "keys"), BOTH)
def test_what_is_wrong_in_form_hides_no_contradiction_of_other_tables(cafe_file, tables, keys):
    with pytest.raises(SeedError) as caught:
        some_places([cafe_file(tables)])

    assert {problem.key for problem in caught.value.problems} == keys


IDLE = [
    ("[openings]\nkind = 'weekly'\ndays = 7 @", "openings.days"),
    ("[openings]\nkind = 'monthly'\nfirst_day = 7 @", "openings.first_day"),
    ("[openings]\nday = '화' @", "openings.day"),
    ("[openings]\nkind = 'rolling'\ncovers = 'this' @", "openings.covers"),
    ("[period.a]\nnumbers = [1] @\n[period.a.openings]\nday = '화'", "period.a.openings.day"),
    ("[operation]\nsite = 'https://example.kr' @", "operation.site"),
    ("[residency]\nwho = 'anyone'\nevidence = '사원증' @", "residency.evidence"),
    (
        "[timetable]\nweekday = ['09:00~11:00']\nsaturday = ['09:00~11:00']\nsunday = ['09:00~11:00']\nderivation = 'x' @",
        "timetable.derivation",
    ),
    ("[fees]\nround = 'up' @", "fees.round"),
    ("[adults]\nbaby_months_below = 24 @", "adults.baby_months_below"),
    ("[care]\noffered = false\nchildren = 2 @", "care.children"),
    ("[concession.a]\npercent = 10\nvalid_days = 30 @", "concession.a.valid_days"),
    (
        "[days]\nopen = ['월', '화', '수', '목', '금', '토', '일'] @\n[holidays]\nweekly_day_on_holiday = 'next_day' @",
        "holidays.weekly_day_on_holiday",
    ),
    ("[capacity.individual]\nchildren = 0 @", "capacity.individual.children"),
    ("[zone.a]\nbasis = 'year_age'\nmax = 9\nchildren = 0 @", "zone.a.children"),
    ("[season]\nspans = [] @", "season.spans"),
    ("[season]\ndates = [] @", "season.dates"),
    ("[season]\nspans = ['20260418~20260621'] @", "season.spans"),
    ("[days]\nopen = ['화']\nopen_nth = [] @", "days.open_nth"),
    ("[days]\nopen = ['화']\nopen_nth = ['첫째 월', '첫째 월'] @", "days.open_nth"),
    ("[days]\nopen = ['화']\nclosed_nth = [] @", "days.closed_nth"),
]


@pytest.mark.parametrize(("tables", "key"), IDLE)
def test_what_changes_nothing_is_named(cafe_file, tables, key):
    with pytest.raises(SeedError) as caught:
        some_places([cafe_file(tables)])

    assert [problem.key for problem in caught.value.problems] == [key]


EVENINGS = "[timetable]\nweekday = ['18:00~20:00']\nsaturday = ['18:00~20:00']\nsunday = ['18:00~20:00']\n"
HOLIDAYS = EVENINGS + "holiday = ['10:00~12:00'] @\n[holidays]\nopen_on_holidays = true @\n[openings]\nat = '12:00'\n"
WITH_EFFECT = [
    HOLIDAYS.replace("true", "false") + "days = 0 @",
    HOLIDAYS.replace("12:00'\n", "11:29'\n") + "days = 0 @",
    HOLIDAYS + "kind = 'weekly'\nday = '수'\nfirst_day = 0 @",
    HOLIDAYS + "kind = 'monthly'\ncovers = 'this' @",
    "[adults]\nmin = 2\nper_child_max = 1 @",
    "[openings]\nkind = 'rolling'\ndays = 0\nat = '14:00' @",
    "[openings]\nkind = 'weekly'\nday = '월'\nfirst_day = 0\nat = '18:00' @",
    "[openings]\nkind = 'rolling'\ndays = 0\nat = '23:00' @\n[operation]\nbooking = 'walk_in' @",
    "[openings]\ndays = 7 @\n[capacity.reserve]\nchildren = 2\nreleased_minutes_before = 10080 @",
    "[residency]\nwho = 'anyone' @",
    "[residency]\nevidence = '등본' @",
    "[[openings]]\nkind = 'rolling'\ndays = 7 @\n[[openings]]\nkind = 'weekly'\nday = '수'\nfrom = 2027-03-01 @",
    "[openings]\ndays = 7 @",
    "[openings]\nkind = 'weekly' @\n[period.a]\nnumbers = [1] @\n[period.a.openings]\nkind = 'rolling'\ndays = 3",
    "[care]\noffered = true\nchildren = 2 @\n[period.a]\nnumbers = [1] @\n[period.a.care]\noffered = false",
    "[capacity.individual]\nchildren = 0 @\n[operation]\nstate = 'preparing' @",
    "[capacity.individual]\nchildren = 0 @\n[operation]\nbooking = 'walk_in' @",
    "[capacity.individual]\nchildren = 0 @\n[admission]\nadmits = 'group' @\n[capacity.group]\nchildren = 30 @",
]


@pytest.mark.parametrize("tables", WITH_EFFECT)
def test_what_has_an_effect_on_some_date_or_period_is_none_of_these(cafe_file, tables):
    assert len(some_places([cafe_file(tables)]).cafes) == 1
