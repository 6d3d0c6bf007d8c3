"""Copying front-end files out of node_modules/."""

import pytest

from tools.say import Stop
from tools.vendor import copy


@pytest.fixture
def packages(tmp_path):
    (tmp_path / "node_modules" / "htmx" / "dist").mkdir(parents=True)
    (tmp_path / "node_modules" / "htmx" / "dist" / "htmx.js").write_text("let htmx")
    return tmp_path / "node_modules"


def listing(tmp_path, text):
    (tmp_path / "vendor.txt").write_text(text)
    return tmp_path / "vendor.txt"


def test_listed_files_are_copied_and_others_disappear(tmp_path, packages):
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.js").touch()

    count = copy(packages, listing(tmp_path, "# scripts\n\nhtmx/dist/*.js -> htmx\n"), vendor)

    assert count == 1
    assert [str(path.relative_to(vendor)) for path in vendor.rglob("*.js")] == ["htmx/htmx.js"]


@pytest.mark.parametrize("text", ["htmx/dist/none.js -> htmx", "htmx/dist/*.js", "htmx/dist/*.js ->"])
def test_a_line_that_copies_nothing_stops_and_keeps_what_was_there(tmp_path, packages, text):
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.js").touch()

    with pytest.raises(Stop):
        copy(packages, listing(tmp_path, text), vendor)

    assert (vendor / "old.js").exists()
