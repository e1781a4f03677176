"""Picked for one person: open lots of the shelves where they have bid or watch something, with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction
from auction.bidding.queries.picked import EACH, SHELVES, picked_for
from auction.catalogue import service as catalogue
from auction.db import db
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.conftest import enter
from tests.bidding.paper import said

__all__ = ["enter"]

pytestmark = pytest.mark.usefixtures("moment")

BOOK, WATCH, WRIST = ({"category": slug} for slug in ("books", "pocket-watches", "wristwatches"))


def ids(found) -> list[int]:
    return [card.auction_id for card in found.cards]


def slugs(shelves) -> list[str]:
    return [shelf.slug for shelf in shelves]


def watch(person_id, auction_id):
    listing_id = db.session.execute(sa.select(Auction.listing_id).where(Auction.id == auction_id)).scalar_one()
    catalogue.watch_listing(person_id=person_id, listing_id=listing_id)


def test_what_is_open_on_the_shelves_of_ones_bids_and_watches_is_picked(house):
    ann = a_person()
    bid(an_auction(listing=BOOK), ann, "20")
    watch(ann, an_auction(listing=WATCH))
    book, pocket, _wrist = (an_auction(listing=shelf) for shelf in (BOOK, WATCH, WRIST))
    found = picked_for(ann)
    assert ids(found) == [book, pocket]
    assert (slugs(found.bid_in), slugs(found.watch_in)) == (["books"], ["pocket-watches"])


def test_what_one_knows_sells_or_cannot_bid_on_is_not_picked(house):
    ann = a_seller()
    bid(an_auction(listing=BOOK), ann, "20")
    watch(ann, an_auction(listing=BOOK))
    an_auction(ann, listing=BOOK)
    later = clock.now() + timedelta(hours=1)
    an_auction(listing=BOOK, opens_at=later, closes_at=later + timedelta(days=1))
    found = picked_for(ann)
    assert (ids(found), found.bid_in, found.watch_in) == ([], [], [])


def test_a_stranger_and_somebody_new_get_nothing(house):
    an_auction()
    assert picked_for(None).cards == []
    assert picked_for(a_person()).cards == []


def test_one_shelf_does_not_crowd_out_another(house):
    ann, other = a_person(), a_seller()
    for shelf in (BOOK, BOOK, WATCH):
        bid(an_auction(other, listing=shelf), ann, "20")
    books = [an_auction(other, listing=BOOK) for _each in range(EACH + 2)]
    pocket = an_auction(other, listing=WATCH)
    assert ids(picked_for(ann)) == [books[0], pocket, *books[1:EACH]]
    assert SHELVES > 1


@pytest.mark.parametrize(("language", "words"), [("en", "Because you have bid in Books"), ("ar", "لأنك زايدت في كتب")])
def test_the_front_page_says_why(enter, inside, language, words):
    ann, lot = enter(a_person), inside(an_auction, listing=BOOK)
    inside(bid, lot, ann.id, "20")
    other = inside(an_auction, listing=BOOK)
    page = ann.client.get(f"/?lang={language}")
    assert words in said(page)
    section = page.text.split('id="picked"')[1].split("</section>")[0]
    assert f'href="/auctions/{other}"' in section
