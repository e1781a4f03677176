"""The hidden reserve: when it is met, what it does to the price, and how it comes down."""

import pytest

from auction.rules.actions import Close, ConfirmReserve, LowerReserve, Reject, Sold, Unsold
from auction.rules.english import English
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, Lot, bid, lot


def test_below_the_reserve_the_price_follows_the_bids() -> None:
    played = lot((ALI, 1_000), (BOB, 500), reserve_minor=2_000)
    quote = played.quote()
    assert (quote.price_minor, quote.reserve) == (550, "not_met")
    assert English.settle(played.terms, played.state) == Unsold("reserve_not_met")


@pytest.mark.parametrize(
    ("amount", "price", "shown"), [(1_999, 100, "not_met"), (2_000, 2_000, "met"), (9_000, 2_000, "met")]
)
def test_reaching_the_reserve_lifts_the_price_to_it(amount: int, price: int, shown: str) -> None:
    quote = lot((ALI, amount), reserve_minor=2_000).quote()
    assert (quote.price_minor, quote.reserve) == (price, shown)


def test_above_the_reserve_the_price_follows_the_bids_again() -> None:
    played = lot((ALI, 5_000), (BOB, 3_000), reserve_minor=2_000)
    assert played.state.price_minor == 3_100
    assert English.settle(played.terms, played.state) == Sold(ALI, 3_100)


def test_without_a_reserve_none_is_shown() -> None:
    assert lot((ALI, 500)).quote().reserve == "none"


def lowered(to: int | None, *bids: tuple[int, int]) -> Lot:
    played = lot(*bids, reserve_minor=5_000)
    played.accept(LowerReserve(to))
    return played


def test_lowering_binds_nobody_who_bid_before() -> None:
    played = lowered(2_000, (ALI, 3_000), (BOB, 500))
    assert (played.quote().reserve, played.state.price_minor) == ("not_met", 550)
    played.accept(Close(), CLOSES_AT)
    assert played.state.outcome == Unsold("reserve_not_met")


def test_a_later_bid_meets_the_lowered_reserve() -> None:
    played = lowered(2_000, (ALI, 3_000), (BOB, 500)).bids((CAT, 2_000))
    assert (played.quote().reserve, played.state.leader_id, played.state.price_minor) == ("met", ALI, 2_050)


def test_a_later_bid_under_the_lowered_reserve_does_not_meet_it() -> None:
    assert lowered(2_000, (ALI, 3_000)).bids((CAT, 1_999)).quote().reserve == "not_met"


def test_a_later_raise_meets_the_lowered_reserve() -> None:
    played = lowered(2_000, (ALI, 3_000), (BOB, 500)).bids((ALI, 3_001))
    assert (played.quote().reserve, played.state.price_minor) == ("met", 2_000)


def test_the_leader_may_confirm() -> None:
    played = lowered(2_000, (ALI, 3_000), (BOB, 500))
    (event,) = played.events(ConfirmReserve(ALI))
    assert (event.kind, event.bidder_id, event.price_minor, event.reserve) == ("reserve_confirmed", ALI, 2_000, "met")


@pytest.mark.parametrize(("bidder_id", "code"), [(BOB, "not_leader"), (ALI, "maximum_below_reserve")])
def test_only_a_leader_who_reaches_it_may_confirm(bidder_id: int, code: str) -> None:
    assert lowered(4_000, (ALI, 3_000), (BOB, 500)).code(ConfirmReserve(bidder_id)) == code


def test_a_maximum_of_exactly_the_reserve_reaches_it() -> None:
    assert lowered(3_000, (ALI, 3_000)).code(ConfirmReserve(BOB)) == "not_leader"
    assert lowered(3_001, (ALI, 3_000)).code(ConfirmReserve(ALI)) == "maximum_below_reserve"
    lowered(3_000, (ALI, 3_000)).accept(ConfirmReserve(ALI))


def test_there_must_be_something_to_confirm() -> None:
    assert lot((ALI, 500)).code(ConfirmReserve(ALI)) == "no_reserve"
    assert lot((ALI, 500), reserve_minor=400).code(ConfirmReserve(ALI)) == "reserve_already_met"
    assert lot(reserve_minor=400).code(ConfirmReserve(ALI)) == "not_leader"


def test_the_book_keeps_the_new_reserve_as_a_secret() -> None:
    (event,) = lot(reserve_minor=5_000).events(LowerReserve(2_000))
    assert (event.kind, event.secret_minor, event.facts, event.reserve) == ("reserve_lowered", 2_000, {}, "not_met")


@pytest.mark.parametrize("amount", [5_000, 5_001, -1])
def test_the_reserve_only_comes_down(amount: int) -> None:
    answer = lot(reserve_minor=5_000).ask(LowerReserve(amount))
    assert answer == Reject("reserve_not_lower", {"reserve_minor": 5_000})


def test_a_met_or_missing_reserve_cannot_be_lowered() -> None:
    assert lot((ALI, 5_000), reserve_minor=5_000).code(LowerReserve(1)) == "reserve_already_met"
    assert lot((ALI, 5_000)).code(LowerReserve(1)) == "no_reserve"
    assert lot(reserve_minor=5_000).code(LowerReserve(1), CLOSES_AT) == "ended"


@pytest.mark.parametrize("nothing", [0, None])
def test_taking_the_reserve_away_before_any_bid_leaves_none(nothing: int | None) -> None:
    played = lowered(nothing)
    assert played.quote().reserve == "none"
    assert played.bids((ALI, 100)).quote().reserve == "none"
    assert English.settle(played.terms, played.state) == Sold(ALI, 100)


@pytest.mark.parametrize("nothing", [0, None])
def test_taking_the_reserve_away_does_not_bind_the_leader(nothing: int | None) -> None:
    played = lowered(nothing, (ALI, 3_000))
    assert played.quote().reserve == "not_met"
    assert played.code(LowerReserve(0)) == "reserve_not_lower"
    assert played.bids((BOB, 200)).quote().reserve == "met"
    assert played.state.price_minor == 225


def test_taking_the_reserve_away_can_be_confirmed() -> None:
    played = lowered(None, (ALI, 3_000))
    played.accept(ConfirmReserve(ALI))
    assert English.settle(played.terms, played.state) == Sold(ALI, 100)


def test_equal_later_bid_meets_the_lowered_reserve_for_the_earlier_leader() -> None:
    played = lowered(2_000, (ALI, 2_000))
    (event,) = played.events(bid(BOB, 2_000))
    assert (event.standing, event.leader_id, event.price_minor, event.reserve) == ("outbid_by_equal", ALI, 2_000, "met")
