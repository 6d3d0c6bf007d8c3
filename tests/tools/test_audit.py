"""What pip-audit's answer means: a vulnerability fails and is named, and what nobody could be asked about is said."""

import json

import pytest

from tools import audit

SOUND = {"name": "flask", "version": "3.1.2", "vulns": []}
KNOWN = {
    "name": "werkzeug",
    "version": "3.0.0",
    "vulns": [
        {"id": "PYSEC-2023-221", "fix_versions": ["2.3.8", "3.0.1"], "aliases": ["CVE-2023-46136"], "description": ""}
    ],
}
SKIPPED = {"name": "granian", "skip_reason": "Dependency not found on PyPI and could not be audited: granian (2.8.0)"}


def told(*packages):
    return audit.read(json.dumps({"dependencies": packages, "fixes": []}), "", 40)


def test_a_known_vulnerability_fails_and_names_package_version_id_and_the_version_that_mends_it():
    found = told(SOUND, KNOWN)

    assert not found.passes
    assert "werkzeug 3.0.0: PYSEC-2023-221 (CVE-2023-46136), 2.3.8 또는 3.0.1" in found.lines[0]


def test_a_vulnerability_without_a_mended_version_fails_too():
    found = told(KNOWN | {"vulns": [{"id": "X-1", "fix_versions": []}]})

    assert not found.passes
    assert "no fix" in found.lines[0]


def test_libraries_without_one_pass_and_their_number_is_said():
    found = told(SOUND, SOUND)

    assert found == audit.Verdict(True, ["라이브러리 2개에 물었습니다 (2 libraries audited)."])


def test_libraries_that_no_service_knows_are_said_in_one_line_and_do_not_fail():
    found = told(SKIPPED, SKIPPED)

    assert found.passes
    assert len(found.lines) == 1
    assert "NOT audited: 2" in found.lines[0]


def test_one_vulnerable_among_many_skipped_fails():
    found = told(SKIPPED, KNOWN, SKIPPED)

    assert not found.passes
    assert any("NOT audited: 2" in line for line in found.lines)


@pytest.mark.parametrize(
    "errors", ["requests.exceptions.ConnectionError: no route", "Read timed out.", "could not resolve host"]
)
def test_without_a_connection_the_number_of_libraries_not_audited_is_said(errors):
    found = audit.read("", errors, 40)

    assert found.passes
    assert "NOT audited: 40" in found.lines[0]


def test_no_report_for_any_other_reason_fails(tmp_path):
    assert not audit.read("", "Traceback\nValueError: the lock file has no hashes", 40).passes
    assert not audit.read("{}", "", 40).passes


def test_a_service_that_never_answers_is_given_up_and_said(monkeypatch, capsys):
    monkeypatch.setattr(audit, "SECONDS", 0.2)
    monkeypatch.setattr(audit, "COMMAND", ["-c", "import time; time.sleep(60)"])

    assert audit.audit()

    assert "NOT audited:" in capsys.readouterr().out
