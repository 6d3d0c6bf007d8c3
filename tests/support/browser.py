"""A real Chromium for page tests: the machine's own, found as ``make test`` finds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.world import PASSWORD
from tools.check import find_browser

SIZES = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 1180, "height": 820},
    "desk": {"width": 1440, "height": 900},
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium without a window, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield browser
        browser.close()


def signed_in_mom(browser: Browser, base: str, **more: Any) -> Page:
    """A phone on which the small city's mother has signed in; ``more``: of its context."""
    page = browser.new_context(viewport=SIZES["phone"], locale="ko-KR", **more).new_page()
    page.goto(f"{base}/sign-in")
    page.locator("[name=email]").fill("mom@example.kr")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page
