"""Looking closer at a lot's pictures in a browser: fingers, keys, both directions, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from auction import clock
from auction.catalogue.service import mark_published
from auction.db import transaction
from tests import builders_catalogue as build
from tests.bidding.builders import a_seller, an_auction
from tests.browsers import PHONE
from tests.journeys.stage import AXE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
SEEN = "[data-viewer] .viewer__slide:not([inert]) img"


@pytest.fixture
def lot(inside):
    def three() -> int:
        seller = a_seller()
        build.make_shelves()
        draft = build.make_draft(seller, title="A silver watch")
        for _more in range(2):
            build.hang_picture(draft, seller)
        with transaction() as session:
            mark_published(session, listing_id=draft, now=clock.now())
        return an_auction(seller, draft)

    return inside(three)


def look(page: Page, server, lot: int, number: int = 0) -> Page:
    page.goto(f"{server.url}/auctions/{lot}")
    page.locator(f"[data-gallery-open='{number}']").click()
    expect(page.locator("[data-viewer]")).to_be_visible()
    return page


def count(page: Page, text: str) -> None:
    expect(page.locator("[data-viewer-count]")).to_have_text(text)


def scale(page: Page) -> float:
    return page.locator(SEEN).evaluate("(each) => new DOMMatrix(getComputedStyle(each).transform).a")


def drag(page: Page, *ways: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """Fingers, each from one place to another, all at once, as the screen tells of them."""
    client = page.context.new_cdp_session(page)
    for step in range(9):
        at = [
            {"x": a[0] + (b[0] - a[0]) * step / 8, "y": a[1] + (b[1] - a[1]) * step / 8, "id": number}
            for number, (a, b) in enumerate(ways)
        ]
        kind = "touchStart" if step == 0 else "touchMove"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_it_opens_over_the_whole_screen_and_gives_the_focus_back(live_server, page, lot):
    look(page, live_server, lot)
    count(page, "1 of 3")
    expect(page.locator("[data-viewer]")).to_have_attribute("aria-label", "Pictures: A silver watch")
    box = page.locator("[data-viewer]").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 900}
    for _press in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.locator("[data-viewer]")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('[data-gallery-open]')")


@pytest.mark.every_variant
@pytest.mark.parametrize(
    ("language", "on", "back"), [("en", "ArrowRight", "ArrowLeft"), ("ar", "ArrowLeft", "ArrowRight")]
)
def test_keys_turn_the_pictures_in_the_direction_of_reading(live_server, new_page, lot, language, on, back):
    page = look(new_page(locale=language), live_server, lot)
    words = {"en": "{} of 3", "ar": "{} من 3"}[language]
    for key, number in ((on, 2), (on, 3), (on, 3), (back, 2), ("Home", 1), ("End", 3)):
        page.keyboard.press(key)
        count(page, words.format(number))
    expect(page.locator('[data-viewer-do="on"]')).to_have_attribute("aria-disabled", "true")
    page.wait_for_timeout(400)
    middle = page.locator(SEEN).evaluate("(each) => each.getBoundingClientRect().x + each.clientWidth / 2")
    assert abs(middle - 640) < 2
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    assert scale(page) == pytest.approx(1.6**2, abs=0.01)
    page.keyboard.press("-")
    page.keyboard.press("0")
    page.wait_for_timeout(400)
    assert scale(page) == 1
    count(page, words.format(3))


@pytest.mark.every_variant
@pytest.mark.parametrize(("language", "way"), [("en", -1), ("ar", 1)])
def test_fingers_swipe_pinch_and_tap_twice(live_server, new_page, lot, language, way):
    page = look(new_page(locale=language, viewport=PHONE), live_server, lot)
    words = {"en": "{} of 3", "ar": "{} من 3"}[language]
    drag(page, ((195, 400), (195 + way * 150, 405)))
    count(page, words.format(2))
    page.wait_for_timeout(400)
    drag(page, ((195, 400), (195 - way * 150, 405)))
    count(page, words.format(1))
    page.wait_for_timeout(400)
    drag(page, ((160, 400), (60, 400)), ((230, 400), (330, 400)))
    assert scale(page) == pytest.approx(270 / 70, rel=0.1)
    drag(page, ((195, 400), (195 + way * 150, 405)))
    count(page, words.format(1))
    page.touchscreen.tap(195, 400)
    page.touchscreen.tap(195, 400)
    page.wait_for_timeout(400)
    assert scale(page) == 1
    page.touchscreen.tap(195, 400)
    page.touchscreen.tap(195, 400)
    page.wait_for_timeout(400)
    assert scale(page) == pytest.approx(2.5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_fetches_what_is_looked_at(live_server, new_visit, lot, scheme):
    page = new_visit(color_scheme=scheme, reduced_motion="reduce").page
    look(page, live_server, lot, 0)
    page.locator('[data-viewer-do="on"]').click()
    count(page, "2 of 3")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    shown = page.locator(SEEN)
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("(each) => each.naturalWidth") >= 240
    page.locator('[data-viewer-do="close"]').click()
    assert page.evaluate("Math.round(Math.abs(document.querySelector('[data-gallery-strip]').scrollLeft)) > 300")


def test_without_scripts_a_picture_is_a_link_to_its_largest_rendition(live_server, new_visit, lot):
    page = new_visit(java_script_enabled=False).page
    page.goto(f"{live_server.url}/auctions/{lot}")
    address = page.locator("[data-gallery-open='0']").get_attribute("href")
    sizes = [int(size) for size in _widths(page)]
    assert address.endswith(f"/{max(sizes)}.jpg")
    answer = page.request.get(live_server.url + address)
    assert answer.headers["content-type"] == "image/jpeg"


def _widths(page: Page) -> list[str]:
    srcset = page.locator("[data-gallery-open='0'] img").get_attribute("srcset")
    return [part.strip().split(" ")[1].removesuffix("w") for part in srcset.split(",")]
