"""ASGI outside, WSGI inside: a request gets a thread when all of it is here, in time and not too large, and it is its turn.

A WSGI server gives a request a thread when its headers are read, and the thread then waits for the rest of the form for
as long as the sender likes; a few dozen connections that send half a form would stop the whole service. Here the event
loop waits, for the form and for the request's turn (:mod:`booking.gate`), which costs no thread.
"""

import asyncio
import sys
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from io import BytesIO
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import unquote_to_bytes

from .gate import GOES_FIRST, OTHERS_WAIT, Answer, InLine, Turns, needs_no_turn
from .headers import Wsgi

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_Asked = tuple[dict[str, Any], AbstractEventLoop, "asyncio.Future[Answer]"]

THREADS_BESIDE = 4
"""Per process, besides those for requests at work: for what needs no turn, so that however much of it comes, who has a turn
is at work at once."""
BODILESS = ("GET", "HEAD")
"""What these bring in a body means nothing, so nobody waits for it."""
BODY_SECONDS = 10
"""How long a form may take to arrive: the largest one (256 KiB) over a phone's slow connection."""
LATE_HEADERS = (("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"))
TOO_SLOW = "요청이 끝까지 오지 않았어요. 연결을 확인하고 다시 시도해 주세요."
BROKEN = "요청을 읽을 수 없어요. 연결을 확인하고 다시 시도해 주세요."


class WholeBodies:
    """``app`` for whoever gets a turn, ``busy`` for everybody else; ``line`` says who goes first. A body that is not here
    after ``seconds`` is answered 408; of one longer than ``most_bytes`` no more is read than shows that it is too long
    (nothing where it says so itself), and ``app`` says so; one that is not in one piece is answered 400. ``headers`` are put
    on these answers."""

    def __init__(
        self,
        app: Wsgi,
        busy: Wsgi,
        turns: Turns,
        line: InLine,
        *,
        headers: Mapping[str, str],
        most_bytes: int,
        seconds: float = BODY_SECONDS,
    ) -> None:
        self._busy = busy
        self._turns = turns
        self._line = line
        self._late: Answer = (408, [*headers.items(), *LATE_HEADERS], TOO_SLOW.encode())
        self._broken: Answer = (400, [*headers.items(), *LATE_HEADERS], BROKEN.encode())
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._threads = Threads(app, turns.working, "request")
        self._beside = Threads(app, THREADS_BESIDE, "beside")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] in BODILESS or _declared(scope) > self._most_bytes:
            body: bytes | None = b""
        else:
            try:
                async with asyncio.timeout(self._seconds):
                    body = await self._body(receive)
            except TimeoutError:
                await _send(send, self._late)
                return
        # Who hung up before the end hears nothing of it, but whose chunks do not add up is still there.
        await _send(send, self._broken if body is None else await self._answer(environ_of(scope, body)))

    async def _answer(self, environ: dict[str, Any]) -> Answer:
        if needs_no_turn(environ["PATH_INFO"]):
            return await self._beside.answer(environ)
        if (told := self._line.place_told(environ, others_wait=self._turns.awaited)) is not None:
            return told
        first = self._line.goes_first(environ)
        if not await self._turns.enter(first, form=environ["REQUEST_METHOD"] == "POST"):
            return _answer_of(self._busy, environ)
        environ |= {OTHERS_WAIT: self._turns.awaited, GOES_FIRST: first is not None}
        try:
            return await self._threads.answer(environ)
        finally:
            self._turns.leave()

    async def _body(self, receive: Receive) -> bytes | None:
        """The body, of a too long one its beginning; ``None`` when its end will not come."""
        pieces, length = [], 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            pieces.append(message.get("body") or b"")
            length += len(pieces[-1])
            if not message.get("more_body") or length > self._most_bytes:
                return b"".join(pieces)[: self._most_bytes + 1]


def _declared(scope: Mapping[str, Any]) -> int:
    """How long the request says that its body is; 0 where it does not say."""
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(text[:20]) if text.isdigit() else 0


class Threads:
    """At most so many threads in which ``app`` answers.

    The event loop hears of each answer by one call. A pool of :mod:`concurrent.futures` makes two futures of a request and
    chains them, which takes as long as all else here.
    """

    def __init__(self, app: Wsgi, most: int, name: str) -> None:
        self._app = app
        self._name = name
        self._to_start = most
        self._asked: SimpleQueue[_Asked] = SimpleQueue()

    async def answer(self, environ: dict[str, Any]) -> Answer:
        """What the application answers, in the next thread that is free. Who goes away meanwhile is still answered there."""
        if self._to_start:
            self._to_start -= 1
            # The server ends when its requests have ended, and need not wait for threads that have none.
            Thread(target=self._work, name=f"{self._name}_{self._to_start}", daemon=True).start()
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Answer] = loop.create_future()
        self._asked.put((environ, loop, answered))
        return await answered

    def _work(self) -> None:
        while True:
            self._answer_one(*self._asked.get())

    def _answer_one(self, environ: dict[str, Any], loop: AbstractEventLoop, answered: "asyncio.Future[Answer]") -> None:
        tell: Callable[[], None]
        try:
            tell = partial(answered.set_result, _answer_of(self._app, environ))
        except BaseException as error:
            tell = partial(answered.set_exception, error)
        # The loop is closed when the server ended without waiting any longer: nobody is there to hear it.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_unless_gone, answered, tell)


def _unless_gone(answered: "asyncio.Future[Answer]", tell: Callable[[], None]) -> None:
    if not answered.done():
        tell()


def _answer_of(app: Wsgi, environ: dict[str, Any]) -> Answer:
    """What a WSGI application answers, whole: none of our answers is streamed."""
    said: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        said[:] = [int(status.split(" ", 1)[0]), headers]
        return _no_writing

    pieces = app(environ, start_response)
    try:
        body = b"".join(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return said[0], said[1], body


def _no_writing(_: bytes) -> None:
    raise RuntimeError("answers are returned, not written")


async def _send(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def environ_of(scope: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The WSGI environment of an ASGI request whose body is here.

    Header names with an underscore are left out: ``X_Forwarded_For`` must not be taken for ``X-Forwarded-For``.
    """
    server = scope.get("server") or ("localhost", "80")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str((scope.get("client") or ("",))[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, raw_value in scope["headers"]:
        key, value = _key_of(name), raw_value.decode("latin-1")
        if key is None:
            continue
        joined = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joined}{value}" if key in environ else value
    if environ.pop("HTTP_TRANSFER_ENCODING", None) is not None or ("CONTENT_LENGTH" not in environ and body):
        # Sent in chunks; now that all of it is here it has a length, and too large a one is seen by it.
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


@lru_cache(maxsize=200)
def _key_of(header: bytes) -> str | None:
    """A header's name in the environment; ``None``: it is left out. Browsers use a few dozen, and with each request."""
    if b"_" in header:
        return None
    key = header.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
