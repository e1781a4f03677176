"""The seller ends an auction before its time: every branch of the law, and the facts that follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import queries, service
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, refused

pytestmark = pytest.mark.usefixtures("house", "moment")

FREE, LATE = timedelta(hours=12, microseconds=1), timedelta(hours=12)
WITHOUT, BIDS, BELOW, MET = "nobody has bid", "bids, no reserve", "bids below the reserve", "bids above the reserve"
SOLD, CANCELLED = "sold", "cancelled"


def end(lot, person, how, reason=""):
    return service.end_early(auction_id=lot, person_id=person, how=how, reason=reason)


def a_lot(seller, situation):
    """Ann leads Ben at 20.50, or with the reserve of 60 met at 60.00; or nobody has bid."""
    lot = an_auction(seller, reserve_minor={BELOW: 9000, MET: 6000}.get(situation))
    if situation != WITHOUT:
        ann = a_person()
        bid(lot, a_person(), "20")
        bid(lot, ann, "80")
    return lot


@pytest.mark.parametrize(
    ("left", "situation", "how", "reason", "expected"),
    [
        (FREE, WITHOUT, "cancel", "", CANCELLED),
        (FREE, WITHOUT, "sell", "", "no_leader"),
        (FREE, BIDS, "cancel", " \n", "reason_needed"),
        (FREE, BIDS, "cancel", "It broke.", CANCELLED),
        (FREE, BIDS, "sell", "", SOLD),
        (FREE, BELOW, "cancel", "", "reason_needed"),
        (FREE, BELOW, "cancel", "It broke.", CANCELLED),
        (FREE, BELOW, "sell", "", "reserve_not_met"),
        (FREE, MET, "cancel", "It broke.", CANCELLED),
        (FREE, MET, "sell", "", SOLD),
        (LATE, WITHOUT, "cancel", "", "reason_needed"),
        (LATE, WITHOUT, "cancel", "It broke.", CANCELLED),
        (LATE, WITHOUT, "sell", "", "no_leader"),
        (LATE, BIDS, "cancel", "It broke.", "only_sell_to_leader"),
        (LATE, BIDS, "sell", "", SOLD),
        (LATE, BELOW, "cancel", "", "reason_needed"),
        (LATE, BELOW, "cancel", "It broke.", CANCELLED),
        (LATE, BELOW, "sell", "", "reserve_not_met"),
        (LATE, MET, "cancel", "It broke.", "only_sell_to_leader"),
        (LATE, MET, "sell", "", SOLD),
        (timedelta(0), BIDS, "sell", "", "ended"),
    ],
)
def test_the_law_of_ending_early(travel, left, situation, how, reason, expected):
    seller = a_seller()
    lot = a_lot(seller, situation)
    before = queries.whole_book(lot)
    travel(to=queries.public_state(lot).closes_at - left)
    answer = refused(end, lot, seller, how, reason)
    told = facts("auction_closed")
    if expected not in (SOLD, CANCELLED):
        assert (answer, told, queries.whole_book(lot)) == (expected, [], before)
        return
    summary = queries.summary(lot)
    hammer = {BIDS: 2050, MET: 6000}[situation] if expected == SOLD else None
    assert answer == "accepted"
    assert (summary.outcome, summary.hammer_minor) == (SOLD if expected == SOLD else "unsold", hammer)
    assert [(fact["kind"], fact["reason"], fact["hammer_minor"]) for fact in told] == [
        ("ended_early", None, hammer) if expected == SOLD else (CANCELLED, CANCELLED, None)
    ]
    assert kinds(lot)[-1] == told[0]["kind"]
    assert refused(end, lot, seller, how, reason) == "ended"
    assert service.close_due() == 0


def test_a_cancelled_auction_says_why_and_shows_no_bids():
    seller = a_seller()
    lot = a_lot(seller, BELOW)
    changed = end(lot, seller, "cancel", "  The clock fell: انكسرت الساعة.  ")
    assert changed.facts == {
        "outcome": "unsold",
        "reason": CANCELLED,
        "public_reason": "The clock fell: انكسرت الساعة.",
    }
    state = changed.state
    assert (state.phase, state.count, state.leader, state.price_minor, state.minimum_minor) == (
        "ended",
        0,
        None,
        1000,
        None,
    )
    assert queries.public_state(lot).to_plain() == state.to_plain()


def test_what_is_scheduled_can_be_called_off_freely():
    seller = a_seller()
    opens_at = clock.now() + timedelta(hours=1)
    lot = an_auction(seller, opens_at=opens_at, closes_at=opens_at + timedelta(days=2))
    assert refused(end, lot, seller, "sell") == "no_leader"
    assert refused(end, lot, seller, "cancel") == "accepted"
    assert kinds(lot) == ["opened", CANCELLED]


def test_nobody_but_the_seller_ends_it():
    lot = a_lot(a_seller(), BIDS)
    for person in (a_person(), a_seller()):
        assert refused(end, lot, person, "cancel", "It broke.") == "not_your_lot"
    assert refused(end, 404, a_seller(), "cancel") == "not_found"


def test_an_end_that_nobody_chose_ends_nothing():
    seller = a_seller()
    lot = a_lot(seller, BIDS)
    for how in ("", "Sell", "sell ", "both", "\0"):
        assert refused(end, lot, seller, how, "It broke.") == "invalid how:unknown_choice"
    assert kinds(lot) == ["opened", "bid", "bid"]


def test_a_public_reason_is_text_that_can_be_kept():
    seller = a_seller()
    lot = a_lot(seller, BIDS)
    assert refused(end, lot, seller, "cancel", "x" * 301) == "invalid reason:too_long"
    assert refused(end, lot, seller, "cancel", "\0 \ud800") == "reason_needed"
    assert end(lot, seller, "cancel", "It \0fell\ud800.").facts["public_reason"] == "It fell."
