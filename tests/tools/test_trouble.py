"""What pip, npm and the database print when they fail becomes one sentence."""

import errno

import pytest

from tools.trouble import explain, explain_os_error


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "디스크"),
        ("npm error code ENOSPC", "디스크"),
        ("sqlite3.OperationalError: database or disk is full", "디스크"),
        ("OSError: [Errno 30] Read-only file system: 'x'", "쓸 수 없"),
        ("sqlite3.OperationalError: attempt to write a readonly database", "쓸 수 없"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching", "인터넷"),
        ("alembic.util.exc.CommandError: Can't locate revision identified by '9999'", "새 버전"),
        ('psycopg.OperationalError: connection failed: connection to server at "127.0.0.1" failed', "DATABASE_URL"),
        ("npm error request failed, reason: getaddrinfo EAI_AGAIN", "인터넷"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "해시"),
        ("npm error `npm ci` can only install packages when your package.json and lock are in sync.", "make lock"),
    ],
)
def test_a_known_cause_is_named(output, word):
    sentence = explain(output, "설치")

    assert word in sentence
    assert "\n" not in sentence


def test_an_unknown_cause_is_the_last_line_and_not_the_stack_trace():
    sentence = explain('Traceback (most recent call last):\n  File "x.py", line 1\nValueError: 31일은 없습니다\n', "준비")

    assert "ValueError: 31일은 없습니다" in sentence
    assert "Traceback" not in sentence


def test_what_was_raised_says_more_than_what_came_after_it():
    said = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'x'\n\nError: No such command 'db'.\n"

    assert "No module named 'x'" in explain(said, "준비")


def test_the_sentences_of_the_seed_are_shown_as_they_are():
    said = "장소 파일에 잘못된 곳이 1군데 있습니다.\nseed/cafes/jungnang.toml:7 capacity: 0보다 커야 합니다.\n"

    assert explain(said, "기초 자료 넣기").endswith(said.strip())


def test_a_full_disk_is_a_sentence_with_the_file():
    sentence = explain_os_error(OSError(errno.ENOSPC, "No space left on device", "var/booking.sqlite3"))

    assert sentence.startswith("var/booking.sqlite3: 디스크가 가득")
