"""A real browser for tests: Debian's Chromium driven by Playwright, kept from every host but this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from auction.config import ROOT
from tests import services

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
HERE = {"127.0.0.1", "localhost", "", None}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker."""
    path = services.find_chromium()
    if path is None:
        services.missing("browser", "chromium is not on the PATH")
    if not (ROOT / "static" / "dist" / "manifest.json").exists():
        services.missing("browser", "the front end is not built (make setup)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


class Visit:
    """One person at one device. Remembers what went wrong on the page."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.faults: list[str] = []
        context.on("request", self._look)  # a route would do, and would switch the browser's cache off
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._console)
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)

    def _look(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in HERE and not request.url.startswith(("data:", "blob:")):
            self.faults.append(f"asked another host: {request.url}")

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


@pytest.fixture
def new_visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Another person: `new_visit(locale="ar", viewport=PHONE)`. A script's error or a foreign host fails the test;
    a test that provokes one clears `visit.faults`."""
    visits: list[Visit] = []

    def visit(locale: str = "en", viewport: dict[str, int] = DESKTOP, **options: Any) -> Visit:
        phone = {"has_touch": True, "is_mobile": True} if viewport is PHONE else {}
        context = browser.new_context(locale=locale, viewport=viewport, **({"timezone_id": "UTC"} | phone | options))
        visits.append(Visit(context))
        return visits[-1]

    yield visit
    for each in visits:
        each.context.close()
    faults = [fault for each in visits for fault in each.faults]
    assert not faults, faults


@pytest.fixture
def new_page(new_visit: Callable[..., Visit]) -> Callable[..., Page]:
    """`new_page(locale="ar", viewport=PHONE)`: a page of somebody new."""
    return lambda **options: new_visit(**options).page


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()
