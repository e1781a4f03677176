"""The seller, or the house, cancels all bids of one bidder: when, what falls, and what is left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import book, chain
from auction.rules.actions import CancelBids, ConfirmReserve, LowerReserve
from auction.rules.book import standing_history
from auction.rules.sealed import SealedFirstPrice
from tests.rules.builders import ALI, BOB, CAT, DEE, NOON, Lot, before_end, bid, lot, public_book, terms
from tests.rules.test_chain import changed, leaves, other

EARLY, LATE = before_end(hours=12.01), before_end(hours=12)


def cancel(played: Lot, who: int, reason: str = "No answer to my question.", by: Any = "seller") -> CancelBids:
    return CancelBids(who, reason, *standing_history(played.entries), by)


def test_all_bids_of_the_bidder_fall_and_the_price_is_found_anew() -> None:
    played = lot((ALI, 1_000), (BOB, 2_000), (ALI, 3_000), (BOB, 5_000), (CAT, 4_000))
    (event,) = played.events(cancel(played, BOB))
    assert (event.kind, event.bidder_id, event.secret_minor) == ("bids_cancelled", BOB, None)
    assert event.facts == {"public_reason": "No answer to my question.", "by": "seller", "fallen": (3, 5)}
    assert (played.state.leader_id, played.state.price_minor, played.state.bid_count) == (CAT, 3_100, 3)


def test_inside_twelve_hours_the_seller_may_not_where_a_bid_qualifies_and_the_house_may() -> None:
    played = lot((ALI, 1_000), (BOB, 2_000))
    assert played.code(cancel(played, ALI), LATE) == "too_late_to_cancel"
    lot((ALI, 1_000)).accept(cancel(lot((ALI, 1_000)), ALI), EARLY)
    played.accept(cancel(played, ALI, by="house"), LATE)
    below = lot((ALI, 1_000), (BOB, 2_000), reserve_minor=9_000)
    below.accept(cancel(below, BOB), LATE)
    assert (below.state.leader_id, below.state.price_minor) == (ALI, 100)


@pytest.mark.parametrize("by", ["seller", "house"])
def test_a_reason_is_needed_and_bids_that_stand(by: str) -> None:
    played = lot((ALI, 1_000))
    assert played.code(cancel(played, ALI, "  ", by)) == "reason_needed"
    assert played.code(cancel(played, BOB, by=by)) == "no_bid_to_cancel"
    played.accept(cancel(played, ALI, by=by))
    assert played.code(cancel(played, ALI, by=by)) == "no_bid_to_cancel"
    assert played.code(cancel(played, ALI, by=by), before_end(hours=0)) == "ended"


def test_a_confirmation_of_the_reserve_falls_with_the_bids_it_stood_on() -> None:
    played = lot((ALI, 3_000), (BOB, 2_000), reserve_minor=5_000)
    played.accept(LowerReserve(2_500))
    played.accept(ConfirmReserve(ALI))
    played.accept(cancel(played, ALI), EARLY)
    assert (played.state.leader_id, played.state.is_reserve_met) == (BOB, False)


def test_a_sealed_offer_is_cancelled_too_but_not_by_the_seller_in_the_last_hours() -> None:
    played = Lot(terms(format="sealed", soft_close=None), SealedFirstPrice()).bids((ALI, 1_000), (BOB, 2_000))
    assert played.code(cancel(played, BOB), LATE) == "too_late_to_cancel"
    played.ask(cancel(played, BOB), NOON)
    assert played.state.bids == ((ALI, 1_000),)
    assert chain.verify(public_book(played.terms, played.entries)) is None


def test_its_book_replays_and_is_sound_and_any_change_is_found() -> None:
    played = lot((ALI, 1_000), (BOB, 2_000))
    played.accept(cancel(played, BOB))
    played.accept(bid(CAT, 3_000))
    whole = public_book(played.terms, played.entries)
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)
    assert chain.verify(whole) is None
    assert [path for path in leaves(whole) if path and chain.verify(changed(whole, path, other)) is None] == []


BIDS = st.lists(st.tuples(st.sampled_from([ALI, BOB, CAT, DEE]), st.integers(100, 9_000)), max_size=25)


@given(BIDS, st.sampled_from([ALI, BOB, CAT]), st.sampled_from([None, 4_000]))
def test_what_is_left_is_what_the_others_bids_alone_lead_to(
    bids: list[tuple[int, int]], who: int, reserve: int | None
) -> None:
    played = lot(reserve_minor=reserve)
    entered = [pair for pair in bids if hasattr(played.ask(bid(*pair)), "state")]
    answer = played.ask(cancel(played, who))
    if not any(bidder == who for bidder, _amount in entered):
        assert getattr(answer, "code", "") == "no_bid_to_cancel"
        return
    assert played.state.leader_id != who
    assert played.state.bid_count == sum(bidder != who for bidder, _amount in entered)
    best = {bidder: max(amount for each, amount in entered if each == bidder) for bidder, _amount in entered}
    best.pop(who)
    assert played.state.leader_max == max(best.values(), default=None)
    assert chain.verify(public_book(played.terms, played.entries)) is None
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)
