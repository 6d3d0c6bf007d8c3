"""A person's browser: one connection kept open, one cookie, and the forms of a page."""

import html
import http.client
import re
from dataclasses import dataclass
from threading import Event
from urllib.parse import urlencode

from .journal import Answer

PATIENCE_SECONDS = 60
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_INPUT = re.compile(r"<(?:input|button)\b([^>]*)>", re.S)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_SAID = re.compile(r'role="alert".*?</', re.S)
_TAG = re.compile(r"<[^>]*>?")

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class PageForm:
    """A form as the page offers it: where it goes, and its inputs (disabled ones left out)."""

    action: str
    fields: Fields

    def value(self, name: str) -> str:
        return next((value for field, value in self.fields if field == name), "")

    def values(self, name: str) -> list[int]:
        return [int(value) for field, value in self.fields if field == name]


def forms(page: str) -> list[PageForm]:
    """The forms of a page."""
    found = []
    for head, inside in _FORM.findall(page):
        fields = []
        for tag in _INPUT.findall(inside):
            attributes = dict(_ATTRIBUTE.findall(tag))
            if "name" in attributes and not re.search(r"\bdisabled\b", _ATTRIBUTE.sub("", tag)):
                fields.append((attributes["name"], html.unescape(attributes.get("value", ""))))
        found.append(PageForm(html.unescape(dict(_ATTRIBUTE.findall(head)).get("action", "")), fields))
    return found


class Watch:
    """Sees every answer of every browser. ``calm`` is set while nothing is being killed."""

    def __init__(self) -> None:
        self.calm = Event()
        self.requests = 0
        self.errors: list[str] = []
        """Answers that nobody should ever get: 500 at any time, "the database is away" while nothing was killed."""

    def see(self, method: str, path: str, answer: Answer) -> Answer:
        self.requests += answer.said != ConnectionRefusedError.__name__
        if answer.status == 500 or (answer.calm and (answer.status or 0) >= 500 and not answer.queued):
            when = "with nothing killed" if answer.calm else "around a kill"
            self.errors.append(f"{method} {path} was answered {answer.status} {when}: {answer.said}")
        return answer


class Browser:
    """One signed-in device: a connection kept open, and a cookie."""

    def __init__(self, port: int, cookie: str, watch: Watch) -> None:
        self._port = port
        self.cookie = cookie
        self._watch = watch
        self._connection: http.client.HTTPConnection | None = None

    def twin(self) -> "Browser":
        """Another connection of the same device, for what a hasty thumb sends twice."""
        return Browser(self._port, self.cookie, self._watch)

    def get(self, path: str) -> Answer:
        return self._watch.see("GET", path, self._ask("GET", path, None))

    def post(self, path: str, fields: Fields) -> Answer:
        return self._watch.see("POST", path, self._ask("POST", path, urlencode(fields)))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": f"kidscafe={self.cookie}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        was_calm = self._watch.calm.is_set()
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            page = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            return Answer(None, said=type(error).__name__)
        self._keep(response)
        calm = was_calm and self._watch.calm.is_set()
        # What the application answered has a number in its log; what the queue before it answered has none.
        queued = response.status == 503 and response.getheader("X-Request-ID") is None
        location, said = response.getheader("Location", ""), _said(response.status, page)
        return Answer(response.status, location, said, calm, queued, page)

    def _keep(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            if name == "kidscafe" and value:
                self.cookie = value
        if response.will_close:
            self.close()


def _said(status: int, page: str) -> str:
    """The sentence of a refusal, for whoever reads the journal."""
    found = _SAID.search(page) if status >= 400 else None
    text = re.search(r'role="alert"[^>]*>(.{0,600})', page, re.S) if found else None
    return " ".join(_TAG.sub(" ", text[1]).split())[:120] if text else ""
