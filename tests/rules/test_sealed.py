"""Sealed first-price: secret until the close, and the same three questions."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import book, chain
from auction.rules.actions import (
    Bidder,
    BuyNow,
    Close,
    ConfirmReserve,
    EndEarly,
    LowerReserve,
    PlaceBid,
    Reject,
    Retract,
    Sold,
    Unsold,
)
from auction.rules.sealed import SealedFirstPrice
from tests.rules import builders
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, NOON, OPENS_AT, Lot, before_end, bid


def sealed(*pairs: tuple[int, int], at: Any = NOON, **changes: Any) -> Lot:
    return Lot(builders.terms(format="sealed", **changes)).bids(*pairs, at=at)


def test_the_highest_bid_wins_and_pays_itself() -> None:
    played = sealed((ALI, 1_000), (BOB, 5_000), (CAT, 3_000))
    (event,) = played.events(Close(), CLOSES_AT)
    assert played.state.outcome == Sold(BOB, 5_000)
    assert (event.price_minor, event.leader_id, event.facts["hammer_minor"]) == (5_000, BOB, 5_000)


def test_of_equal_bids_the_earlier_wins() -> None:
    played = sealed((ALI, 1_000), (BOB, 5_000), (CAT, 5_000))
    assert played.rules.settle(played.terms, played.state) == Sold(BOB, 5_000)


def test_a_new_bid_replaces_the_old_one_upwards_and_counts_from_its_own_time() -> None:
    played = sealed((ALI, 1_000), (BOB, 5_000))
    assert played.ask(bid(ALI, 1_000)) == Reject("not_above_own_maximum", {"maximum_minor": 1_000})
    (event,) = played.events(bid(ALI, 5_000))
    assert (event.kind, event.standing, event.bid_count) == ("raise", "sealed", 2)
    assert played.rules.settle(played.terms, played.state) == Sold(BOB, 5_000)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(50, 2_000)), max_size=20))
def test_until_the_close_every_course_of_the_same_people_looks_the_same(bids: list[tuple[int, int]]) -> None:
    played, seen = sealed(reserve_minor=1_000), set()
    for bidder_id, amount in bids:
        answer = played.ask(bid(bidder_id, amount))
        if not isinstance(answer, Reject):
            seen.add(bidder_id)
            (event,) = answer.events
            assert (event.price_minor, event.leader_id, event.reserve, event.facts) == (None, None, "hidden", {})
    quote = played.quote()
    assert (quote.price_minor, quote.leader_id, quote.outcome, quote.minimum_minor) == (None, None, None, 100)
    assert (quote.bid_count, quote.reserve) == (len(seen), "hidden")


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(50, 2_000)), max_size=20), st.none() | st.integers(100, 2_000))
def test_the_outcome_is_that_of_the_whole_list(bids: list[tuple[int, int]], reserve: int | None) -> None:
    played, best = sealed(reserve_minor=reserve), {}
    for place, (bidder_id, amount) in enumerate(bids):
        expected = amount >= 100 and amount > best.get(bidder_id, (0, 0))[0]
        assert isinstance(played.ask(bid(bidder_id, amount)), Reject) != expected
        if expected:
            best[bidder_id] = (amount, -place)
    ranking = sorted(best.items(), key=lambda item: item[1], reverse=True)
    played.accept(Close(), CLOSES_AT)
    if not ranking:
        assert played.state.outcome == Unsold("no_bids")
    elif ranking[0][1][0] < (reserve or 0):
        assert played.state.outcome == Unsold("reserve_not_met")
    else:
        assert played.state.outcome == Sold(ranking[0][0], ranking[0][1][0])
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)
    assert chain.verify(builders.public_book(played.terms, played.entries)) is None
    plain = json.loads(json.dumps(SealedFirstPrice.state_to_plain(played.state)))
    assert SealedFirstPrice.state_from_plain(plain) == played.state


def test_the_reserve_must_be_reached_and_then_shows() -> None:
    low, high = sealed((ALI, 1_999), reserve_minor=2_000), sealed((ALI, 2_000), reserve_minor=2_000)
    low.accept(Close(), CLOSES_AT)
    high.accept(Close(), CLOSES_AT)
    assert (low.state.outcome, low.quote().reserve, low.quote().price_minor) == (
        Unsold("reserve_not_met"),
        "not_met",
        None,
    )
    assert (high.state.outcome, high.quote().reserve, high.quote().price_minor) == (Sold(ALI, 2_000), "met", 2_000)


@pytest.mark.parametrize(
    ("action", "at", "code"),
    [
        (PlaceBid(Bidder(ALI), 99), NOON, "below_minimum"),
        (PlaceBid(Bidder(ALI), 50_000), NOON, "confirm_large_bid"),
        (PlaceBid(Bidder(ALI, is_seller=True), 500), NOON, "own_lot"),
        (PlaceBid(Bidder(ALI), 500), CLOSES_AT, "ended"),
        (PlaceBid(Bidder(ALI), 500), OPENS_AT - CLOSES_AT + OPENS_AT, "not_open_yet"),
        (BuyNow(Bidder(ALI)), NOON, "not_in_this_format"),
        (LowerReserve(1), NOON, "not_in_this_format"),
        (ConfirmReserve(ALI), NOON, "not_in_this_format"),
        (EndEarly("sell"), NOON, "not_in_this_format"),
        (Close(), NOON, "not_due"),
    ],
)
def test_refusals(action: Any, at: Any, code: str) -> None:
    assert sealed(reserve_minor=1_000).code(action, at) == code


def test_a_late_bid_extends_nothing() -> None:
    played = sealed()
    assert len(played.events(bid(ALI, 500), before_end(seconds=1))) == 1
    assert played.state.closes_at == CLOSES_AT


def test_a_retracted_replacement_lets_the_old_bid_stand_again() -> None:
    at = before_end(hours=2)
    played = sealed((ALI, 1_000), (ALI, 9_000), (BOB, 2_000), at=at)
    played.accept(Retract(ALI, "amount_error", *book.standing_history(played.entries)), at)
    assert played.rules.settle(played.terms, played.state) == Sold(BOB, 2_000)
    assert played.rules.minimum_for(played.terms, played.state, ALI) == 1_001
    assert played.rules.minimum_for(played.terms, played.state, CAT) == 100


def test_cancelling() -> None:
    assert sealed((ALI, 500)).code(EndEarly("cancel", "x"), before_end(hours=12)) == "too_late_to_cancel"
    assert sealed((ALI, 500)).code(EndEarly("cancel", "")) == "reason_needed"
    assert sealed().code(EndEarly("cancel", ""), before_end(hours=12)) == "reason_needed"
    played = sealed((ALI, 500))
    played.accept(EndEarly("cancel", "Lost."))
    assert (played.state.outcome, played.state.bids) == (Unsold("cancelled"), ())
    assert played.code(EndEarly("cancel", "Lost.")) == "ended"
    assert played.code(Close(), CLOSES_AT) == "already_ended"
