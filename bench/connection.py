"""One keep-alive HTTP/1.1 connection with one request in flight: as little as a generator needs, so that it measures the
server and not itself."""

import asyncio
import gzip
from collections.abc import Callable
from typing import cast

import brotli
import httptools
from backports import zstd

BROWSER = "gzip, deflate, br, zstd"
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": zstd.decompress,
}


class Answer:
    """Status, the headers that matter here, and the body as it came. ``set_cookie``: a line for each cookie."""

    __slots__ = ("body", "encoding", "etag", "location", "retry_after", "set_cookie", "status")

    def __init__(self) -> None:
        self.status = 0
        self.retry_after: float | None = None
        self.location = self.set_cookie = self.encoding = self.etag = ""
        self.body = b""

    def text(self) -> str:
        """The body as a browser would read it."""
        return DECODERS[self.encoding](self.body).decode()


class Connection(asyncio.Protocol):
    """Sends prepared bytes, hands back the answer."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer = Answer()
        self._parts: list[bytes] = []
        self._arrived: asyncio.Future[Answer] | None = None
        self._keep = True

    @property
    def alive(self) -> bool:
        return self._transport is not None and self._keep

    def send(self, request: bytes) -> "asyncio.Future[Answer]":
        """Send the request; the future has the answer, or ConnectionError."""
        assert self._transport is not None
        self._answer, self._parts = Answer(), []
        self._parser = httptools.HttpResponseParser(self)
        self._arrived = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._arrived

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by name

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._fail("connection lost")

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail("not HTTP")
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        match name.lower():
            case b"location":
                self._answer.location = value.decode("latin1")
            case b"set-cookie":
                self._answer.set_cookie += value.decode("latin1") + "\n"
            case b"content-encoding":
                self._answer.encoding = value.decode("latin1")
            case b"etag":
                self._answer.etag = value.decode("latin1")
            case b"retry-after":
                self._answer.retry_after = float(value)
            case b"connection":
                self._keep = value.lower() != b"close"

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        self._answer.status = self._parser.get_status_code()
        self._answer.body = b"".join(self._parts)
        if not self._keep:
            self.close()
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(self._answer)

    def _fail(self, why: str) -> None:
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_exception(ConnectionError(why))


async def connect(port: int) -> Connection:
    """A new connection to the server on this machine.

    :raises OSError: it does not listen.
    """
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
    return connection


def get_request(host: str, path: str, cookie: str = "", known: str = "") -> bytes:
    """The bytes of a GET, with what a browser would say it takes; ``known``: the ETag of what it has already."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", f"Accept-Encoding: {BROWSER}", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if known:
        lines.append(f"If-None-Match: {known}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post_request(host: str, path: str, cookie: str, body: bytes) -> bytes:
    """The bytes of a form's POST."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        f"Origin: http://{host}",
        f"Accept-Encoding: {BROWSER}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"Cookie: {cookie}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
