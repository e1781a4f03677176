"""What changed since a bidder or a watcher last looked: said once, to them alone, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import queries, service
from auction.catalogue import service as catalogue
from auction.rules.terms import SoftClose
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import said

pytestmark = pytest.mark.usefixtures("moment")
SOON = SoftClose(window_seconds=120, extension_seconds=120, cap_seconds=3600)


def lot_soon() -> int:
    return an_auction(closes_at=clock.now() + timedelta(hours=1), soft_close=SOON)


def test_a_bidder_is_told_what_is_new(inside, enter, travel):
    lot, ann = inside(lot_soon), enter(a_person)
    inside(bid, lot, ann.id, "50")
    ann.client.get(f"/auctions/{lot}")
    travel(minutes=59)
    inside(bid, lot, inside(a_person), "30")
    inside(bid, lot, inside(a_person), "80")
    text = said(ann.client.get(f"/auctions/{lot}"))
    assert "Since your last visit, 1 hour ago" in text
    assert "2 new bids · the price went from $10.00 to $51.00 · the end moved by 1 minute" in text
    travel(minutes=1)
    assert "Since your last visit" not in said(ann.client.get(f"/auctions/{lot}"))


def test_it_is_told_in_arabic(inside, enter, travel):
    lot, ann = inside(an_auction), enter(a_person, language="ar")
    inside(bid, lot, ann.id, "50")
    ann.client.get(f"/auctions/{lot}")
    travel(hours=3)
    inside(bid, lot, inside(a_person), "30")
    text = said(ann.client.get(f"/auctions/{lot}"))
    assert "منذ زيارتك الأخيرة" in text
    assert "مزايدة جديدة واحدة" in text


def test_nobody_else_is_told(inside, enter, travel):
    lot, ann, guest = inside(an_auction), enter(a_person), enter()
    for reader in (ann, guest):
        reader.client.get(f"/auctions/{lot}")
    travel(hours=3)
    inside(bid, lot, inside(a_person), "30")
    for reader in (ann, guest):
        assert "Since your last visit" not in said(reader.client.get(f"/auctions/{lot}"))


def test_who_watches_is_told_too_also_of_words_and_answers(inside, enter, travel):
    seller, ann = inside(a_seller), enter(a_person)
    lot = inside(an_auction, seller)
    listing_id = inside(lambda: queries.visible_listing(lot, seller))
    inside(lambda: catalogue.watch_listing(person_id=ann.id, listing_id=listing_id))
    asked = inside(lambda: service.ask_question(auction_id=lot, person_id=inside(a_person), text="Does it chime?"))
    ann.client.get(f"/auctions/{lot}")
    travel(hours=2)
    inside(lambda: catalogue.answer_question(question_id=asked.question_id, person_id=seller, text="It does."))
    inside(lambda: catalogue.add_to_description(listing_id=listing_id, person_id=seller, text="The key is with it."))
    text = said(ann.client.get(f"/auctions/{lot}"))
    assert "the seller added to the description · 1 new answer of the seller" in text
    travel(minutes=2)
    assert "Since your last visit" not in said(ann.client.get(f"/auctions/{lot}"))


def test_a_bid_of_ones_own_is_a_look(inside, enter, travel):
    lot, ann = inside(an_auction), enter(a_person)
    ann.client.get(f"/auctions/{lot}")
    travel(hours=1)
    inside(bid, lot, inside(a_person), "30")
    inside(bid, lot, ann.id, "50")
    assert "Since your last visit" not in said(ann.client.get(f"/auctions/{lot}"))
