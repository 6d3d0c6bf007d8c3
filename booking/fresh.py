"""Answers that are the same for everybody, made about once a second per process, however many ask.

One who asks makes the next one; all others meanwhile get the last, as long as it is not too old. An answer carries its ETag,
and is kept compressed, so that giving it costs next to nothing.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

import brotli
from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

Kept = TypeVar("Kept")
FRESH_SECONDS = 0.7
"""So long an answer is given without looking again."""
LATEST_SECONDS = 1.0
"""So old it may be while somebody makes the next one: three seconds in all, with what caches in front keep it
(:data:`KEPT_BY_CACHES`)."""
CACHED = "public, max-age=1"
KEPT_BY_CACHES = f"{CACHED}, stale-while-revalidate=1"
"""Of what scripts and programs ask for. A page is opened anew to see what is new: its browser may not show the old one."""
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=4),
    "gzip": partial(gzip.compress, compresslevel=5, mtime=0),
}
"""The best first."""


class Answer:
    """What is sent: a body, compressed when that is first asked for, and the tag that its content has."""

    def __init__(self, body: bytes, mimetype: str, *, cached: str = CACHED) -> None:
        self._bodies = {"": body}
        self._tag = hashlib.sha256(body).hexdigest()[:20]
        self._mimetype = mimetype
        self._cached = cached

    def body(self, encoding: str) -> bytes:
        """The body in an encoding: ``""`` (as it is) or one of :data:`ENCODINGS`."""
        if encoding not in self._bodies:
            self._bodies[encoding] = ENCODINGS[encoding](self._bodies[""])
        return self._bodies[encoding]

    def response(self, request: Request) -> Response:
        """The answer to this request: 304 where it is known already, else in an encoding that is understood."""
        encoding = next((one for one in ENCODINGS if request.accept_encodings[one] > 0), "")
        # A tag stands for bytes: each encoding has its own.
        tag = f"{self._tag}-{encoding or 'plain'}"
        if request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = Response(self.body(encoding), mimetype=self._mimetype)
            if encoding:
                response.headers["Content-Encoding"] = encoding
        response.set_etag(tag)
        response.headers["Cache-Control"] = self._cached
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Date"] = http_date()
        return response


@dataclass
class _Place(Generic[Kept]):
    """Where one answer is kept; whoever holds ``making`` makes the next one."""

    making: Lock
    answer: Kept | None = None
    made_at: float = 0.0


class FreshAnswers(Generic[Kept]):
    """The latest answers by what was asked for; the ``most`` that were asked for last are kept, each so many seconds
    ``longer`` than usual."""

    def __init__(self, most: int, *, longer: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._longer = longer
        self._clock = clock
        self._lock = Lock()
        self._places: OrderedDict[Hashable, _Place[Kept]] = OrderedDict()

    def get(self, asked: Hashable, make: Callable[[], Kept]) -> Kept:
        """The answer to ``asked``, not older than :data:`LATEST_SECONDS` and what is added to them. What ``make`` raises is
        raised to who made."""
        place = self._place(asked)
        known = self._known(place, FRESH_SECONDS)
        if known is None and not place.making.acquire(blocking=False):
            known = self._known(place, LATEST_SECONDS)
            if known is None:
                place.making.acquire()
        if known is not None:
            return known
        try:
            known = self._known(place, FRESH_SECONDS)
            if known is not None:
                return known
            # As old as its beginning: what changed while it was made may be missing.
            began = self._clock()
            place.answer = make()
            place.made_at = began
            return place.answer
        finally:
            place.making.release()

    def _known(self, place: _Place[Kept], seconds: float) -> Kept | None:
        return place.answer if self._clock() - place.made_at <= seconds + self._longer else None

    def _place(self, asked: Hashable) -> _Place[Kept]:
        with self._lock:
            place = self._places.setdefault(asked, _Place(Lock()))
            self._places.move_to_end(asked)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
            return place
