"""A shorter story: a bid is taken back, another buyer takes the lot at its fixed price, and all of it is seen live."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from auction.bidding import queries
from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.browsers import DESKTOP, PHONE
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

WORDS = {
    "en": {"won": "You won", "sold": "Your lot was sold", "taken_back": "A bid was taken back"},
    "ar": {"won": "رسا عليك المزاد", "sold": "بيعت قطعتك", "taken_back": "سُحبت مزايدة"},
}


@pytest.mark.parametrize(
    ("language", "sellers", "viewport"),
    [("en", "ar", PHONE), ("ar", "en", DESKTOP)],
    ids=["english-phone", "arabic-desktop"],
)
def test_one_takes_a_bid_back_another_buys_and_a_third_sees_it_live(
    guest: Callable[..., Guest], inside, language: str, sellers: str, viewport: dict[str, int]
):
    seller_id = inside(people.seller, email="hala@people.example", handle="hala", language=sellers)
    for handle in ("layla", "omar"):
        inside(people.person, email=f"{handle}@people.example", handle=handle, language=language)
    lot = inside(an_auction, seller_id, reserve_minor=9000, buy_now_minor=12000)
    layla, omar, seller, watcher = (guest(locale=language, viewport=viewport) for _each in range(4))
    for who, email in ((layla, "layla"), (omar, "omar"), (seller, "hala")):
        who.sign_in(f"{email}@people.example").go(f"/auctions/{lot}")
    start = watcher.go(f"/auctions/{lot}").stays().price()
    seller.stays()

    layla.bid("50").standing("leading")
    omar.bid("30")
    omar.standing("outbid")
    watcher.sees_price(layla.sees_another_price(start))

    layla.go(f"/auctions/{lot}").is_accessible()
    take_back(layla)
    expect(layla.page.locator("[data-standing] .own-state")).to_have_count(0)
    watcher.sees_price(start)
    expect(watcher.sees_in_course("undo-2")).to_be_visible()
    omar.standing("leading")
    seller.hears_the_bell(1)

    buy_now(omar.go(f"/auctions/{lot}"))
    expect(omar.page.locator("[data-standing] use[href$='#trophy']")).to_be_visible()
    expect(watcher.page.locator("[data-lot]")).to_have_attribute("data-phase", "ended")
    expect(watcher.sees_in_course("zap")).to_be_visible()
    expect(watcher.page.locator("[data-buy-now]")).to_have_count(0)
    seller.hears_the_bell(2)
    assert watcher.has_stayed()
    assert seller.has_stayed()
    assert inside(queries.summary, lot).hammer_minor == 12000

    is_told(omar, WORDS[language], "won")
    is_told(seller, WORDS[sellers], "taken_back", "sold")


def take_back(buyer: Guest) -> None:
    form = buyer.page.locator("form[action$='/retraction']")
    buyer.page.locator("details:has(form[action$='/retraction']) > summary").click()
    form.locator("input[value=amount_error]").check(force=True)
    form.locator("button[type=submit]").click()
    expect(form).to_have_count(0)


def buy_now(buyer: Guest) -> None:
    """Two steps: the first only opens what one would be bound to."""
    confirm = buyer.page.locator("[data-buy-now] form button[type=submit]")
    expect(confirm).to_be_hidden()
    buyer.page.locator("[data-buy-now] summary").click()
    buyer.is_accessible()
    confirm.click()


def is_told(who: Guest, words: dict[str, str], *whats: str) -> None:
    """By the bell's page and by letter, both in the language of whoever is told."""
    who.go("/notices").is_accessible()
    for what in whats:
        expect(who.page.locator("[id^=notice-]", has_text=words[what]).first).to_be_visible()
    assert "120" in who.is_written_to(words[whats[-1]]).text
