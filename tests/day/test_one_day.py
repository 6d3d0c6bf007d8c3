"""One family's day, walked in a real browser against the real server, with JavaScript and without it."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from booking.rules.times import instant
from seed.accounts import PASSWORD
from tests.support.browser import SIZES, open_browser
from tests.support.service import Service

CAFE = "JN220501"


def a_wednesday() -> date:
    """A Wednesday in the coming two weeks on which no café is closed: slots are there for four weeks."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=(2 - today.weekday()) % 7 + 7)


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture(params=[("sqlite", True), ("postgresql", False)], ids=["sqlite, JavaScript", "postgresql, no JavaScript"])
def engine_and_scripts(request):
    return request.param


@pytest.fixture
def service(engine_and_scripts, templates, tmp_path):
    url = templates.fresh(engine_and_scripts[0], tmp_path)
    service = Service(url, tmp_path)
    service.run("seed")
    service.run("seed", "demo")
    yield service
    templates.give_back(url)


class Person:
    """Somebody with a device of their own: cookies stay while the server restarts."""

    def __init__(self, browser: Browser, service: Service, size: str, scripts: bool) -> None:
        self._service = service
        self._context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts, locale="ko-KR")
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(15_000)

    def goes_to(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self._service.url + path)
        return self.page

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def fills(self, label: str, value: str) -> None:
        """Fill the field whose label begins like this ("(필수)" may follow)."""
        fields = self.page.locator("main").locator("input:not([type=checkbox]), textarea")
        fields.and_(self.page.get_by_label(re.compile(f"^{label}"))).fill(value)

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def signs_in(self, email: str) -> None:
        self.goes_to("/sign-in")
        self.fills("메일 주소", email)
        self.fills("비밀번호", PASSWORD)
        self.page.locator("main").get_by_role("button", name="로그인").click()
        expect(self.page).not_to_have_url(re.compile("/sign-in"))

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


def link_in(mail) -> str:
    body = mail.get_body(preferencelist=("plain",)).get_content()
    return re.search(r"https?://\S+", body)[0]


def test_one_day(service, browser, engine_and_scripts):
    scripts = engine_and_scripts[1]
    day = a_wednesday()
    mom, other = Person(browser, service, "phone", scripts), Person(browser, service, "phone", scripts)
    staff, official = Person(browser, service, "tablet", scripts), Person(browser, service, "desk", scripts)

    with service.at(instant(day - timedelta(days=1), time(10, 0))):
        service.run("jobs", "open_slots")
        slot_path = _chooses_a_slot_and_signs_up(mom, day)
        service.run("jobs", "send_notices")
        _confirms_by_the_mail(mom, service, slot_path)
        _adds_two_children(mom)
        _reserves_for_both(mom)
        official.signs_in("jongno@demo.kidscafe.example")
        _opens_the_form(other, slot_path)
        _changes_capacity(official, slot_path, 2)
        _is_refused_with_another_way(other)
        service.run("jobs", "send_notices")

    with service.at(instant(day, time(9, 20))):
        service.run("jobs", "send_notices")
        staff.signs_in("staff-hyehwa@demo.kidscafe.example")
        _checks_one_child_in(staff)

    with service.at(instant(day, time(9, 35))):
        staff.goes_to("/staff/")

    with service.at(instant(day, time(10, 1))):
        assert "1" in service.run("jobs", "mark_no_shows")
        service.run("jobs", "send_notices")
        _reserves_the_released_place(other, slot_path)
        _changes_capacity(official, slot_path, 20)
        staff.goes_to("/staff/")
        staff.sees("노쇼")
        service.run("jobs", "send_notices")
        assert "0" in service.run("jobs", "compare_counters")

    kinds = Counter(path.stem.split("-", 1)[1] for path in service.mail_dir.glob("*.eml"))
    assert kinds == {"confirm_email": 1, "reserved": 2, "reminder_hours": 1, "no_show": 1}
    assert len({mail["Message-ID"] for mail in service.mails()}) == 5


def _chooses_a_slot_and_signs_up(mom: Person, day: date) -> str:
    """The slot chosen before there is an account: its path."""
    mom.goes_to(f"/cafes/{CAFE}/{day}")
    mom.page.locator("main").get_by_role("link", name=re.compile("오전 9:30")).first.click()
    slot_path = "/" + mom.page.url.split("/", 3)[3].split("?")[0]
    mom.follows("회원 가입")
    mom.fills("이름", "김보호")
    mom.fills("휴대전화", "010 9876 5432")
    mom.fills("메일 주소", "kim@example.com")
    mom.fills("비밀번호", "a long password")
    mom.page.get_by_role("checkbox").check()
    mom.presses("가입하기")
    mom.sees("메일")
    return slot_path


def _confirms_by_the_mail(mom: Person, service: Service, slot_path: str) -> None:
    (mail,) = service.mails()
    assert mail["To"].addresses[0].addr_spec == "kim@example.com"
    mom.goes_to(link_in(mail))
    mom.fills("비밀번호", "a long password")
    mom.presses("확인하기")
    expect(mom.page).to_have_url(re.compile(re.escape(slot_path)))


def _adds_two_children(mom: Person) -> None:
    this_year = datetime.now(UTC).year
    for name, birth in (("김하늘", f"{this_year - 5}0303"), ("김바다", f"{this_year - 4}0202")):
        mom.page.locator("main").get_by_role("link", name=re.compile("등록하")).first.click()
        mom.fills("아이 이름", name)
        mom.fills("생년월일", birth)
        mom.presses("등록하기")
        mom.sees(name)


def _reserves_for_both(mom: Person) -> None:
    for name in ("김하늘", "김바다"):
        mom.page.get_by_label(re.compile(name)).check()
    mom.presses("예약하기")
    expect(mom.page).to_have_url(re.compile(r"/reservations/\d+"))
    mom.sees("김하늘")
    mom.sees("김바다")


def _changes_capacity(official: Person, slot_path: str, places: int) -> None:
    official.goes_to("/admin" + slot_path + "/capacity")
    official.page.locator("[name=amount]").fill(str(places))
    official.page.get_by_role("radio", name="명").check()
    official.fills("사유", "시험 운영")
    official.presses("미리보기")
    official.presses("정원 바꾸기")
    official.sees(str(places))


def _opens_the_form(other: Person, slot_path: str) -> None:
    other.signs_in("dad2@demo.kidscafe.example")
    other.goes_to(slot_path)
    other.page.get_by_role("checkbox").first.check()


def _is_refused_with_another_way(other: Person) -> None:
    other.presses("예약하기")
    other.sees("남은 자리가 없어서")
    other.sees("이 자리는 어때요?")
    expect(other.page.get_by_role("checkbox").first).to_be_checked()


def _checks_one_child_in(staff: Person) -> None:
    staff.goes_to("/staff/")
    staff.page.get_by_role("button", name=re.compile("^입장.*김하늘")).click()
    staff.sees("입장 취소")
    expect(staff.page.get_by_role("button", name=re.compile("^입장.*김바다"))).to_be_visible()


def _reserves_the_released_place(other: Person, slot_path: str) -> None:
    other.goes_to(slot_path)
    other.page.get_by_role("checkbox").first.check()
    other.presses("예약하기")
    expect(other.page).to_have_url(re.compile(r"/reservations/\d+"))
