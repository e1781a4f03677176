"""What a lot's page may cost its reader: bytes of script and style, foreign hosts, and jumps when a bid arrives."""

from __future__ import annotations

import gzip
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from auction.accounts.service import create_token
from tests import builders_people as people
from tests.bidding.builders import an_auction, bid
from tests.browsers import DESKTOP, PHONE
from tests.served import Server

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

MOST_BYTES = 150 * 1024
MOST_SHIFT = 0.1
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


class Bill:
    """What a page has fetched of scripts and styles, as it travels: compressed."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, int] = {}
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.request.resource_type in ("script", "stylesheet"):
            self.sizes[response.url] = len(gzip.compress(response.body(), 6))

    @property
    def total(self) -> int:
        return sum(self.sizes.values())


def bid_from_elsewhere(server: Server, lot: int, token: str, amount: str) -> None:
    """By a program, through the server that the page is joined to."""
    wanted = urllib.request.Request(
        f"{server.url}/api/v1/auctions/{lot}/bids",
        data=json.dumps({"amount": amount, "key": "a-bid-from-elsewhere", "confirmed": True}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(wanted, timeout=20) as answer:
        assert answer.status == 201


def shifted(page: Page) -> float:
    return float(page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)"))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_lot_is_light_and_stands_still(
    live_server: Server,
    new_page: Callable[..., Page],
    inside: Callable[..., Any],
    capsys: pytest.CaptureFixture[str],
    viewport: dict[str, int],
    language: str,
) -> None:
    lot = inside(an_auction, listing={"has_picture": True, "title": "A silver pocket watch"})
    inside(bid, lot, inside(people.person), "20")
    token = inside(create_token, person_id=inside(people.person), name="a program").token
    page = new_page(locale=language, viewport=viewport)  # asks no other host, or the test fails
    bill = Bill(page)
    page.add_init_script(WATCH)
    page.goto(f"{live_server.url}/auctions/{lot}", wait_until="networkidle")
    expect(page.locator("[data-connection]")).to_have_class("badge badge--good")
    painted, loading = page.evaluate(PAINTED), shifted(page)

    before = page.locator('[data-lot] [data-live="price"]').inner_text()
    with page.expect_response(lambda answer: answer.url.endswith(f"/auctions/{lot}/graph")):
        page.locator("[data-graph]").scroll_into_view_if_needed()
        page.evaluate("window.shifts.length = 0")
        seen = page.locator("[data-graph-picture] path").last.get_attribute("d")
        bid_from_elsewhere(live_server, lot, token, "90")
        expect(page.locator('[data-lot] [data-live="price"]')).not_to_have_text(before)
    expect(page.locator("[data-graph-picture] path").last).not_to_have_attribute("d", seen or "")
    page.wait_for_timeout(500)
    jumped = shifted(page)

    with capsys.disabled():
        print(
            f"\n{language} {viewport['width']}px: {bill.total / 1024:.1f} kB of script and style, "
            f"first paint after {painted or 0:.0f} ms, shift {loading:.3f} while loading, {jumped:.3f} when a bid came"
        )
    assert painted is not None
    assert len(bill.sizes) >= 2, bill.sizes
    assert bill.total < MOST_BYTES, bill.sizes
    assert loading < MOST_SHIFT
    assert jumped < MOST_SHIFT
