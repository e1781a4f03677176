"""The fixed price: while it is offered, and what buying does."""

from datetime import timedelta
from typing import Any

import pytest

from auction.rules.actions import Bidder, BuyNow, LowerReserve, Retract, Sold
from auction.rules.book import standing_history
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, OPENS_AT, bid, lot


def test_buying_ends_the_auction_at_the_fixed_price() -> None:
    played = lot(buy_now_minor=3_000)
    assert played.quote().buy_now_minor == 3_000
    (event,) = played.events(BuyNow(Bidder(ALI)))
    assert (event.kind, event.bidder_id, event.price_minor, event.leader_id) == ("bought", ALI, 3_000, ALI)
    assert event.facts == {"outcome": "sold", "hammer_minor": 3_000}
    assert played.state.outcome == Sold(ALI, 3_000)
    assert (played.quote().phase, played.quote().buy_now_minor) == ("ended", None)


def test_of_two_buyers_one_wins() -> None:
    played = lot(buy_now_minor=3_000)
    played.accept(BuyNow(Bidder(ALI)))
    assert played.code(BuyNow(Bidder(BOB))) == "ended"
    assert played.code(bid(BOB, 9_000)) == "ended"


def test_the_first_bid_takes_the_offer_away() -> None:
    played = lot((ALI, 500), buy_now_minor=3_000)
    assert played.quote().buy_now_minor is None
    assert played.code(BuyNow(Bidder(BOB))) == "buy_now_not_offered"


def test_with_a_reserve_the_offer_stays_until_it_is_met() -> None:
    played = lot((ALI, 500), (BOB, 900), buy_now_minor=3_000, reserve_minor=2_000)
    assert played.quote().buy_now_minor == 3_000
    met = lot((ALI, 2_000), buy_now_minor=3_000, reserve_minor=2_000)
    assert met.quote().buy_now_minor is None
    assert met.code(BuyNow(Bidder(BOB))) == "buy_now_not_offered"
    (event,) = played.events(BuyNow(Bidder(CAT)))
    assert (event.leader_id, event.price_minor, event.reserve, event.bid_count) == (CAT, 3_000, "met", 2)
    assert played.state.runner_max == 900


def test_the_leader_may_buy_too() -> None:
    played = lot((ALI, 500), (BOB, 900), buy_now_minor=3_000, reserve_minor=2_000)
    played.accept(BuyNow(Bidder(BOB)))
    assert (played.state.leader_id, played.state.runner_max) == (BOB, 500)


def test_a_lowered_reserve_keeps_the_offer_until_it_is_met() -> None:
    played = lot((ALI, 1_500), buy_now_minor=3_000, reserve_minor=2_000)
    played.accept(LowerReserve(1_000))
    assert played.quote().buy_now_minor == 3_000
    played.bids((BOB, 1_200))
    assert played.quote().buy_now_minor is None


def test_when_no_bid_stands_any_more_the_offer_is_back() -> None:
    played = lot((ALI, 500), buy_now_minor=3_000)
    played.accept(Retract(ALI, "amount_error", *standing_history(played.entries)))
    assert played.quote().buy_now_minor == 3_000
    played.accept(BuyNow(Bidder(BOB)))


def test_without_a_fixed_price_nothing_can_be_bought() -> None:
    assert lot().code(BuyNow(Bidder(ALI))) == "buy_now_not_offered"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"is_seller": True}, "own_lot"),
        ({"is_sanctioned": True}, "sanctioned"),
        ({"is_blocked": True}, "blocked"),
        ({"is_verified": False}, "not_verified"),
    ],
)
def test_who_may_not_bid_may_not_buy(person: dict[str, Any], code: str) -> None:
    assert lot(buy_now_minor=3_000).code(BuyNow(Bidder(ALI, **person))) == code


@pytest.mark.parametrize(("at", "code"), [(OPENS_AT - timedelta(microseconds=1), "not_open_yet"), (CLOSES_AT, "ended")])
def test_buying_keeps_to_the_open_interval(at: Any, code: str) -> None:
    assert lot(buy_now_minor=3_000).code(BuyNow(Bidder(ALI)), at) == code
