"""The running app is asked for every route: who may enter?"""

import re

import pytest

from tests.world import a_world

OPEN_EDGES = {"public", "static"}
ROLE_OF_EDGE = {"guardian": "guardian", "staff": "staff", "admin": "admin"}


def _address(rule) -> str:
    """The rule's address with some value for each of its parameters."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", lambda m: "1" if m[1] == "int" else "2026-11-24", str(rule))


def _rules(app, *edges):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in edges]


def test_every_route_belongs_to_an_edge(app):
    for rule in app.url_map.iter_rules():
        assert rule.endpoint.partition(".")[0] in OPEN_EDGES | set(ROLE_OF_EDGE), rule.endpoint


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
        if "POST" in (rule.methods or set()):
            client = clients[ROLE_OF_EDGE.get(rule.endpoint.partition(".")[0], "guardian")]

            assert client.post(_address(rule)).status_code == 400, rule
