"""The document tells of every route and of nothing else."""

import re

from booking.api import BLUEPRINTS

OWN = "/api/v1/openapi.json"


def test_every_route_of_the_api_is_documented(app):
    names = {edge.name for edge in BLUEPRINTS}
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)).removeprefix("/api/v1"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.partition(".")[0] in names and str(rule) != OWN
    }

    paths = app.test_client().get(OWN).get_json()["paths"]

    assert {(path, method) for path, methods in paths.items() for method in methods} == routes


def test_each_write_documents_its_key_and_each_guard_its_token(app):
    document = app.test_client().get(OWN).get_json()

    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            headers = [one["name"] for one in operation["parameters"] if one["in"] == "header"]
            assert headers == (["Idempotency-Key"] if method != "get" else []), (path, method)
            told_again = "headers" in next(iter(operation["responses"].values()))
            # Who joins the line is told the place of now.
            assert told_again == (method != "get" and path != "/line"), (path, method)
            assert (operation["security"] == []) == ("401" not in operation["responses"]), (path, method)
