"""Buying at the fixed price: while it is offered, by whom, and what it ends."""

from __future__ import annotations

import pytest

from auction.accounts.service import block_person, sanction_person
from auction.bidding import queries, service
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, refused
from tests.builders_people import row_of

pytestmark = pytest.mark.usefixtures("house", "moment")


def buy(lot, person):
    return service.buy_now(auction_id=lot, person_id=person)


def test_a_purchase_ends_the_auction_at_once():
    seller, ann = a_seller(), a_person()
    lot = an_auction(seller, buy_now_minor=9000)
    state = buy(lot, ann).state
    assert (state.phase, state.outcome, state.hammer_minor, state.leader, state.count) == ("ended", "sold", 9000, 1, 0)
    assert (state.minimum_minor, state.buy_now_minor) == (None, None)
    assert queries.public_state(lot).to_plain() == state.to_plain()
    assert kinds(lot) == ["opened", "bought"]
    assert facts() == [
        {
            "kind": "bought",
            "auction_id": lot,
            "seller_id": seller,
            "winner_id": ann,
            "hammer_minor": 9000,
            "currency": "USD",
            "reason": None,
        }
    ]
    assert (queries.summary(lot).winner_id, service.close_due()) == (ann, 0)


def test_the_second_buyer_comes_too_late():
    lot, ann, ben = an_auction(buy_now_minor=9000), a_person(), a_person()
    buy(lot, ann)
    assert refused(buy, lot, ben) == "ended"
    assert refused(bid, lot, ben, "100") == "ended"
    assert len(facts("auction_closed")) == 1


def test_without_a_reserve_the_first_bid_takes_the_offer_away():
    lot, ann, ben = an_auction(buy_now_minor=9000), a_person(), a_person()
    bid(lot, ann, "10")
    assert refused(buy, lot, ben) == "buy_now_not_offered"
    assert refused(buy, an_auction(), ben) == "buy_now_not_offered"


def test_with_a_reserve_the_offer_stands_until_it_is_met():
    lot, ann, ben = an_auction(reserve_minor=5000, buy_now_minor=9000), a_person(), a_person()
    assert bid(lot, ann, "49").state.buy_now_minor == 9000
    state = buy(lot, ben).state
    assert (state.hammer_minor, state.leader, state.count, state.reserve) == (9000, 2, 1, "met")
    assert [fact["winner_id"] for fact in facts("auction_closed")] == [ben]
    assert facts("outbid") == [], "whoever led hears of the end, not of being outbid as well"
    met = an_auction(reserve_minor=5000, buy_now_minor=9000)
    assert bid(met, ann, "50").state.buy_now_minor is None
    assert refused(buy, met, ben) == "buy_now_not_offered"


def test_the_leader_may_buy_as_well():
    lot, ann = an_auction(reserve_minor=5000, buy_now_minor=9000), a_person()
    bid(lot, ann, "20")
    assert buy(lot, ann).state.hammer_minor == 9000


def test_who_may_not_bid_may_not_buy(travel):
    seller, ann, ben = a_seller(), a_person(), a_person()
    lot = an_auction(seller, buy_now_minor=9000)
    sanction_person(person_id=ann, kind="no_bidding", reason="unpaid")
    block_person(owner_id=seller, handle=row_of(ben).handle)
    codes = {seller: "own_lot", ann: "sanctioned", ben: "blocked", a_person(is_confirmed=False): "not_verified"}
    assert {person: refused(buy, lot, person) for person in codes} == codes
    travel(days=3)
    assert refused(buy, lot, a_person()) == "ended"
    assert refused(buy, 404, ann) == "not_found"
    assert kinds(lot) == ["opened"]
