"""A tour of the house: every main page in both languages, on a narrow phone and a desk, light and dark. What it looks
at is whether a page can be read and used by everybody, never what a verb does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from auction.bidding import service
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import an_auction, bid
from tests.browsers import DESKTOP
from tests.journeys.stage import AXE, Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.timeout(180)]

NARROW = {"width": 320, "height": 700}
TITLE = "ساعة نحاسية قديمة"
LONG = "ساعة جيب فضية بسلسلتها ومفتاحها وعلبتها الأصلية من صنع القرن التاسع عشر في حالة نادرة"

ANYBODY = (
    "/",
    "/search",
    "/search?q=zzzz",
    "/c/watches",
    "/c/books",
    "/auctions/{open}",
    "/auctions/{open}/history",
    "/auctions/{open}/book",
    "/auctions/{ended}",
    "/login",
    "/register",
    "/reset",
    "/welcome",
    "/wan-signin",
    "/outbox",
    "/nothing/here",
)
SOMEBODY = (
    "/auctions/{open}",
    "/auctions/{open}/report",
    "/auctions/{own}",
    "/auctions/{led}",
    "/auctions/{ended}",
    "/my/bids",
    "/my/strikes",
    "/watching",
    "/viewed",
    "/following",
    "/saved-searches",
    "/notices",
    "/notices/settings",
    "/settings",
    "/settings/security",
    "/settings/tokens",
    "/settings/blocks",
    "/sell",
    "/sell/{draft}",
    "/sell/{draft}/preview",
    "/operator",
)

# Words in Latin letters that an Arabic page may carry: names, addresses, codes of currencies, kinds of files.
NAMES = {"English", "Asia", "Dubai", "zzzz", "JPEG", "PNG", "WebP", "HEIC", "OpenAPI", "API", "Python", "layla", "hala"}
NAMES |= {"khalid", "people", "example"}
CODE = re.compile(r"[A-Z]{2,3}")

WIDE = "document.documentElement.scrollWidth > Math.ceil(document.body.getBoundingClientRect().width)"
SETTLED = "Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => null)"
SEEN = """() => {
  const found = [document.title];
  const theirs = 'code, pre, script, noscript, style, template, datalist, [lang=en], [dir=auto], .mono, .rows__link';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(theirs)) found.push(walker.currentNode.data);
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], img[alt]')) {
    if (!element.closest('[lang=en]')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
  }
  return found;
}"""


@dataclass
class Tour:
    """One visitor's way through the house, and what was wrong on it."""

    guest: Guest
    language: str
    schemes: tuple[str, str]
    faults: list[Any]

    def look_at(self, path: str) -> None:
        """Load a page once; look at it on a narrow phone, then, in the other colours, on a desk."""
        page = self.guest.page
        self.under(NARROW, self.schemes[0])
        self.guest.go(path)
        html = page.locator("html")
        told = html.get_attribute("lang"), html.get_attribute("dir")
        self.note(path, "language", told != (self.language, "rtl" if self.language == "ar" else "ltr") and told)
        if self.language == "ar":
            self.note(path, "not Arabic", sorted(latin_words(page.evaluate(SEEN))))
        page.evaluate(AXE.read_text(encoding="utf-8"))
        self.note(path, "axe, narrow", grave_findings(page))
        self.note(path, "wide, narrow", page.evaluate(WIDE))
        self.under(DESKTOP, self.schemes[1])
        self.note(path, "axe, desk", grave_findings(page, only=["color-contrast"]))
        self.note(path, "wide, desk", page.evaluate(WIDE))

    def under(self, viewport: dict[str, int], scheme: Any) -> None:
        self.guest.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        self.guest.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.guest.page.evaluate(SETTLED)

    def note(self, path: str, what: str, fault: Any) -> None:
        if fault:
            self.faults.append((self.language, self.schemes, path, what, fault))


def grave_findings(page: Page, only: list[str] | None = None) -> list[Any]:
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
    found = page.evaluate("(options) => axe.run(document, options).then((result) => result.violations)", options)
    return [
        (one["id"], [(node["html"][:120], [why["message"] for why in node["any"]]) for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def latin_words(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for word in re.findall(r"[A-Za-z]{2,}", text):
            if word not in NAMES and not CODE.fullmatch(word):
                yield word


def furnish() -> dict[str, dict[str, int]]:
    """Two traders, one for each language: each has a draft and a lot, leads one lot and was outbid on another."""
    shelf: dict[str, dict[str, int]] = {}
    hala = people.seller(handle="hala", email="hala@people.example", language="ar")
    for language, handle in (("en", "layla"), ("ar", "khalid")):
        trader = people.seller(handle=handle, email=f"{handle}@people.example", language=language)
        open_lot = an_auction(hala, listing={"title": LONG, "has_picture": True}, reserve_minor=90000)
        led = an_auction(hala, listing={"title": TITLE}, buy_now_minor=500000)
        ended = an_auction(hala, listing={"title": TITLE})
        own = an_auction(trader, listing={"title": TITLE, "has_picture": True}, reserve_minor=50000)
        for lot, amount in ((open_lot, "20"), (led, "50"), (ended, "20")):
            bid(lot, trader, amount)
        bid(open_lot, people.person(), "40")
        service.end_early(auction_id=ended, person_id=hala, how="sell")
        draft = build.make_draft(trader, title=TITLE)
        shelf[language] = {"open": open_lot, "led": led, "ended": ended, "own": own, "draft": draft}
    return shelf


@pytest.mark.every_variant
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_can_be_read_by_everybody(
    guest: Callable[..., Guest], inside: Callable[..., Any], language: str
) -> None:
    numbers = inside(furnish)[language]
    faults: list[Any] = []
    visitor = guest(locale=language, viewport=NARROW).speak(language)
    for path in ANYBODY:
        Tour(visitor, language, ("light", "dark"), faults).look_at(path.format(**numbers))
    trader = guest(locale=language, viewport=NARROW)
    trader.sign_in("layla@people.example" if language == "en" else "khalid@people.example")
    for path in SOMEBODY:
        Tour(trader, language, ("dark", "light"), faults).look_at(path.format(**numbers))
    assert not faults, "\n".join(map(str, faults))
