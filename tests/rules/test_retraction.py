"""Taking bids back: which fall, when, and what is left."""

from datetime import timedelta

import pytest

from auction.rules.actions import ConfirmReserve, LowerReserve, Retract
from auction.rules.book import standing_history
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, NOON, Lot, before_end, bid, lot


def retract(played: Lot, who: int, reason: str = "amount_error", changed_at: object = None) -> Retract:
    return Retract(who, reason, *standing_history(played.entries), changed_at)  # type: ignore[arg-type]


def test_more_than_twelve_hours_before_the_end_all_entries_of_the_bidder_fall() -> None:
    played = lot((ALI, 1_000), (BOB, 2_000), (ALI, 3_000), (BOB, 5_000), (CAT, 4_000))
    (event,) = played.events(retract(played, BOB))
    assert (event.kind, event.bidder_id, event.secret_minor) == ("retraction", BOB, None)
    assert event.facts == {"reason": "amount_error", "fallen": (3, 5)}
    assert (played.state.leader_id, played.state.price_minor, played.state.bid_count) == (CAT, 3_100, 3)


def test_inside_twelve_hours_only_the_last_entry_falls() -> None:
    at = before_end(hours=12)
    played = lot((ALI, 1_000), (BOB, 2_000), (ALI, 3_000), (BOB, 5_000), at=at - timedelta(minutes=59))
    played.accept(retract(played, BOB), at)
    assert (played.state.leader_id, played.state.price_minor) == (ALI, 2_050)
    assert (played.state.leader_max, played.state.runner_max) == (3_000, 2_000)


def test_inside_twelve_hours_an_hour_after_the_entry_is_too_late() -> None:
    entered = before_end(hours=3)
    played = lot((ALI, 1_000), at=entered)
    assert played.code(retract(played, ALI), entered + timedelta(hours=1, microseconds=1)) == "retraction_too_late"
    played.accept(retract(played, ALI), entered + timedelta(hours=1))


def test_just_before_the_last_twelve_hours_an_old_bid_still_falls() -> None:
    played = lot((ALI, 1_000))
    at = before_end(hours=12)
    assert played.code(retract(played, ALI), at) == "retraction_too_late"
    played.accept(retract(played, ALI), at - timedelta(microseconds=1))


def test_the_twelve_hours_are_counted_from_the_end_as_it_is_now() -> None:
    entered = before_end(seconds=1)
    played = lot((ALI, 1_000), at=entered)
    assert played.state.closes_at > CLOSES_AT
    played.accept(retract(played, ALI), CLOSES_AT)
    assert played.state.closes_at == CLOSES_AT + timedelta(seconds=119)
    assert (played.state.price_minor, played.state.leader_id, played.state.bid_count) == (None, None, 0)


def test_of_equal_bids_the_later_leads_when_the_earlier_falls() -> None:
    played = lot((ALI, 1_000), (BOB, 1_000), (CAT, 1_050))
    played.accept(retract(played, CAT))
    assert (played.state.leader_id, played.state.price_minor) == (ALI, 1_000)
    played.accept(retract(played, ALI))
    assert (played.state.leader_id, played.state.price_minor) == (BOB, 100)


def test_a_fallen_bid_no_longer_meets_the_reserve() -> None:
    played = lot((ALI, 1_000), (BOB, 3_000), reserve_minor=2_000)
    played.accept(retract(played, BOB))
    assert (played.quote().reserve, played.state.price_minor) == ("not_met", 100)


def test_a_confirmation_falls_with_the_bid_it_stood_on() -> None:
    played = lot((ALI, 2_500), reserve_minor=5_000).bids((BOB, 3_000))
    played.accept(LowerReserve(2_000))
    played.accept(ConfirmReserve(BOB))
    assert played.quote().reserve == "met"
    (event,) = played.events(retract(played, BOB))
    assert event.facts["fallen"] == (3, 5)
    assert (played.quote().reserve, played.state.leader_id) == ("not_met", ALI)


def test_a_fallen_confirmation_does_not_come_back() -> None:
    """Bob confirmed on a bid that fell. That he leads again once Ali has gone binds him to nothing."""
    at = before_end(hours=2)
    played = lot((BOB, 2_100), (ALI, 2_500), (BOB, 3_000), reserve_minor=5_000, at=at)
    played.accept(LowerReserve(2_000), at)
    played.accept(ConfirmReserve(BOB), at)
    played.accept(retract(played, BOB), at)
    played.accept(retract(played, ALI), at)
    assert (played.state.leader_id, played.state.leader_max, played.quote().reserve) == (BOB, 2_100, "not_met")


def test_a_confirmation_stays_when_only_a_later_raise_falls() -> None:
    at = before_end(hours=2)
    played = lot((BOB, 3_000), reserve_minor=5_000, at=at)
    played.accept(LowerReserve(2_000), at)
    played.accept(ConfirmReserve(BOB), at)
    played.accept(bid(BOB, 4_000), at)
    (event,) = played.events(retract(played, BOB), at)
    assert event.facts["fallen"] == (5,)
    assert (played.quote().reserve, played.state.leader_max) == ("met", 3_000)


def test_a_confirmation_stays_when_somebody_else_retracts() -> None:
    played = lot((ALI, 2_500), reserve_minor=5_000).bids((BOB, 3_000))
    played.accept(LowerReserve(2_000))
    played.accept(ConfirmReserve(BOB))
    played.accept(retract(played, ALI))
    assert (played.quote().reserve, played.state.leader_id, played.state.price_minor) == ("met", BOB, 2_000)


def test_a_fallen_bid_falls_once() -> None:
    played = lot((ALI, 1_000))
    played.accept(retract(played, ALI))
    assert played.code(retract(played, ALI)) == "no_bid_to_retract"


@pytest.mark.parametrize("reason", ["", "changed_my_mind"])
def test_only_the_two_reasons_count(reason: str) -> None:
    played = lot((ALI, 1_000))
    assert played.code(retract(played, ALI, reason)) == "unknown_reason"


def test_the_description_must_have_changed_after_the_last_bid() -> None:
    played = lot((ALI, 1_000))
    for changed_at in (None, NOON - timedelta(seconds=1), NOON):
        assert played.code(retract(played, ALI, "description_changed", changed_at)) == "description_unchanged"
    later = NOON + timedelta(seconds=1)
    played.accept(retract(played, ALI, "description_changed", later), later)


def test_who_bid_again_on_the_new_description_has_accepted_it() -> None:
    played = lot((ALI, 1_000)).bids((ALI, 2_000), at=NOON + timedelta(hours=2))
    between = NOON + timedelta(hours=1)
    action = retract(played, ALI, "description_changed", between)
    assert played.code(action, NOON + timedelta(hours=3)) == "description_unchanged"


def test_who_has_not_bid_has_nothing_to_retract() -> None:
    played = lot((ALI, 1_000))
    assert played.code(retract(played, BOB)) == "no_bid_to_retract"


def test_nothing_is_retracted_after_the_end() -> None:
    played = lot((ALI, 1_000), at=before_end(minutes=30))
    assert played.code(retract(played, ALI), CLOSES_AT) == "ended"


def test_after_a_retraction_the_auction_goes_on_from_what_is_left() -> None:
    played = lot((ALI, 1_000), (BOB, 2_000))
    played.accept(retract(played, BOB))
    assert played.quote().minimum_minor == 125
    played.accept(bid(CAT, 125))
    assert played.state.price_minor == 150
