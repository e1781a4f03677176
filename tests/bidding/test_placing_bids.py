"""Bids through the service: answers, book, row and facts agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import outbox
from auction.bidding import queries, service
from auction.bidding.models import Auction, BookEntry
from auction.db import db
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.rules import chain
from tests.bidding.builders import a_person, an_auction, bid

pytestmark = pytest.mark.usefixtures("house", "moment")


def facts(kind):
    return [fact.payload for fact in db.session.execute(sa.select(outbox.FactRow).filter_by(kind=kind)).scalars()]


def test_the_first_bid_leads_at_the_starting_price():
    lot, ann = an_auction(), a_person()
    placed = bid(lot, ann, "50")
    assert (placed.standing, placed.maximum_minor) == ("leading", 5000)
    assert (placed.state.price_minor, placed.state.count, placed.state.leader) == (1000, 1, 1)
    assert queries.public_state(lot).to_plain() == placed.state.to_plain()
    assert queries.own_parts(ann, [lot])[lot].maximum_minor == 5000


def test_the_second_price_and_a_step_decides_and_the_loser_is_told_once():
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    placed = bid(lot, ben, "٨٠")
    assert (placed.standing, placed.state.price_minor, placed.state.leader) == ("leading", 5100, 2)
    assert facts("outbid") == [{"auction_id": lot, "people": [ann], "seq": 3}]


def test_an_equal_maximum_loses_to_the_earlier_and_says_so():
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    placed = bid(lot, ben, "50")
    assert (placed.standing, placed.state.price_minor, placed.state.leader) == ("outbid_by_equal", 5000, 1)
    assert facts("outbid") == []


def test_a_repeated_key_gets_the_first_answer_and_changes_nothing():
    lot, ann, ben = an_auction(), a_person(), a_person()
    first = bid(lot, ann, "50", key="k")
    bid(lot, ben, "80")
    again = bid(lot, ann, "50", key="k")
    assert again.is_repeat
    assert (again.seq, again.standing, again.maximum_minor) == (first.seq, first.standing, first.maximum_minor)
    assert queries.public_state(lot).count == 2


@pytest.mark.parametrize(
    ("amount", "refusal", "code"),
    [("9.99", Conflict, "below_minimum"), ("abc", Invalid, "invalid"), ("9000", Conflict, "confirm_large_bid")],
)
def test_a_refused_bid_changes_nothing(amount, refusal, code):
    lot, ann = an_auction(), a_person()
    before = queries.whole_book(lot)
    with pytest.raises(refusal) as caught:
        bid(lot, ann, amount)
    assert caught.value.code == code
    assert queries.whole_book(lot) == before


def test_who_may_not_bid_is_told_why():
    seller = a_person(roles=("seller",))
    lot = an_auction(seller)
    for person, code in ((seller, "own_lot"), (a_person(is_confirmed=False), "not_verified")):
        with pytest.raises(Forbidden) as caught:
            bid(lot, person, "50")
        assert caught.value.code == code


def test_an_auction_that_is_not_there_is_absent():
    with pytest.raises(Absent):
        bid(404, a_person(), "50")


def test_a_late_bid_moves_the_end_and_the_book_says_so(travel):
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    travel(days=3, minutes=-1)
    placed = bid(lot, ben, "80")
    row = db.session.get(Auction, lot)
    assert row is not None
    assert placed.state.closes_at == row.scheduled_closes_at + timedelta(minutes=1)
    kinds = db.session.execute(sa.select(BookEntry.kind).order_by(BookEntry.seq)).scalars().all()
    assert kinds == ["opened", "bid", "bid", "extension"]
    assert placed.state.seq == 4


def test_a_bid_at_the_closing_instant_is_refused(travel):
    lot, ann = an_auction(), a_person()
    travel(days=3)
    with pytest.raises(Conflict) as caught:
        bid(lot, ann, "50")
    assert caught.value.code == "ended"


def test_the_public_book_is_sound_and_tells_no_maximum(travel):
    lot, ann, ben = an_auction(reserve_minor=7000), a_person(), a_person()
    receipt = bid(lot, ann, "51.23")
    bid(lot, ben, "88.77")
    travel(days=4)
    assert service.close_due() == 1
    book = queries.whole_book(lot).to_public()
    assert chain.verify(book) is None
    assert chain.verify(book, chain.Receipt(receipt.seq, 5123, receipt.salt)) is None
    assert chain.verify(book, chain.Receipt(receipt.seq, 5124, receipt.salt)) is not None
    text = str(book)
    assert "8877" not in text
    assert book["entries"][-1]["facts"] == {"outcome": "sold", "hammer_minor": 7000}


def test_closing_names_the_winner_once(travel):
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    bid(lot, ben, "80")
    assert service.close_due() == 0
    travel(days=3)
    assert (service.close_due(), service.close_due()) == (1, 0)
    summary = queries.summary(lot)
    assert (summary.outcome, summary.winner_id, summary.hammer_minor) == ("sold", ben, 5100)
    assert [fact["winner_id"] for fact in facts("auction_closed")] == [ben]
