"""A session fixed before signing in, copied, tampered with; a form's token of somebody else's session."""

import re

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from booking.headers import HEADERS, OVER_TLS
from tests.support.morning import text_of
from tests.world import PASSWORD

MOM = {"email": "mom@example.kr", "password": PASSWORD}


def session_of(client) -> str | None:
    cookie = client.get_cookie("kidscafe")
    return cookie.value if cookie else None


def with_session(app, value):
    client = app.test_client()
    client.set_cookie("kidscafe", value)
    return client


def token_in(answer) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text_of(answer))[1]


@pytest.fixture
def guarded(app, world):
    """The app as it runs: forms need their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_a_session_from_before_the_sign_in_is_worth_nothing_after_it(guarded):
    client = guarded.test_client()
    token = token_in(client.get("/sign-in"))
    fixed = session_of(client)
    assert fixed

    assert client.post("/sign-in", data=MOM | {"csrf_token": token}).status_code == 303

    assert session_of(client) != fixed
    assert client.get("/me").status_code == 200
    assert with_session(guarded, fixed).get("/me").status_code == 303


@pytest.mark.parametrize("ending", ["sign-out", "password", "reset"])
def test_a_copied_cookie_ends_with_the_sign_in(app, world, sign_in, ending):
    client, elsewhere = sign_in(world.mom), sign_in(world.mom)
    copied = session_of(client)
    thief = with_session(app, copied)
    assert thief.get("/me").status_code == 200

    if ending == "sign-out":
        client.post("/sign-out")
    elif ending == "password":
        elsewhere.post("/me/password", data={"old": PASSWORD, "new": "quite-another-one"})
    else:
        from tests.support.morning import newest_link

        app.test_client().post("/password", data={"email": "mom@example.kr"})
        app.test_client().post(newest_link(app), data={"password": "quite-another-one"})

    assert thief.get("/me").status_code == 303


def test_a_cookie_that_was_changed_is_nobody(app, world, sign_in):
    real = session_of(sign_in(world.mom))
    body, stamp, signature = real.rsplit(".", 2)
    tampered = [
        real[:-2],
        body[::-1] + f".{stamp}.{signature}",
        f"{body}.{stamp}.",
        "x",
        "." * 50,
        "e30." + stamp + "." + signature,
    ]

    for value in tampered:
        answer = with_session(app, value).get("/me")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/me"), value


def test_a_forms_token_of_another_session_does_nothing(guarded, sign_in, world):
    mom, stranger = sign_in(world.mom), sign_in(world.stranger)
    token = token_in(stranger.get("/me/profile"))
    mom.get("/me/profile")
    form = {"name": "남의이름", "phone": "010-1234-5678", "csrf_token": token}

    assert mom.post("/me/profile", data=form).status_code == 400
    assert "남의이름" not in text_of(mom.get("/me"))


def test_both_cookies_are_out_of_reach_of_scripts_and_other_sites(app, world):
    cookies = app.test_client().post("/sign-in", data=MOM).headers.getlist("Set-Cookie")

    assert sorted(cookie.split("=")[0] for cookie in cookies) == ["kidscafe", "kidscafe-device"]
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


PATHS = (
    "/",
    "/sign-out",
    "/no-such-page",
    "/static/css/parts.css",
    "/static/none.css",
    "/favicon.ico",
    "/me",
    "/robots.txt",
)


def test_every_answer_has_every_header(app, world):
    strict = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    for path in PATHS:
        answer = app.test_client().get(path)

        assert {name: answer.headers.get(name) for name in strict} == strict, path
        assert "Cache-Control" in answer.headers
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert not set(OVER_TLS) & set(answer.headers.keys())


def test_an_unexpected_error_and_a_secure_address_have_them_too(settings, world):
    from dataclasses import replace

    from booking import create_app

    app = create_app(replace(settings, secure_cookies=True))

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError

    answer = app.test_client().get("/broken")

    assert answer.status_code == 500
    assert set(HEADERS) | set(OVER_TLS) <= set(answer.headers.keys())


def test_an_address_behind_a_proxy_is_believed_only_when_a_proxy_is_configured(settings, world):
    from dataclasses import replace

    from flask import request

    from booking import create_app

    seen = {}
    for proxies in (0, 1, 2):
        app = create_app(replace(settings, trusted_proxies=proxies))
        app.add_url_rule("/who", "who", lambda: request.remote_addr)
        said = {"X-Forwarded-For": "9.9.9.9, 203.0.113.7, 10.0.0.1"}
        seen[proxies] = text_of(app.test_client().get("/who", headers=said, environ_overrides={"REMOTE_ADDR": "10.0.0.2"}))

    assert seen == {0: "10.0.0.2", 1: "10.0.0.1", 2: "203.0.113.7"}


def test_a_session_is_signed_as_flask_signs_it(app):
    """A key that is derived once is no other key: who is signed in stays so, and others' tools read the cookie."""
    flasks = SecureCookieSessionInterface().get_signing_serializer(app)
    ours = app.session_interface.get_signing_serializer(app)

    assert flasks.loads(ours.dumps({"_user_id": "secret"})) == {"_user_id": "secret"}
    assert ours.loads(flasks.dumps({"_user_id": "secret"})) == {"_user_id": "secret"}
    with pytest.raises(BadSignature):
        ours.loads(flasks.dumps({"_user_id": "secret"})[:-3] + "xyz")
