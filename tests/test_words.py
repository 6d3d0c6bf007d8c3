"""Every refusal has a sentence, and every sentence can be said with the facts its code comes with."""

import re
from pathlib import Path

import pytest

from booking import words
from booking.rules.refusals import Code, no

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence(code):
    assert words.SENTENCES[code].strip()


def test_every_code_is_used_somewhere():
    source = "\n".join(path.read_text() for path in (ROOT / "booking").rglob("*.py") if path.name != "words.py")

    unused = [code.name for code in Code if not re.search(rf"Code\.{code.name}\b", source)]

    assert unused == []


@pytest.mark.parametrize(
    ("name", "said"), [("지아", "지아는"), ("민준", "민준은"), ("아이 1", "아이 1은"), ("아이 2", "아이 2는")]
)
def test_a_name_gets_its_particle(name, said):
    assert words.sentence(no(Code.ALREADY_IN_SLOT, child=name)).startswith(f"{said} 이 회차를")
