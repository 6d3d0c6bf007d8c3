"""The lock files name packages, versions and hashes, and no address."""

import json

import pytest

from tools.environment import TOP
from tools.lock import LOCKS, addresses


def packages(name):
    """The entries of a lock file, each with the lines of its hashes."""
    text = (TOP / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_one_version_and_hashes_but_no_address(name):
    assert addresses((TOP / name).read_text(encoding="utf-8")) == []
    assert packages(name)
    for package in packages(name):
        assert "==" in package
        assert "--hash=sha256:" in package


def test_the_tests_use_the_versions_of_the_service():
    def versions(name):
        return {package.split(" ")[0] for package in packages(name)}

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_front_end_packages_have_hashes_but_no_address():
    entries = json.loads((TOP / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert all("resolved" not in entry for entry in entries.values())
    assert all("integrity" in entry for path, entry in entries.items() if path)
