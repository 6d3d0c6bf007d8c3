"""Schemathesis sends what the document allows and what it forbids, as each role: no server error, nothing undocumented.

Checks that run: no 5xx; status, content type, headers and body as documented; what the document forbids is refused
(``negative_data_rejection``); a missing required header is refused. Left out on purpose: what the document allows need not
be possible (a rule may refuse it), and methods, sign-ins and ids of others have their own tests with a fixed matrix.
"""

import contextlib
import warnings

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from booking.actions.reserve import reserve
from tests.api.conftest import Caller, a_token
from tests.support.morning import morning_settings
from tests.world import NOW, a_slot

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
]
WHO = {"nobody": None, "guardian": "mom", "staff": "staff", "official": "city"}
OWN_TAGS = {
    "nobody": {"누구나"},
    "guardian": {"보호자", "모든 계정"},
    "staff": {"직원", "모든 계정"},
    "official": {"관리자", "모든 계정"},
}
EXAMPLES = {"sqlite": 6, "postgresql": 3}
"""Of each operation and mode; PostgreSQL has to show only that it agrees."""


@pytest.fixture(name="settings")
def settings_of_the_day(database_url, tmp_path):
    """Tuesday 09:35 in Seoul: the first slot runs."""
    return morning_settings(database_url, tmp_path, hours=24, minutes=35)


def _real_ids(world, within) -> dict[str, list[object]]:
    """Values that exist, for the addresses: an answer is looked at only where there is one."""
    running, later = within(a_slot, world.hyehwa), within(a_slot, world.hyehwa, number=2)
    common = {"adults": 1, "now": NOW}
    first = within(reserve, running, actor=world.mom, child_ids=[world.jia], request_id="a", **common)
    second = within(reserve, later, actor=world.mom, child_ids=[world.minjun], request_id="b", **common)
    return {
        "slot_id": [running, later],
        "reservation_id": [first, second],
        "child_id": [world.jia, world.minjun],
        "code": ["JN220501"],
        "district_id": [11110],
        "closed_day_id": [1],
        "token_id": [99],
    }


@pytest.mark.parametrize("role", WHO)
def test_no_answer_is_outside_the_document(app, world, within, role):
    known = _real_ids(world, within)
    caller = Caller(app, a_token(app, getattr(world, WHO[role])) if WHO[role] else None)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    examples = EXAMPLES[app.config["SETTINGS"].database_url.partition("+")[0].partition(":")[0]]
    sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if OWN_TAGS[role] & set(operation.tags or ()):
            sent += _send_many(operation, GenerationMode.POSITIVE, caller, known, examples)
            sent += _send_many(operation, GenerationMode.NEGATIVE, caller, {}, examples)
    assert sent > 8 * examples


def _send_many(operation, mode, caller, known, examples) -> int:
    """Send some requests to this operation; how many there were. Any that breaks a check is raised, shrunk."""
    sent = 0

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def one(case, data) -> None:
        nonlocal sent
        for name in case.path_parameters or {}:
            if name in known and data.draw(st.integers(0, 3)):
                case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
        own = caller.headers()
        if mode is GenerationMode.NEGATIVE:
            # The key may be what is wrong with the request.
            own.pop("Idempotency-Key")
        case.call_and_validate(headers=own | {"Accept-Encoding": "identity"}, checks=CHECKS)
        sent += 1

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # An operation without any parameter cannot be asked wrongly.
        with contextlib.suppress(Unsatisfiable):
            one()
    return sent
