"""Guessing passwords, filling mailboxes, trying codes: counted, refused in time, and nobody else locked out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.db import transaction
from booking.models import Attempt
from booking.rules import limits
from jobs import purge
from tests.support.morning import newest_link, text_of, without_token
from tests.world import NOW, PASSWORD

MOM = "mom@example.kr"
HERE, THERE = "203.0.113.7", "198.51.100.1"


def tries(client, password="wrong", email=MOM, address=HERE, times=1):
    """Sign in so many times; the statuses."""
    form = {"email": email, "password": password}
    return [client.post("/sign-in", data=form, environ_overrides={"REMOTE_ADDR": address}).status_code for _ in range(times)]


@pytest.fixture
def small(monkeypatch):
    """Smaller numbers where the real ones would only take time; the counting is the same."""
    for name, most in (("WRONG_ANYWHERE", 6), ("WRONG_FROM_ADDRESS", 8), ("CODES_OF_STAFF", 3), ("CODES_OF_GUARDIAN", 3)):
        one = getattr(limits, name)
        monkeypatch.setattr(limits, name, limits.Limit(one.kind, most, one.minutes, one.code))


def rows(within):
    def read():
        with transaction() as session:
            return session.scalar(select(func.count()).select_from(Attempt))

    return within(read)


@pytest.mark.parametrize("email", [MOM, "nobody@example.kr"])
def test_after_five_wrong_passwords_the_form_comes_back_with_429_and_says_what_to_do(app, world, within, email):
    client = app.test_client()
    assert tries(client, email=email, times=5) == [422] * 5
    before = rows(within)

    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD}, environ_overrides={"REMOTE_ADDR": HERE})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "11월 23일(월) 오전 9:15부터 다시 시도해 주세요" in text_of(answer)
    assert "새로 정" in text_of(answer)
    assert f'value="{email}"' in text_of(answer)
    assert rows(within) == before


def test_the_owner_elsewhere_and_a_quarter_of_an_hour_later_signs_in(app, world, shifted, settings):
    client = app.test_client()
    tries(client, times=6)

    assert tries(app.test_client(), PASSWORD, address=HERE) == [429]
    assert tries(app.test_client(), PASSWORD, address=THERE) == [303]
    later = shifted(settings.clock_shift + timedelta(minutes=15))
    later.config["WTF_CSRF_ENABLED"] = False
    assert tries(later.test_client(), PASSWORD, address=HERE) == [303]


def test_the_right_password_clears_what_was_mistyped_before(app, world):
    client = app.test_client()

    assert tries(client, times=4) + tries(client, PASSWORD) + tries(client, times=5) + tries(client) == (
        [422] * 4 + [303] + [422] * 5 + [429]
    )


def test_a_browser_that_signed_in_before_is_never_locked_out_by_others(app, world, small):
    phone = app.test_client()
    assert tries(phone, PASSWORD) == [303]
    phone.post("/sign-out")
    attacker = app.test_client()
    assert tries(attacker, times=6)[-1] == 429
    for n in range(8):
        tries(attacker, address=f"198.51.100.{n}")
    assert tries(app.test_client(), PASSWORD, address="192.0.2.1") == [429]

    assert tries(phone, PASSWORD) == [303]


def test_a_stolen_device_cookie_gives_five_guesses_not_more(app, world):
    phone = app.test_client()
    tries(phone, PASSWORD)
    thief = app.test_client()
    thief.set_cookie("kidscafe-device", phone.get_cookie("kidscafe-device").value)

    assert tries(thief, times=5) + tries(thief) == [422] * 5 + [429]
    assert tries(thief, PASSWORD, address=THERE) == [429]


def test_a_device_cookie_that_we_did_not_sign_is_none(app, world):
    tries(app.test_client(), times=6)
    for cookie in ["x", "WyJhIixbMV1d", "WyJhIixbMV1d.AAAA", "가"]:
        client = app.test_client()
        client.set_cookie("kidscafe-device", cookie)

        assert tries(client, PASSWORD) == [429], cookie


def test_one_address_that_tries_many_accounts_is_stopped_but_not_the_phones_behind_it(app, world, small):
    phone = app.test_client()
    tries(phone, PASSWORD)
    attacker = app.test_client()
    for n in range(8):
        assert tries(attacker, email=f"victim{n}@example.kr") == [422]

    assert tries(attacker, email="victim9@example.kr") == [429]
    assert tries(app.test_client(), PASSWORD) == [429]
    assert tries(phone, PASSWORD) == [303]
    assert tries(app.test_client(), PASSWORD, address=THERE) == [303]


def test_a_new_password_by_mail_opens_the_door_at_once(app, world):
    client = app.test_client()
    tries(client, times=6)
    client.post("/password", data={"email": MOM})
    client.post(newest_link(app), data={"password": "another-password"})

    assert tries(client, "another-password") == [303]


def test_mails_to_one_mailbox_are_counted_whether_it_has_an_account_or_not(app, world):
    answers = []
    for email in (MOM, "nobody@example.kr"):
        client = app.test_client()
        answers.append([client.post("/password", data={"email": email}) for _ in range(11)])

    known, unknown = answers
    assert [one.status_code for one in known] == [one.status_code for one in unknown] == [303] * 10 + [429]
    assert int(known[-1].headers["Retry-After"]) <= 3600
    assert "메일함과 스팸함을 확인" in text_of(known[-1])
    shown = without_token(text_of(known[-1])).replace(MOM, "")
    assert shown == without_token(text_of(unknown[-1])).replace("nobody@example.kr", "")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/me/password", {"old": "wrong", "new": "long enough password"}),
        ("/me/delete", {"password": "wrong"}),
    ],
)
def test_who_found_a_phone_does_not_find_the_password(app, world, sign_in, path, form):
    found = sign_in(world.mom)
    right = {name: PASSWORD if value == "wrong" else value for name, value in form.items()}

    assert [found.post(path, data=form).status_code for _ in range(6)] == [422] * 5 + [429]
    assert found.post(path, data=right).status_code == 429
    assert sign_in(world.mom).post(path, data=right).status_code == 303


def test_the_confirming_link_is_no_way_around(app, world):
    client = app.test_client()
    new = {"name": "강새롬", "phone": "010-9876-5432", "email": "new@example.kr", "password": "a-new-password", "agree": "y"}
    client.post("/sign-up", data=new)
    link = newest_link(app)

    assert [client.post(link, data={"password": "wrong"}).status_code for _ in range(6)] == [422] * 5 + [429]
    page = text_of(client.post(link, data={"password": "a-new-password"}))
    assert "부터 다시 시도해 주세요" in page
    assert "비밀번호를 모르면 새로 정하기" in page


@pytest.mark.parametrize(("who", "path"), [("mom", "/q/{}"), ("staff", "/staff/codes/{}"), ("staff", "/staff/find?q={}")])
def test_codes_that_nobody_has_are_counted(app, world, sign_in, small, who, path):
    client = sign_in(getattr(world, who))
    asked = [client.get(path.format(f"ZZZZZZ2{n}")) for n in range(4)]

    assert [one.status_code for one in asked][3] == 429
    assert 429 not in [one.status_code for one in asked][:3]
    assert "9:10부터 다시 시도해 주세요" in text_of(asked[3])
    assert int(asked[3].headers["Retry-After"]) <= 600
    if "find" in path:
        assert client.get("/staff/find?q=김엄마").status_code == 200


def test_counted_tries_are_gone_after_the_purge_and_say_nothing_meanwhile(app, world, within):
    tries(app.test_client(), times=2)

    def subjects():
        with transaction() as session:
            return list(session.scalars(select(Attempt.subject)))

    assert len(within(subjects)) == 3
    assert all(len(one) == 64 and int(one, 16) for one in within(subjects))
    within(purge.run, NOW + timedelta(minutes=59))
    assert rows(within) > 0
    within(purge.run, NOW + timedelta(days=1))
    assert rows(within) == 0
