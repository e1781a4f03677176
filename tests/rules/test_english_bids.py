"""Bidding in an English auction: who may, how much, at what price, and what they are told."""

from datetime import timedelta
from typing import Any

import pytest

from auction.rules.actions import Accept, Bidder, Close, PlaceBid, Reject
from auction.rules.english import English
from auction.rules.increments import for_currency
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, NOON, OPENS_AT, Lot, bid, lot, terms


def test_the_first_bid_pays_the_starting_price() -> None:
    state = lot((ALI, 5_000)).state
    assert (state.price_minor, state.leader_id, state.bid_count) == (100, ALI, 1)


@pytest.mark.parametrize(
    ("bids", "leader", "price"),
    [
        ([(ALI, 1_000), (BOB, 500)], ALI, 550),
        ([(ALI, 1_000), (BOB, 980)], ALI, 1_000),
        ([(ALI, 1_000), (BOB, 1_200)], BOB, 1_050),
        ([(ALI, 1_000), (BOB, 1_010)], BOB, 1_010),
        ([(ALI, 1_000), (BOB, 1_000)], ALI, 1_000),
        ([(ALI, 1_000), (BOB, 500), (CAT, 700)], ALI, 750),
        ([(ALI, 1_000), (BOB, 980), (ALI, 5_000)], ALI, 1_030),
        ([(ALI, 1_000), (ALI, 5_000)], ALI, 100),
        ([(ALI, 100), (BOB, 10_000)], BOB, 125),
        ([(ALI, 499), (BOB, 10_000)], BOB, 524),
        ([(ALI, 500), (BOB, 10_000)], BOB, 550),
    ],
    ids=str,
)
def test_the_price_is_what_the_runner_up_and_an_increment_make_of_it(
    bids: list[tuple[int, int]], leader: int, price: int
) -> None:
    state = lot(*bids).state
    assert (state.leader_id, state.price_minor) == (leader, price)


@pytest.mark.parametrize(
    ("amount", "kind", "told"),
    [(999, "bid", "outbid"), (1_000, "bid", "outbid_by_equal"), (1_001, "bid", "leading")],
)
def test_a_bidder_is_told_how_they_stand(amount: int, kind: str, told: str) -> None:
    (event,) = lot((ALI, 1_000)).events(bid(BOB, amount))
    assert (event.kind, event.standing, event.secret_minor, event.bidder_id) == (kind, told, amount, BOB)


def test_a_leaders_own_bid_is_a_raise() -> None:
    (event,) = lot((ALI, 1_000), (BOB, 500)).events(bid(ALI, 1_001))
    assert (event.kind, event.standing, event.price_minor, event.bid_count) == ("raise", "leading", 550, 3)


def test_an_event_shows_the_public_state_after_it() -> None:
    played = lot((ALI, 1_000))
    (event,) = played.events(bid(BOB, 2_000))
    quote = played.quote()
    assert (event.price_minor, event.leader_id, event.bid_count) == (1_050, BOB, 2)
    assert (event.closes_at, event.reserve, event.facts) == (quote.closes_at, "none", {})


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"is_seller": True}, "own_lot"),
        ({"is_sanctioned": True}, "sanctioned"),
        ({"is_blocked": True}, "blocked"),
        ({"is_verified": False}, "not_verified"),
    ],
)
def test_some_people_may_not_bid(person: dict[str, Any], code: str) -> None:
    assert lot().code(PlaceBid(Bidder(ALI, **person), 1_000)) == code


def test_terms_may_do_without_verification() -> None:
    lot(needs_verified=False).accept(PlaceBid(Bidder(ALI, is_verified=False), 500))


@pytest.mark.parametrize(
    ("at", "code"),
    [(OPENS_AT - timedelta(microseconds=1), "not_open_yet"), (CLOSES_AT, "ended"), (CLOSES_AT + timedelta(1), "ended")],
)
def test_bids_outside_the_open_interval_are_refused(at: Any, code: str) -> None:
    assert lot().code(bid(ALI, 500), at) == code


@pytest.mark.parametrize("at", [OPENS_AT, CLOSES_AT - timedelta(microseconds=1)])
def test_bids_count_from_the_opening_instant_to_just_before_the_end(at: Any) -> None:
    lot().accept(bid(ALI, 500), at)


def test_nobody_bids_after_the_close_even_by_an_earlier_clock() -> None:
    played = lot((ALI, 500))
    played.accept(Close(), CLOSES_AT)
    assert played.code(bid(BOB, 900), NOON) == "ended"


@pytest.mark.parametrize("amount", [-5, 0, 1, 99])
def test_the_first_bid_reaches_the_starting_price(amount: int) -> None:
    answer = lot().ask(bid(ALI, amount))
    assert answer == Reject("below_minimum", {"minimum_minor": 100})


def test_others_bid_at_least_an_increment_above_the_price() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    assert played.quote().minimum_minor == 600
    assert played.ask(bid(CAT, 599)) == Reject("below_minimum", {"minimum_minor": 600})
    played.accept(bid(CAT, 600))


@pytest.mark.parametrize("amount", [1, 999, 1_000])
def test_leaders_raise_their_own_maximum_strictly(amount: int) -> None:
    answer = lot((ALI, 1_000)).ask(bid(ALI, amount))
    assert answer == Reject("not_above_own_maximum", {"maximum_minor": 1_000})


def test_what_a_person_may_enter_next_depends_on_who_they_are() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    assert English.minimum_for(played.terms, played.state, ALI) == 1_001
    assert English.minimum_for(played.terms, played.state, BOB) == 600


@pytest.mark.parametrize(
    ("amount", "is_large"), [(1_000, False), (9_999, False), (10_000, False), (10_001, True), (900_000, True)]
)
def test_a_large_bid_is_asked_for_twice(amount: int, is_large: bool) -> None:
    """Ten times the price is 10.00 here; the floor of 100.00 lets smaller slips pass."""
    answer = lot().ask(PlaceBid(Bidder(ALI), amount))
    assert isinstance(answer, Accept) != is_large
    if is_large:
        assert answer == Reject("confirm_large_bid", {"price_minor": 100, "amount_minor": amount})
    lot().accept(PlaceBid(Bidder(ALI), amount, is_confirmed=True))


def test_large_is_measured_by_the_price_of_the_moment() -> None:
    played = lot((ALI, 100_000), (BOB, 50_000))
    played.accept(PlaceBid(Bidder(CAT), 500_000))
    played = lot((ALI, 100_000), (BOB, 50_000))
    assert played.code(PlaceBid(Bidder(CAT), 510_001)) == "confirm_large_bid"
    played.accept(PlaceBid(Bidder(CAT), 510_000))


def test_a_quote_tells_the_phase_of_the_auction() -> None:
    played = lot((ALI, 1_000))
    phases = [
        played.quote(at).phase
        for at in (OPENS_AT - timedelta(1), OPENS_AT, CLOSES_AT - timedelta.resolution, CLOSES_AT)
    ]
    assert phases == ["scheduled", "open", "open", "closing"]
    assert played.quote(CLOSES_AT).minimum_minor is None
    played.accept(Close(), CLOSES_AT)
    assert played.quote(CLOSES_AT).phase == "ended"


def test_currencies_without_and_with_three_decimals_follow_their_own_tables() -> None:
    yen = Lot(terms(currency="JPY", increments=for_currency("JPY"), starting_minor=500))
    yen.bids((ALI, 20_000), (BOB, 9_000))
    assert yen.state.price_minor == 9_100
    dinars = Lot(terms(currency="KWD", increments=for_currency("KWD"), starting_minor=250))
    dinars.bids((ALI, 20_000), (BOB, 9_000))
    assert dinars.state.price_minor == 9_100
