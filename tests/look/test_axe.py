"""Every page of the running app, for each role, at three sizes, and every form's error state: axe finds nothing."""

import itertools
import re
import threading
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from booking import capacity, clock, create_app
from booking.db import db, transaction
from booking.models import Slot
from tests.guardian.test_full_in_a_rush import awaited
from tests.look.axe import violations
from tests.look.busy import PASSWORD, a_busy_morning
from tests.support.browser import open_browser
from tests.support.morning import morning_settings

ROLES = {
    "nobody": None,
    "guardian": "mom@example.kr",
    "staff": "staff@example.kr",
    "official": "jongno@example.kr",
    "city": "city@example.kr",
}
NO_PAGES = {
    "static",
    "public.healthz",
    "public.readyz",
    "public.show_metrics",
    "public.robots",
    "public.favicon",
    "guardian.calendar_of",
}
"""Answers that are files or words, not pages."""
ONLY_LEAD_ON = {"public.open_code", "staff.before_walk_in", "admin.show_forms", "guardian.create_reservation"}
ONLY_LEAD_ON |= {f"admin.cancel_{place}_rules" for place in ("cafe", "district", "city")}
"""Addresses that lead to another page."""
FOR_EVERY_ROLE = {"public.show_sign_ins"}
"""Pages of the public edge that everybody has who is signed in, and nobody else."""
ONLY_THE_CITYS = {"admin.show_line", "admin.show_city_rules", "admin.change_city_rules"}
"""Pages that a district's official does not have."""
REFUSED: list[str] = []
"""What the browser said that the content security policy stopped."""
MOST_OF_EACH = 2
"""Values tried for one parameter: enough for each state, without walking every id."""


@pytest.fixture(scope="module")
def served(templates, tmp_path_factory):
    """The busy morning, served; the app's address, its rules and its values."""
    folder = tmp_path_factory.mktemp("look")
    url = templates.fresh("sqlite", folder)
    # Tuesday 10:05 in Seoul: the first slot runs, its grace is over.
    app = create_app(morning_settings(url, folder, hours=25, minutes=5))
    busy = a_busy_morning(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}", app, busy
    server.shutdown()
    thread.join(timeout=10)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


def addresses(rule, values) -> list[str]:
    """The rule's addresses with values of the busy morning for its parameters."""
    names = re.findall(r"<(?:[^:>]+:)?(\w+)>", str(rule))
    choices = [values[name] for name in names]
    made = []
    for chosen in itertools.product(*choices):
        given = dict(zip(names, chosen, strict=True))
        made.append(re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda m, given=given: str(given[m[1]]), str(rule)))
    return made


@pytest.fixture
def context(browser):
    """A browser's window, closed afterwards: what is open goes on working, beside the pages of the next test."""
    with browser.new_context(locale="ko-KR", reduced_motion="reduce") as opened:
        yield opened


def signed_in(context, base: str, email: str | None) -> Page:
    page = context.new_page()
    # What the content security policy stops is said in the console, and nowhere else.
    page.on("console", lambda message: REFUSED.append(message.text) if "Content Security Policy" in message.text else None)
    if email is not None:
        page.goto(base + "/sign-in")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def _shown(page: Page, base: str, rules, values) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Open the rules' addresses: what is wrong with each page, and how many pages of each endpoint were shown."""
    wrong: dict[str, list[str]] = {}
    shown: dict[str, int] = {}
    for rule in rules:
        for address in addresses(rule, values):
            if shown.get(rule.endpoint, 0) >= MOST_OF_EACH:
                break
            answer = page.goto(base + address)
            assert answer is not None
            assert answer.status in (200, 404, 422), (address, answer.status)
            if answer.status != 404 and urlsplit(page.url).path == address:
                shown[rule.endpoint] = shown.get(rule.endpoint, 0) + 1
                if found := violations(page):
                    wrong[address] = found
    return wrong, shown


def pages_of(app, role: str) -> list:
    """The rules of the pages that this role is shown."""
    edges = {"nobody": {"public"}, "guardian": {"public", "guardian"}, "staff": {"staff"}}.get(role, {"admin"})
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in NO_PAGES
        and (role != "nobody" if rule.endpoint in FOR_EVERY_ROLE else rule.endpoint.partition(".")[0] in edges)
    ]


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page(served, context, role):
    base, app, busy = served
    page = signed_in(context, base, ROLES[role])
    rules = pages_of(app, role)

    wrong, shown = _shown(page, base, rules, busy.values)

    assert wrong == {}
    assert REFUSED == []
    # A page that nobody could open was not looked at: this role opens its own edge's pages, the official the city's too.
    own = {"nobody": "public", "guardian": "guardian", "staff": "staff", "official": "admin", "city": "admin"}[role]
    own_rules = {rule.endpoint for rule in rules if rule.endpoint.startswith(own) or rule.endpoint in FOR_EVERY_ROLE}
    missed = own_rules - set(shown) - ONLY_LEAD_ON - (ONLY_THE_CITYS if role == "official" else set())
    assert missed == set()


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_a_form_that_was_refused(served, context, role):
    base, app, busy = served
    page = signed_in(context, base, ROLES[role])
    wrong, refused = {}, 0
    for rule in pages_of(app, role):
        address = addresses(rule, busy.values)[0]
        answer = page.goto(base + address)
        forms = page.locator("main form[method=post]:has(input:not([type=hidden]), textarea)")
        if answer is None or answer.status != 200 or forms.count() == 0:
            continue
        with page.expect_navigation() as gone:
            forms.first.evaluate("""form => {
                form.noValidate = true;
                for (const field of form.elements) {
                    if (field.type === 'checkbox') field.checked = false;
                    else if (!['hidden', 'radio', 'submit', 'button', 'select-one'].includes(field.type)) field.value = '';
                }
                HTMLFormElement.prototype.submit.call(form);
            }""")
        if gone.value is not None and gone.value.status == 422:
            refused += 1
            if found := violations(page):
                wrong[address] = found

    assert wrong == {}
    assert refused > 0


def test_axe_finds_nothing_on_what_closing_a_day_by_a_rule_would_do(served, context):
    base, _, _ = served
    page = signed_in(context, base, ROLES["official"])
    page.goto(f"{base}/admin/cafes/JN220501/rules/closed")
    for name, value in {"name": "방역", "value_first": "2026-11-24", "value_reason": "방역 소독", "source": "공지"}.items():
        page.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        page.locator("button[value=preview]").click()

    assert page.locator("#ending tbody tr").count() > 0
    assert violations(page) == []


def test_axe_finds_nothing_on_what_a_change_of_rules_would_do(served, context):
    base, _, _ = served
    page = signed_in(context, base, ROLES["official"])
    wrong = {}
    page.goto(f"{base}/admin/districts/11110/rules/ages")
    page.locator("[name=value_min]").fill("7")
    page.locator("[name=source]").fill("자치구 공지")
    for step in ("preview", "what_if"):
        with page.expect_navigation():
            page.locator(f"button[value={step}]").click()
        if found := violations(page):
            wrong[step] = found
    page.locator("button[value=preview]").click()
    page.locator("button[value=confirm]").click()
    page.goto(f"{base}/admin/districts/11110/rules")
    page.locator("a[href*='/ages/cancel']").first.evaluate("link => link.click()")
    page.wait_for_url("**/ages/cancel*")
    if found := violations(page):
        wrong["cancel"] = found

    assert wrong == {}
    assert REFUSED == []


def test_axe_finds_nothing_on_what_is_said_of_a_full_slot_in_a_rush(served, context, monkeypatch):
    base, app, busy = served
    page = signed_in(context, base, ROLES["guardian"])
    page.goto(f"{base}/slots/{busy.coming}")
    # While the page was open, others took the last place of the slot (which officials may have made larger before).
    with app.app_context(), transaction() as session:
        full = session.get_one(Slot, busy.full)
        capacity.set_capacity(session, full.id, full.taken, at=clock.now())
    monkeypatch.setattr(app, "wsgi_app", awaited(app.wsgi_app))
    app.extensions["full_slots"].note(busy.full)
    with page.expect_navigation() as gone:
        page.evaluate(
            """slot => {
                const form = document.querySelector('form[action$="/reservations"]');
                form.action = `/slots/${slot}/reservations`;
                HTMLFormElement.prototype.submit.call(form);
            }""",
            busy.full,
        )

    assert gone.value is not None
    assert gone.value.status == 422
    assert "같은 내용으로 다시 예약해 보기" in page.locator("main").inner_text()
    assert violations(page) == []
    page.goto(f"{base}/slots/{busy.full}")
    assert "이 회차 다시 열기" in page.locator("main").inner_text()
    assert violations(page) == []
    assert REFUSED == []
