"""How an English auction ends: by its time, by the seller, and only once."""

from datetime import timedelta

import pytest

from auction.rules.actions import Close, EndEarly, Reject, Sold, Unsold
from tests.rules.builders import ALI, BOB, CLOSES_AT, NOON, OPENS_AT, before_end, lot

EARLY = before_end(hours=12, microseconds=1)
LATE = before_end(hours=12)


@pytest.mark.parametrize(
    ("bids", "reserve", "outcome"),
    [
        ([], None, Unsold("no_bids")),
        ([], 5_000, Unsold("no_bids")),
        ([(ALI, 500)], 5_000, Unsold("reserve_not_met")),
        ([(ALI, 500)], None, Sold(ALI, 100)),
        ([(ALI, 500), (BOB, 900)], None, Sold(BOB, 550)),
        ([(ALI, 6_000)], 5_000, Sold(ALI, 5_000)),
    ],
    ids=str,
)
def test_closing_decides_who_pays_what(bids: list[tuple[int, int]], reserve: int | None, outcome: object) -> None:
    played = lot(*bids, reserve_minor=reserve)
    assert played.rules.settle(played.terms, played.state) == outcome
    (event,) = played.events(Close(), CLOSES_AT)
    assert event.kind == "closed"
    assert event.facts["outcome"] == ("sold" if isinstance(outcome, Sold) else "unsold")
    assert played.state.outcome == played.quote().outcome == played.rules.settle(played.terms, played.state) == outcome


def test_an_auction_is_not_closed_before_its_time() -> None:
    answer = lot().ask(Close(), CLOSES_AT - timedelta(microseconds=1))
    assert answer == Reject("not_due", {"closes_at": "2026-03-08T12:00:00.000000Z"})


def test_an_extended_auction_closes_at_its_extended_end() -> None:
    played = lot((ALI, 500), at=before_end(seconds=1))
    assert played.code(Close(), CLOSES_AT) == "not_due"
    played.accept(Close(), CLOSES_AT + timedelta(seconds=119))


def test_a_second_closer_is_refused() -> None:
    played = lot((ALI, 500))
    played.accept(Close(), CLOSES_AT)
    assert played.code(Close(), CLOSES_AT + timedelta(hours=1)) == "already_ended"


@pytest.mark.parametrize("at", [OPENS_AT - timedelta(days=1), NOON, EARLY])
def test_without_bids_the_seller_ends_freely_until_twelve_hours_before_the_end(at: object) -> None:
    played = lot()
    (event,) = played.events(EndEarly("cancel"), at)  # type: ignore[arg-type]
    assert (event.kind, event.facts["reason"]) == ("cancelled", "cancelled")
    assert played.state.outcome == Unsold("cancelled")


def test_in_the_last_twelve_hours_even_a_lot_without_bids_needs_a_public_reason() -> None:
    assert lot().code(EndEarly("cancel", "  "), LATE) == "reason_needed"
    (event,) = lot().events(EndEarly("cancel", " Broken in transit. "), LATE)
    assert event.facts["public_reason"] == "Broken in transit."


def test_with_bids_cancelling_needs_a_public_reason_and_takes_all_bids_away() -> None:
    played = lot((ALI, 500), (BOB, 900))
    assert played.code(EndEarly("cancel", ""), EARLY) == "reason_needed"
    (event,) = played.events(EndEarly("cancel", "Stolen."), EARLY)
    assert (event.price_minor, event.leader_id, event.bid_count) == (None, None, 0)
    assert played.state.outcome == Unsold("cancelled")


@pytest.mark.parametrize("at", [NOON, EARLY, LATE, before_end(seconds=1)])
def test_the_seller_may_sell_to_the_leader_at_any_time(at: object) -> None:
    played = lot((ALI, 500), (BOB, 900))
    (event,) = played.events(EndEarly("sell"), at)  # type: ignore[arg-type]
    assert (event.kind, event.facts) == ("ended_early", {"outcome": "sold", "hammer_minor": 550})
    assert played.state.outcome == Sold(BOB, 550)


def test_selling_needs_a_leader_and_a_met_reserve() -> None:
    assert lot().code(EndEarly("sell")) == "no_leader"
    assert lot((ALI, 500), reserve_minor=5_000).code(EndEarly("sell")) == "reserve_not_met"
    lot((ALI, 5_000), reserve_minor=5_000).accept(EndEarly("sell"))


def test_late_with_a_qualifying_bid_only_selling_is_left() -> None:
    assert lot((ALI, 500)).code(EndEarly("cancel", "Stolen."), LATE) == "only_sell_to_leader"
    assert lot((ALI, 5_000), reserve_minor=5_000).code(EndEarly("cancel", "x"), LATE) == "only_sell_to_leader"


def test_late_without_a_qualifying_bid_the_seller_may_cancel() -> None:
    played = lot((ALI, 500), reserve_minor=5_000)
    assert played.code(EndEarly("cancel", ""), LATE) == "reason_needed"
    played.accept(EndEarly("cancel", "Stolen."), LATE)


def test_what_has_ended_is_not_ended_again() -> None:
    played = lot((ALI, 500))
    assert played.code(EndEarly("sell"), CLOSES_AT) == "ended"
    played.accept(EndEarly("sell"), NOON)
    assert played.code(EndEarly("cancel", "x"), NOON) == "ended"
    assert played.code(Close(), CLOSES_AT) == "already_ended"
