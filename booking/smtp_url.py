"""The setting ``SMTP_URL``: which mail server, and how to speak with it."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class SmtpServer:
    """A mail server. ``tls``: ``none``, ``starttls`` (begins plain, then encrypts) or ``implicit`` (encrypted at once)."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: Literal["none", "starttls", "implicit"]


def parse(url: str) -> SmtpServer:
    """Read ``smtp://[user:password@]host[:port][?starttls=1]`` or ``smtps://…``; user and password are percent-encoded.

    Ports by default: 465 for smtps, 587 with starttls, else 25.

    :raises ValueError: one sentence that never repeats the URL, because it may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("호스트나 포트를 읽을 수 없습니다.") from error
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme not in ("smtp", "smtps") or not host or port == 0 or parts.path not in ("", "/") or parts.fragment:
        raise ValueError("smtp://사용자:비밀번호@호스트:포트 또는 smtps://… 꼴이어야 합니다.")
    if set(options) - {"starttls"} or options.get("starttls", "0") not in ("0", "1"):
        raise ValueError("물음표 뒤에는 starttls=1 또는 starttls=0 만 쓸 수 있습니다.")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("사용자와 비밀번호는 함께 적어야 합니다.")
    starttls = options.get("starttls") == "1"
    if starttls and parts.scheme == "smtps":
        raise ValueError("smtps:// 는 처음부터 암호화하므로 starttls=1 과 함께 쓸 수 없습니다.")
    return SmtpServer(
        host=host,
        port=port or (465 if parts.scheme == "smtps" else 587 if starttls else 25),
        user=unquote(parts.username) if parts.username is not None else None,
        password=unquote(parts.password) if parts.password is not None else None,
        tls="implicit" if parts.scheme == "smtps" else "starttls" if starttls else "none",
    )
