"""Below a lot: others of its shelf near its price, and more of its seller; running ones alone, and never itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.bidding.queries.similar import LOOKED_AT, SHOWN, alike
from tests.bidding.builders import a_listing, a_seller, an_auction

pytestmark = pytest.mark.usefixtures("moment")


def ids(cards) -> list[int]:
    return [card.auction_id for card in cards]


def test_the_nearest_in_price_of_the_shelf_come_first(house):
    seller, other = a_seller(), a_seller()
    lot = an_auction(seller, starting_minor=5000)
    near = [an_auction(other, starting_minor=price) for price in (9000, 4500, 5100)]
    foreign = an_auction(other, starting_minor=5000, currency="EUR")
    an_auction(other, listing={"category": "books"}, starting_minor=5000)
    now = clock.now()
    an_auction(other, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=1))
    mine = an_auction(seller, starting_minor=5000)
    found = alike(lot, None)
    assert ids(found.similar) == [near[2], near[1], near[0], foreign]
    assert ids(found.of_seller) == [mine]


def test_the_same_listing_sold_before_is_not_alike(house):
    seller = a_seller()
    listing = a_listing(seller)
    first, _second = an_auction(seller, listing), an_auction(seller, listing)
    assert alike(first, None).of_seller == []


def test_a_shelf_is_short(house):
    seller, other = a_seller(), a_seller()
    lot = an_auction(seller)
    listing = a_listing(other)
    for _each in range(SHOWN + 2):
        an_auction(other, listing)
    assert len(alike(lot, None).similar) == SHOWN < LOOKED_AT


@pytest.mark.parametrize(("language", "words"), [("en", "Similar lots"), ("ar", "قطع مشابهة")])
def test_the_page_shows_them(client, inside, language, words):
    lot, other = inside(an_auction), inside(an_auction)
    page = client.get(f"/auctions/{lot}?lang={language}").text
    assert words in page
    assert f'href="/auctions/{other}"' in page
