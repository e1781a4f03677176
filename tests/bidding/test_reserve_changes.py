"""The hidden reserve comes down: who may, how far, and whom it binds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import queries, service
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, price, refused

pytestmark = pytest.mark.usefixtures("house", "moment")


def lower(lot, person, amount):
    return service.lower_reserve(auction_id=lot, person_id=person, amount=amount)


def confirm(lot, person):
    return service.confirm_reserve(auction_id=lot, person_id=person)


@pytest.fixture
def seller():
    return a_seller()


def test_a_lowered_reserve_binds_nobody_who_bid_before(seller, travel):
    lot, ann = an_auction(seller, reserve_minor=9000), a_person()
    bid(lot, ann, "50")
    state = lower(lot, seller, "٤٠").state
    assert (state.reserve, state.price_minor, state.leader) == ("not_met", 1000, 1)
    travel(days=3)
    assert service.close_due() == 1
    assert facts("auction_closed")[0]["reason"] == "reserve_not_met"


def test_the_leader_hears_of_it_once_and_may_agree(seller, travel):
    lot, ann = an_auction(seller, reserve_minor=9000), a_person()
    bid(lot, ann, "50")
    lower(lot, seller, "40")
    assert facts() == [{"kind": "reserve_lowered", "auction_id": lot, "leader_id": ann, "seq": 3}]
    state = confirm(lot, ann).state
    assert (state.reserve, state.price_minor) == ("met", 4000)
    assert len(facts()) == 1
    travel(days=3)
    service.close_due()
    assert (queries.summary(lot).winner_id, queries.summary(lot).hammer_minor) == (ann, 4000)
    assert kinds(lot) == ["opened", "bid", "reserve_lowered", "reserve_confirmed", "closed"]


def test_a_new_bid_meets_the_lowered_reserve(seller):
    lot, ann, ben = an_auction(seller, reserve_minor=9000), a_person(), a_person()
    bid(lot, ann, "50")
    lower(lot, seller, "55")
    assert bid(lot, ann, "55").state.reserve == "met"
    assert price(lot) == 5500
    assert bid(lot, ben, "60").state.price_minor == 5600


def test_before_the_first_bid_nobody_needs_to_agree(seller):
    lot = an_auction(seller, reserve_minor=9000)
    assert lower(lot, seller, "50").state.reserve == "not_met"
    assert [fact["leader_id"] for fact in facts("reserve_lowered")] == [None]
    assert lower(lot, seller, "").state.reserve == "none"
    assert bid(lot, a_person(), "10").state.reserve == "none"


def test_a_reserve_taken_away_under_a_leader_needs_their_word(seller, travel):
    lot, ann = an_auction(seller, reserve_minor=9000), a_person()
    bid(lot, ann, "50")
    assert lower(lot, seller, " ").state.reserve == "not_met"
    assert confirm(lot, ann).state.price_minor == 1000
    travel(days=3)
    service.close_due()
    assert queries.summary(lot).hammer_minor == 1000


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("90", "reserve_not_lower"),
        ("90.01", "reserve_not_lower"),
        ("-1", "invalid amount:negative"),
        ("about 50", "invalid amount:not_a_number"),
        ("50.123", "invalid amount:ambiguous"),
        ("50.1234", "invalid amount:too_many_decimals"),
        ("50 EUR", "invalid amount:other_currency"),
        ("9" * 65, "invalid amount:too_large"),
    ],
)
def test_what_is_no_lower_reserve(seller, amount, code):
    lot = an_auction(seller, reserve_minor=9000)
    assert refused(lower, lot, seller, amount) == code
    assert kinds(lot) == ["opened"]


def test_only_the_seller_lowers_and_only_while_it_runs_and_is_not_met(seller, travel):
    ann, other, now = a_person(), a_seller(), clock.now()
    lot = an_auction(seller, reserve_minor=5000)
    later = an_auction(seller, reserve_minor=5000, opens_at=now + timedelta(hours=1))
    without = an_auction(seller)
    assert [refused(lower, lot, person, "40") for person in (ann, other)] == ["not_your_lot"] * 2
    assert refused(lower, later, seller, "40") == "not_open_yet"
    assert refused(lower, without, seller, "40") == "no_reserve"
    assert refused(lower, 404, seller, "40") == "not_found"
    bid(lot, ann, "50")
    assert refused(lower, lot, seller, "40") == "reserve_already_met"
    travel(days=3)
    assert refused(lower, without, seller, "40") == "ended"


def test_only_a_leader_whose_maximum_reaches_it_may_agree(seller, travel):
    ann, ben = a_person(), a_person()
    lot, without = an_auction(seller, reserve_minor=9000), an_auction(seller)
    assert refused(confirm, lot, ann) == "not_leader"
    bid(lot, ben, "30")
    bid(lot, ann, "50")
    bid(without, ann, "50")
    assert refused(confirm, lot, ann) == "maximum_below_reserve"
    assert refused(confirm, without, ann) == "no_reserve"
    lower(lot, seller, "50.01")
    assert refused(confirm, lot, ann) == "maximum_below_reserve"
    lower(lot, seller, "50")
    assert [refused(confirm, lot, person) for person in (ben, seller)] == ["not_leader"] * 2
    assert refused(confirm, lot, ann) == "accepted"
    assert refused(confirm, lot, ann) == "reserve_already_met"
    travel(days=3)
    assert refused(confirm, lot, ann) == "ended"
