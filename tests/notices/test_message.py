"""A mail as bytes: headers that survive every mail program."""

import pytest

from booking.notices.message import FILE, WIRE, Mail, message
from booking.notices.sending import NotSent
from tests.notices.mailbox import read
from tests.world import NOW


def made(**changed):
    values = {"to_name": "김엄마", "to_email": "mom@example.kr", "subject": "예약", "text": "글\n", "html": "<p>글</p>"}
    return message(Mail(**values | changed), notice_id=7, sender="가나 다라 <b@example.kr>", host="localhost", now=NOW)


@pytest.mark.parametrize("policy", [FILE, WIRE], ids=["file", "wire"])
def test_a_long_subject_and_name_keep_every_space(policy):
    for length in range(1, 150):
        said = ("가 나a 다 b<c>, d " * 20)[:length].strip()

        raw = made(subject=said, to_name=said).as_bytes(policy=policy)

        mail = read(raw)
        assert mail["Subject"] == said
        assert mail["To"].addresses[0].display_name in (said, "")
        assert mail["To"].addresses[0].addr_spec == "mom@example.kr"
        assert raw.partition(b"\r\n\r\n")[0].isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 100


@pytest.mark.parametrize("email", ["", "@", "a@", "@b", "a@b\r\nBcc: c@d", "a b", "한글@example.kr", "a@" + "b" * 300])
def test_what_is_no_address_is_not_tried_again(email):
    with pytest.raises(NotSent) as no:
        made(to_email=email)

    assert no.value.for_good


def test_an_international_domain_is_written_in_ascii():
    assert "mom@xn--3e0b707e" in str(made(to_email="mom@한국")["To"])
