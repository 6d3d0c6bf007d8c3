"""What families see in a rush is compiled before they come."""

import pytest

from booking import create_app
from booking.pieces import load
from tests.world import a_slot, a_world


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("loaded", [True, False])
def test_the_pages_of_a_rush_compile_nothing_once_they_are_loaded(settings, monkeypatch, loaded):
    app = create_app(settings)
    with app.app_context():
        slot_id = a_slot(a_world().hyehwa)
    if loaded:
        load(app)
    compiled = []
    compile_template = app.jinja_env.compile
    monkeypatch.setattr(
        app.jinja_env, "compile", lambda source, name, *more: compiled.append(name) or compile_template(source, name, *more)
    )

    for path in ("/", f"/slots/{slot_id}"):
        assert app.test_client().get(path).status_code == 200

    assert (compiled == []) == loaded
