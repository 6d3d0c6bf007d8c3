"""The running app is asked for every route: who may enter?"""

import re
from copy import copy
from inspect import iscoroutinefunction

import pytest
from werkzeug.routing import Rule

from tests.api.conftest import Caller, a_token, code_of
from tests.support.morning import all_rows
from tests.world import a_world

OPEN_EDGES = {"public", "static", "api_public"}
ROLE_OF_EDGE = {"guardian": "guardian", "staff": "staff", "admin": "admin"}
ROLES_OF_API = {
    "api_account": {"guardian", "staff", "admin"},
    "api_guardian": {"guardian"},
    "api_staff": {"staff"},
    "api_admin": {"admin"},
}
"""Edges of the API, which answer with a status and never lead to a page."""


def _address(rule) -> str:
    """The rule's address with some value for each of its parameters."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", lambda m: "1" if m[1] == "int" else "2026-11-24", str(rule))


def _rules(app, *edges):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in edges]


def test_every_route_belongs_to_an_edge(app):
    for rule in app.url_map.iter_rules():
        assert rule.endpoint.partition(".")[0] in OPEN_EDGES | set(ROLE_OF_EDGE) | set(ROLES_OF_API), rule.endpoint


def test_no_view_or_hook_is_a_coroutine(app):
    """Flask is told not to look (``App.ensure_sync``); it would send a coroutine as an answer."""
    hooks = [app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs]
    called = [*app.view_functions.values(), *(one for kind in hooks for some in kind.values() for one in some)]
    called += [one for codes in app.error_handler_spec.values() for kinds in codes.values() for one in kinds.values()]

    assert len(called) > 100
    assert not [one for one in called if iscoroutinefunction(one)]


def test_what_tests_remember_of_addresses_is_what_werkzeug_compiles(app):
    def compiled(rule: Rule) -> list:
        converters = {name: (type(one), vars(one) | {"map": None}) for name, one in rule._converters.items()}
        builders = [one.__func__.__code__ for one in (rule._build, rule._build_unknown)]
        return [rule._parts, rule._trace, rule.arguments, converters, builders]

    for rule in app.url_map.iter_rules():
        anew = copy(rule)
        anew.arguments = set(rule.defaults or ())
        Rule.compile.__wrapped__(anew)  # type: ignore[attr-defined]

        assert compiled(rule) == compiled(anew), rule
        assert rule._build.__self__ is rule


@pytest.mark.parametrize("edge", ROLE_OF_EDGE)
def test_without_a_sign_in_every_guarded_route_leads_to_the_sign_in(app, edge):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    rules = _rules(app, edge)
    assert rules
    for rule in rules:
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}:
            answer = client.open(_address(rule), method=method)

            assert answer.status_code == 303, (rule, method)
            assert "/sign-in" in answer.headers["Location"], (rule, method)


@pytest.mark.parametrize("edge", ROLE_OF_EDGE)
@pytest.mark.parametrize("who", ["mom", "staff", "official", "city"])
def test_another_role_finds_nothing_there(app, sign_in, edge, who):
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        actor = getattr(a_world(), who)
    if actor.role == ROLE_OF_EDGE[edge]:
        return
    client = sign_in(actor)
    for rule in _rules(app, edge):
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}:
            assert client.open(_address(rule), method=method).status_code == 404, (rule, method)


def test_a_post_without_a_csrf_token_never_gets_through(app, sign_in):
    with app.app_context():
        world = a_world()
    clients = {actor.role: sign_in(actor) for actor in (world.mom, world.staff, world.city)}
    for rule in app.url_map.iter_rules():
        # The API looks at no cookie, so it needs no CSRF token: see test_a_cookie_opens_nothing_of_the_api.
        if "POST" in (rule.methods or set()) and not rule.endpoint.startswith("api_"):
            client = clients[ROLE_OF_EDGE.get(rule.endpoint.partition(".")[0], "guardian")]

            assert client.post(_address(rule)).status_code == 400, rule


def _api_requests(app, *edges):
    """Each guarded route of the API with each of its methods."""
    return [
        (rule, method)
        for rule in _rules(app, *edges)
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"})
    ]


def test_without_a_good_token_every_guarded_route_of_the_api_says_401(app):
    nobody, wrong = Caller(app, None), Caller(app, "kidscafe_" + "x" * 43)
    requests = _api_requests(app, *ROLES_OF_API)
    assert len(requests) > 20
    for rule, method in requests:
        for caller, code in ((nobody, "token_missing"), (wrong, "token_wrong")):
            answer = caller.client.open(_address(rule), method=method, headers=caller.headers(), json={})

            assert (answer.status_code, code_of(answer)) == (401, code), (rule, method)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), (rule, method)


@pytest.mark.parametrize("who", ["mom", "staff", "official", "city"])
def test_another_role_finds_nothing_there_in_the_api(app, who):
    with app.app_context():
        actor = getattr(a_world(), who)
    caller = Caller(app, a_token(app, actor))
    before = all_rows(app)
    for edge, roles in ROLES_OF_API.items():
        if actor.role in roles:
            continue
        for rule, method in _api_requests(app, edge):
            answer = caller.client.open(_address(rule), method=method, headers=caller.headers(), json={})

            assert (answer.status_code, code_of(answer)) == (404, "not_there"), (rule, method)
    assert all_rows(app) == before


def test_a_cookie_opens_nothing_of_the_api_and_a_token_no_page(app, sign_in):
    with app.app_context():
        world = a_world()
    client, token = sign_in(world.mom), a_token(app, world.mom)
    with client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    caller = Caller(app, secret)
    for rule, method in _api_requests(app, *ROLES_OF_API):
        assert client.open(_address(rule), method=method, headers={"Idempotency-Key": "k" * 8}).status_code == 401
        assert caller.client.open(_address(rule), method=method, headers=caller.headers()).status_code == 401
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert client.get("/me").status_code == 303
    assert app.test_client().get("/me", headers={"Authorization": f"Bearer {token}"}).status_code == 303


def test_every_write_of_the_api_asks_for_an_idempotency_key(app):
    with app.app_context():
        world = a_world()
    tokens = {actor.role: a_token(app, actor) for actor in (world.mom, world.staff, world.city)}
    before = all_rows(app)
    for rule, method in _api_requests(app, "api_public", *ROLES_OF_API):
        if method == "GET":
            continue
        role = next(iter(ROLES_OF_API.get(rule.endpoint.partition(".")[0], {"guardian"})))
        for key, code in (
            (None, "idempotency_key_missing"),
            ("short", "idempotency_key_wrong"),
            ("a" * 65, "idempotency_key_wrong"),
        ):
            headers = {"Authorization": f"Bearer {tokens[role]}"} | ({"Idempotency-Key": key} if key else {})
            answer = app.test_client().open(_address(rule), method=method, headers=headers, json={})

            assert (answer.status_code, code_of(answer)) == (400, code), (rule, method)
    assert all_rows(app) == before
