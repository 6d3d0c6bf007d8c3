"""The setting SMTP_URL, and the sentence when it is wrong."""

import pytest

from booking import config
from booking.smtp_url import SmtpServer, parse


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.kr", SmtpServer("mail.example.kr", 25, None, None, "none")),
        ("smtp://u:p@mail.example.kr:2525/", SmtpServer("mail.example.kr", 2525, "u", "p", "none")),
        ("smtp://u%40x:p%2Fs%3A@mail.example.kr?starttls=1", SmtpServer("mail.example.kr", 587, "u@x", "p/s:", "starttls")),
        ("smtps://u:p@mail.example.kr", SmtpServer("mail.example.kr", 465, "u", "p", "implicit")),
        ("smtp://[::1]:25", SmtpServer("::1", 25, None, None, "none")),
    ],
)
def test_a_url_names_server_user_and_encryption(url, server):
    assert parse(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.kr",
        "http://mail.example.kr",
        "smtp://",
        "smtp://mail.example.kr:port",
        "smtp://mail.example.kr:99999",
        "smtp://mail.example.kr:0",
        "smtp://[::1",
        "smtp://u:secret@mail.example.kr?tls=1",
        "smtp://u:secret@mail.example.kr?starttls=yes",
        "smtps://u:secret@mail.example.kr?starttls=1",
        "smtp://secret@mail.example.kr",
        "smtp://u:secret@mail.example.kr/inbox",
        "smtp://u:sec#ret@mail.example.kr",
    ],
)
def test_a_wrong_url_is_a_sentence_that_keeps_the_password(url, tmp_path):
    with pytest.raises(config.ConfigError) as wrong:
        config.read({"SMTP_URL": url, "VAR_DIR": str(tmp_path)})

    assert str(wrong.value).startswith("SMTP_URL: ")
    assert "secret" not in str(wrong.value)


@pytest.mark.parametrize("sender", ["nobody", "이름 <주소>", "a <b@c>\r\nBcc: d@e", "<@x>"])
def test_a_wrong_sender_is_a_sentence(sender, tmp_path):
    with pytest.raises(config.ConfigError, match="MAIL_FROM"):
        config.read({"MAIL_FROM": sender, "VAR_DIR": str(tmp_path)})
