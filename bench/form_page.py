"""What a browser keeps of a slot page: the form's fields and the cookie it was given."""

import re
from html import unescape
from urllib.parse import urlencode

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
FORM = re.compile(r'<form\b[^>]*action="[^"]*/slots/\d+/reservations".*?</form>', re.DOTALL)


def form_fields(page: str) -> list[tuple[str, str]]:
    """The fields that a browser would send with the page's reservation form, as it stands: hidden ones, the ticked
    children, the number of adults.

    :raises ValueError: the page has no such form.
    """
    form = FORM.search(page)
    if form is None:
        raise ValueError("no reservation form on this page")
    fields = []
    for text in INPUT.findall(form.group()):
        found = {name: unescape(value) for name, value in ATTRIBUTE.findall(text.removeprefix("<input"))}
        unticked = found.get("type") in ("checkbox", "radio") and "checked" not in found
        if "name" in found and not unticked and "disabled" not in found:
            fields.append((found["name"], found.get("value", "")))
    return fields


def form_body(page: str) -> tuple[bytes, str]:
    """The body of the form's POST, and its ``request_id``.

    :raises ValueError: the page has no such form, or it names no request or no child.
    """
    fields = form_fields(page)
    names = dict(fields)
    if not names.get("request_id") or "child_ids" not in names:
        raise ValueError("a reservation form without a request or a child")
    return urlencode(fields).encode(), names["request_id"]


def cookie_after(sent: str, set_cookie: str) -> str:
    """The ``Cookie`` header to send next: what was sent, with the cookies that the answer set (a line for each)."""
    pairs = [*sent.split("; "), *(line.partition(";")[0] for line in set_cookie.splitlines())]
    return "; ".join("=".join(pair) for pair in dict(pair.split("=", 1) for pair in pairs if pair).items())
