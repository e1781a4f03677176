"""One's own bids: where one leads, was outbid, won, lost, or stepped back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import service
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import said

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def story(inside, enter, travel):
    """Ann's six lots; each is named by what becomes of it."""
    ann = enter(a_person)

    def play():
        seller, ben, now = a_seller(), a_person(), clock.now()

        def lot(title, days, **terms):
            auction = an_auction(seller, listing={"title": title}, closes_at=now + timedelta(days=days), **terms)
            bid(auction, ann.id, "50")
            return auction

        lot("It is led", 5)
        bid(lot("It is outbid", 4), ben, "80")
        back = lot("It is taken back", 6)
        service.retract_bid(auction_id=back, person_id=ann.id, reason="amount_error")
        lot("It is won", 1)
        bid(lot("It is lost", 2), ben, "80")
        lot("It is unsold", 3, reserve_minor=9000)
        travel(days=3)
        service.close_due()
        bid(an_auction(seller, listing={"title": "It is nobody's business"}), ben, "50")

    inside(play)
    return ann


def rows(page):
    found = re.findall(
        r'<li class="board__row".*?dir="auto">(.*?)</a>.*?data-own-badge>(.*?)</p>', page.text, re.DOTALL
    )
    return [(title, " ".join(re.sub("<[^>]+>", " ", words).split())) for title, words in found]


def test_every_lot_tells_how_one_stands(story):
    page = story.client.get("/my/bids")
    assert rows(page) == [
        ("It is outbid", "Outbid Your maximum: $50.00"),
        ("It is led", "Leading Your maximum: $50.00"),
        ("It is taken back", "Taken back"),
        ("It is unsold", "Not sold Your maximum: $50.00"),
        ("It is lost", "Lost Your maximum: $50.00"),
        ("It is won", "Won Your maximum: $50.00"),
    ]
    assert "business" not in said(page)


def test_whoever_has_not_bid_is_told_what_to_do(enter):
    page = enter(a_person).client.get("/my/bids")
    assert "You have not bid yet" in said(page)
    guest = enter().client.get("/my/bids")
    assert (guest.status_code, guest.location) == (302, "/login?next=/my/bids")


def test_it_is_said_in_arabic_too(story):
    page = story.client.get("/my/bids?lang=ar")
    assert not re.search(r"Leading|Outbid|Won|Lost|maximum", said(page))
