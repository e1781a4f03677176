"""Late bids and the end they move."""

from datetime import timedelta

import pytest

from auction.rules.terms import SoftClose
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, before_end, bid, lot

MICRO = timedelta(microseconds=1)


def test_a_bid_inside_the_window_moves_the_end_to_its_own_time_and_the_extension() -> None:
    played = lot()
    entered, moved = played.events(bid(ALI, 500), before_end(seconds=30))
    assert (entered.kind, entered.closes_at) == ("bid", CLOSES_AT)
    assert (moved.kind, moved.closes_at) == ("extension", CLOSES_AT + timedelta(seconds=90))
    assert (moved.bidder_id, moved.secret_minor, moved.price_minor, moved.leader_id) == (None, None, 100, ALI)
    assert played.state.closes_at == played.quote().closes_at == CLOSES_AT + timedelta(seconds=90)


def test_exactly_the_window_before_the_end_is_not_late() -> None:
    assert len(lot().events(bid(ALI, 500), before_end(seconds=120))) == 1
    assert len(lot().events(bid(ALI, 500), before_end(seconds=120) + MICRO)) == 2


def test_the_window_and_the_extension_are_two_things() -> None:
    soft_close = SoftClose(window_seconds=60, extension_seconds=300)
    assert len(lot(soft_close=soft_close).events(bid(ALI, 500), before_end(seconds=60))) == 1
    played = lot(soft_close=soft_close)
    played.accept(bid(ALI, 500), before_end(seconds=60) + MICRO)
    assert played.state.closes_at == CLOSES_AT + timedelta(seconds=240) + MICRO


def test_the_end_never_moves_to_earlier() -> None:
    played = lot(soft_close=SoftClose(window_seconds=300, extension_seconds=60))
    assert len(played.events(bid(ALI, 500), before_end(seconds=200))) == 1
    assert played.state.closes_at == CLOSES_AT
    assert len(played.events(bid(BOB, 900), before_end(seconds=60))) == 1
    assert len(played.events(bid(CAT, 1_500), before_end(seconds=59))) == 2


def test_the_cap_counts_from_the_scheduled_end() -> None:
    played = lot(soft_close=SoftClose(120, 120, 150))
    played.accept(bid(ALI, 500), before_end(seconds=1))
    assert played.state.closes_at == CLOSES_AT + timedelta(seconds=119)
    played.accept(bid(BOB, 900), CLOSES_AT + timedelta(seconds=100))
    assert played.state.closes_at == CLOSES_AT + timedelta(seconds=150)
    assert len(played.events(bid(CAT, 1_500), CLOSES_AT + timedelta(seconds=149))) == 1
    assert played.code(bid(CAT, 9_000), CLOSES_AT + timedelta(seconds=150)) == "ended"


@pytest.mark.parametrize("rounds", [3, 60])
def test_a_cap_of_nothing_is_no_cap(rounds: int) -> None:
    played = lot(soft_close=SoftClose(120, 120, 0))
    for number in range(rounds):
        at = played.state.closes_at - timedelta(seconds=1)
        played.accept(bid(1 + number % 2, played.quote(at).minimum_minor + number * 50), at)
    assert played.state.closes_at == CLOSES_AT + rounds * timedelta(seconds=119)


def test_a_refused_bid_never_extends() -> None:
    played = lot((ALI, 1_000))
    assert played.code(bid(BOB, 1), before_end(seconds=5)) == "below_minimum"
    assert played.state.closes_at == CLOSES_AT


def test_a_raise_that_changes_nothing_in_public_does_not_extend() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    assert [event.kind for event in played.events(bid(ALI, 5_000), before_end(seconds=5))] == ["raise"]


def test_a_raise_that_moves_the_price_extends() -> None:
    played = lot((ALI, 1_000), (BOB, 980))
    assert [event.kind for event in played.events(bid(ALI, 5_000), before_end(seconds=5))] == ["raise", "extension"]


def test_a_bid_that_only_raises_the_price_extends() -> None:
    played = lot((ALI, 1_000))
    assert [event.kind for event in played.events(bid(BOB, 500), before_end(seconds=5))] == ["bid", "extension"]


def test_an_auction_may_close_hard() -> None:
    assert len(lot(soft_close=None).events(bid(ALI, 500), before_end(seconds=1))) == 1
