"""Taking bids back: how much falls and when, what the price becomes, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import queries, service
from auction.catalogue.service import add_to_description
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, price, refused

pytestmark = pytest.mark.usefixtures("house", "moment")


def retract(auction_id, person_id, reason="amount_error"):
    return service.retract_bid(auction_id=auction_id, person_id=person_id, reason=reason)


def maximum(person_id, lot):
    return queries.own_parts(person_id, [lot])[lot].maximum_minor


def test_long_before_the_end_all_of_a_bidders_bids_fall_and_the_price_is_found_anew():
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    bid(lot, ben, "80")
    bid(lot, ann, "60")
    bid(lot, ben, "90")
    changed = retract(lot, ben)
    assert (changed.state.price_minor, changed.state.leader, changed.state.count) == (1000, 1, 2)
    assert (changed.seq, changed.facts) == (6, {"reason": "amount_error", "fallen": (3, 5)})
    assert queries.public_state(lot).to_plain() == changed.state.to_plain()
    assert (maximum(ann, lot), maximum(ben, lot)) == (6000, None)


def test_whoever_is_touched_by_a_retraction_is_told_exactly_once():
    lot, ann, ben, cat = an_auction(), a_person(), a_person(), a_person()
    bid(lot, ann, "50")
    bid(lot, ben, "80")
    bid(lot, cat, "60")
    retract(lot, ben)
    assert facts() == [
        {"kind": "outbid", "auction_id": lot, "people": [ann], "seq": 3},
        {"kind": "bid_retracted", "auction_id": lot, "person_id": ben, "new_leader_id": cat, "seq": 5},
    ]


def test_a_losing_bidder_steps_back_and_the_leader_pays_less():
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    bid(lot, ben, "80")
    assert retract(lot, ann).state.price_minor == 1000
    assert queries.public_state(lot).leader == 2
    assert [fact["new_leader_id"] for fact in facts("bid_retracted")] == [ben]


def test_the_only_bidder_steps_back_and_the_lot_is_as_new():
    lot, ann, ben = an_auction(buy_now_minor=9000), a_person(), a_person()
    bid(lot, ann, "50")
    assert queries.public_state(lot).buy_now_minor is None
    state = retract(lot, ann).state
    assert (state.price_minor, state.leader, state.count, state.buy_now_minor) == (1000, None, 0, 9000)
    assert refused(retract, lot, ann) == "no_bid_to_retract"
    assert bid(lot, ben, "10").standing == "leading"


def test_a_bidder_who_returns_keeps_the_number():
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    bid(lot, ben, "80")
    retract(lot, ann)
    assert bid(lot, ann, "90").alias == 1
    assert (maximum(ann, lot), price(lot)) == (9000, 8100)


@pytest.mark.parametrize(
    ("before_end", "after_bid", "falls"),
    [
        (timedelta(hours=12, microseconds=1), timedelta(hours=30), "all"),
        (timedelta(hours=12), timedelta(hours=1), "last"),
        (timedelta(minutes=1), timedelta(hours=1), "last"),
        (timedelta(hours=12), timedelta(hours=1, microseconds=1), "retraction_too_late"),
        (timedelta(0), timedelta(minutes=1), "ended"),
    ],
)
def test_the_last_hours_allow_only_the_newest_bid_and_only_for_an_hour(travel, before_end, after_bid, falls):
    lot, ann, ben = an_auction(), a_person(), a_person()
    closes_at = queries.public_state(lot).closes_at
    bid(lot, ben, "20")
    bid(lot, ann, "50")
    travel(to=closes_at - before_end - after_bid)
    bid(lot, ann, "80")
    travel(to=closes_at - before_end)
    if falls in ("all", "last"):
        assert len(retract(lot, ann).facts["fallen"]) == {"all": 2, "last": 1}[falls]
        assert maximum(ann, lot) == {"all": None, "last": 5000}[falls]
        assert price(lot) == {"all": 1000, "last": 2050}[falls]
    else:
        assert refused(retract, lot, ann) == falls
        assert maximum(ann, lot) == 8000


def test_the_hour_goes_by_the_newest_bid_and_the_end_by_where_it_is_now(travel):
    """A late bid moved the end, but it does not move it out of the last twelve hours; it stays where it is."""
    lot, ann, ben = an_auction(), a_person(), a_person()
    travel(days=3, seconds=-30)
    bid(lot, ann, "50")
    extended = bid(lot, ben, "80").state.closes_at
    assert retract(lot, ben).state.closes_at == extended
    assert kinds(lot) == ["opened", "bid", "extension", "bid", "retraction"]


def test_a_changed_description_frees_those_who_bid_before_it(travel):
    seller, ann, ben = a_seller(), a_person(), a_person()
    lot = an_auction(seller)
    listing = queries.summary(lot).listing_id
    bid(lot, ann, "50")
    assert refused(retract, lot, ann, "description_changed") == "description_unchanged"
    travel(minutes=1)
    add_to_description(listing_id=listing, person_id=seller, text="One screw is missing.")
    travel(minutes=1)
    bid(lot, ben, "80")
    assert refused(retract, lot, ben, "description_changed") == "description_unchanged"
    assert retract(lot, ann, "description_changed").facts["reason"] == "description_changed"
    assert price(lot) == 1000


def test_a_bid_of_the_very_instant_of_a_change_was_not_made_before_it():
    seller, ann = a_seller(), a_person()
    lot = an_auction(seller)
    add_to_description(listing_id=queries.summary(lot).listing_id, person_id=seller, text="The lid has a crack.")
    bid(lot, ann, "50")
    assert refused(retract, lot, ann, "description_changed") == "description_unchanged"


def test_a_confirmation_of_the_reserve_falls_with_its_bid():
    seller, ann, ben = a_seller(), a_person(), a_person()
    lot = an_auction(seller, reserve_minor=9000)
    bid(lot, ann, "50")
    service.lower_reserve(auction_id=lot, person_id=seller, amount="40")
    service.confirm_reserve(auction_id=lot, person_id=ann)
    assert (price(lot), queries.public_state(lot).reserve) == (4000, "met")
    assert retract(lot, ann).state.reserve == "not_met"
    assert bid(lot, ben, "45").state.reserve == "met"
    assert price(lot) == 4000


def test_what_cannot_be_taken_back():
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "50")
    before = queries.whole_book(lot)
    assert refused(retract, lot, ben) == "no_bid_to_retract"
    for reason in ("", "changed my mind", "AMOUNT_ERROR", "amount_error\0", "\ud800"):
        assert refused(retract, lot, ann, reason) == "unknown_reason"
    assert refused(retract, 404, ann) == "not_found"
    assert queries.whole_book(lot) == before
    assert facts() == []


def test_nothing_is_taken_back_after_a_purchase(travel):
    lot, ann = an_auction(buy_now_minor=9000), a_person()
    service.buy_now(auction_id=lot, person_id=ann)
    assert refused(retract, lot, ann) == "ended"
    assert clock.now() < queries.public_state(lot).closes_at
