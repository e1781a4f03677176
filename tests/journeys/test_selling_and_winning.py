"""A whole story: somebody opens an account and sells, two bid, a third watches, the clock decides, all are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from auction import clock
from auction.bidding import queries
from auction.catalogue import service as catalogue
from auction.rules.terms import SoftClose
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.browsers import DESKTOP, PHONE
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TOLD = {
    "en": {
        "title": "A walnut wall clock", "caption": "The dial, signed", "size": "Diameter (mm)", "gold": "Gold",
        "town": "Sharjah",
    },
    "ar": {
        "title": "ساعة حائط من خشب الجوز", "caption": "الميناء وعليه التوقيع", "size": "القطر (مم)", "gold": "ذهب",
        "town": "الشارقة",
    },
}  # fmt: skip


@pytest.mark.every_variant
@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESKTOP), ("ar", PHONE)], ids=["english-desktop", "arabic-phone"]
)
def test_somebody_opens_an_account_and_sells(
    guest: Callable[..., Guest], inside, tmp_path, language: str, viewport: dict[str, int]
):
    inside(ask_for_specifics)
    seller = guest(locale=language, viewport=viewport).speak(language)
    seller.register("noor-antiques", "noor@people.example").confirm()
    seller.go("/login")
    if seller.page.locator("meta[name=viewer]").count() == 0:
        seller.sign_in("noor@people.example")
    seller.go("/settings").is_accessible()
    seller.page.fill("[name=time_zone]", "Asia/Dubai")
    seller.page.locator("form:has([name=time_zone]) button[type=submit]").last.click()
    seller.go("/sell").is_accessible()
    seller.page.locator("form[action*='settings/sell'] button, form[action$='/sell/new'] button").first.click()
    if not re.search(r"/sell/\d+$", seller.page.url):
        seller.go("/sell").page.locator("form[action$='/sell/new'] button").first.click()
    expect(seller.page).to_have_url(re.compile(r"/sell/\d+$"))
    fill_in(seller, language, tmp_path)
    seller.is_accessible()
    seller.page.locator("button[name=then][value=preview]").click()
    expect(seller.page.locator("h1")).to_have_text(TOLD[language]["title"])
    seller.is_accessible()
    seller.page.locator("form[action$='/publish'] button").click()
    expect(seller.page).to_have_url(re.compile(r"/auctions/\d+$"))
    expect(seller.page.locator(".gallery__slide")).to_have_count(2)
    seller.is_accessible()
    says_it_all(seller, language)
    passer_by = guest(locale=language, viewport=viewport)
    passer_by.go("/search?q=" + ("ساعه" if language == "ar" else "walnut")).is_accessible()
    passer_by.page.locator(".card__link").first.click()
    expect(passer_by.page.locator("h1")).to_have_text(TOLD[language]["title"])
    says_it_all(passer_by, language)


def fill_in(seller: Guest, language: str, folder) -> None:
    """Every step of the form in its order, from what it is to the review, which is left open."""
    page = seller.page
    page.fill("#title", TOLD[language]["title"])
    page.select_option("#category", "pocket-watches")
    page.locator("label:has([name=condition][value=good])").click()
    page.fill("#description", "**1912.** " + TOLD[language]["title"] * 3)
    seller.step("pictures")
    for number in range(2):
        (folder / f"{number}.jpg").write_bytes(build.upload(size=(1200, 900), hue=40 * number + 10))
    page.set_input_files("#pictures-input", [str(folder / "0.jpg"), str(folder / "1.jpg")])
    expect(page.locator("[data-picture]")).to_have_count(2, timeout=20_000)
    page.locator("[name^=caption-]").first.fill(TOLD[language]["caption"])
    page.locator("[name^=alternative-]").first.fill(TOLD[language]["caption"])
    seller.step("specifics")
    page.get_by_label(TOLD[language]["size"]).fill("٣٦٫٥" if language == "ar" else "36.5")
    page.get_by_label(TOLD[language]["gold"]).check()
    seller.is_accessible().step("price")
    page.select_option("#currency", "AED")
    page.fill("#starting", "٢٥٠" if language == "ar" else "250")
    page.fill("#reserve", "٤٠٠" if language == "ar" else "400")
    seller.step("delivery")
    page.check("#pickup")
    page.select_option("#country", "AE")
    page.fill("#town", TOLD[language]["town"])
    page.fill("#ship_country", "٢٥" if language == "ar" else "25")
    page.select_option("#returns", "14")
    seller.is_accessible().step("review")
    expect(page.locator("[data-card-title]")).to_have_text(TOLD[language]["title"])
    expect(page.locator("[data-rules] dd")).to_have_count(10)
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")


def ask_for_specifics() -> None:
    """What the category of the story asks."""
    build.make_shelves()
    operator_id = people.operator()
    size = {"name_en": "Diameter", "name_ar": "القطر", "kind": "decimal", "unit_en": "mm", "unit_ar": "مم"}
    metal = {"name_en": "Metal", "name_ar": "المعدن", "kind": "choices", "choices": "Gold | ذهب\nTin | قصدير"}
    for fields in (size, metal):
        asked = catalogue.AttributeFields(**fields, is_needed=True)
        catalogue.create_attribute(operator_id=operator_id, category="watches", fields=asked)


def says_it_all(guest: Guest, language: str) -> None:
    """The lot's page shows specifics, caption and delivery in the reader's language, and what a bid comes to."""
    page, told = guest.page, TOLD[language]
    facts = page.locator(".lot__words .facts")
    expect(facts.first).to_contain_text("36.5")
    expect(facts.first).to_contain_text(told["gold"])
    expect(facts.nth(1)).to_contain_text(told["town"])
    expect(page.locator(".gallery__caption")).to_have_text(told["caption"])
    page.select_option("#zone", "country")
    expect(page.locator("[data-total-sum]")).to_contain_text("287.50")  # with the premium of 5 %
    if page.locator("#amount").count():
        page.fill("#amount", "٣٠٠")
        expect(page.locator("[data-total-sum]")).to_contain_text("340.00")


def soon_over() -> int:
    """A lot that closes soon, where every bid is a late one: the end moves by a few seconds, to the cap at most."""
    now = clock.now()
    return an_auction(
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(seconds=30),
        soft_close=SoftClose(window_seconds=60, extension_seconds=30, cap_seconds=10),
        listing={"title": "A brass clock · ساعة نحاسية"},
    )


@pytest.mark.sqlite_only
def test_two_bid_a_third_watches_and_the_clock_decides_on_english_phones(guest: Callable[..., Guest], inside):
    _two_bid_until_the_clock_decides(guest, inside, "en", PHONE)


@pytest.mark.postgres_only
def test_two_bid_a_third_watches_and_the_clock_decides_on_arabic_desks(guest: Callable[..., Guest], inside):
    _two_bid_until_the_clock_decides(guest, inside, "ar", DESKTOP)


def _two_bid_until_the_clock_decides(
    guest: Callable[..., Guest], inside, language: str, viewport: dict[str, int]
) -> None:
    inside(people.person, email="layla@people.example", handle="layla", language=language)
    inside(people.person, email="omar@people.example", handle="omar", language="ar")
    layla = guest(locale=language, viewport=viewport).sign_in("layla@people.example")
    omar = guest(locale="ar", viewport=DESKTOP).sign_in("omar@people.example")
    lot = inside(soon_over)
    for bidder in (layla, omar):
        bidder.go(f"/auctions/{lot}")
    watcher = guest(locale=language, viewport=viewport).go(f"/auctions/{lot}")
    start, scheduled = watcher.price(), watcher.end()

    layla.bid("5")
    expect(layla.page.locator("#amount-error")).to_be_visible()
    assert layla.page.locator("#amount").input_value() == "5"
    layla.bid("٥٠" if language == "ar" else "50").standing("leading")
    watcher.sees_the_end_move(scheduled)
    omar.bid("٣٠")
    omar.standing("outbid")
    moved = layla.sees_another_price(start)
    watcher.sees_price(moved)
    expect(watcher.page.locator("[data-course] [data-seq='4']")).to_be_visible()

    omar.bid("80").standing("leading")
    layla.standing("outbid")
    expect(layla.page.locator("[data-bell-count]")).to_have_text(re.compile("[1١]"))
    assert not re.search(r"\$\s?80\b|80\.00|8000|٨٠[٫<]", watcher.page.content())
    layla.is_accessible()
    watcher.is_accessible()

    expect(watcher.page.locator("[data-lot]")).to_have_attribute("data-phase", "ended", timeout=90_000)
    omar.standing("leading")
    expect(omar.page.locator("[data-standing] use[href$='#trophy']")).to_be_visible()
    expect(layla.page.locator("[data-standing] .own-state--neutral")).to_be_visible()
    assert inside(queries.summary, lot).hammer_minor == 5100
    closed = inside(queries.whole_book, lot).lines[-1]
    decided = inside(queries.summary, lot).closes_at
    assert decided > datetime.fromisoformat(scheduled)
    assert timedelta(0) <= closed.at - decided < timedelta(seconds=5)

    layla.go("/my/bids").is_accessible()
    layla.go("/notices").is_accessible()
    expect(layla.page.locator("[id^=notice-]").first).to_be_visible()
    omar.go(f"/auctions/{lot}/history").is_accessible()
    omar.go(f"/auctions/{lot}/book").is_accessible()
    assert omar.is_written_to("رسا عليك المزاد")
    assert not any("8000" in letter.text or "80.00" in letter.text for letter in layla.letters(to=layla.email))
