"""Closing what is due: what comes of it, in batches, and however late."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import jobs, queries, service
from auction.bidding.models import Auction
from auction.db import db
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, refused

pytestmark = pytest.mark.usefixtures("house", "moment")


def row(lot):
    return db.session.execute(sa.select(Auction.closes_at, Auction.ended_at).where(Auction.id == lot)).one()


def test_each_auction_ends_as_its_bids_decide(travel):
    seller, ann, ben = a_seller(), a_person(), a_person()
    sold, below, met, empty = (
        an_auction(seller),
        an_auction(seller, reserve_minor=9000),
        an_auction(seller, reserve_minor=7000),
        an_auction(seller),
    )
    for lot in (sold, below, met):
        bid(lot, ann, "50")
        bid(lot, ben, "80")
    bid(below, ann, "80")
    travel(days=3)
    assert service.close_due() == 4
    told = {fact["auction_id"]: (fact["winner_id"], fact["hammer_minor"], fact["reason"]) for fact in facts()[-4:]}
    assert told == {
        sold: (ben, 5100, None),
        below: (None, None, "reserve_not_met"),
        met: (ben, 7000, None),
        empty: (None, None, "no_bids"),
    }
    for lot, (winner, hammer, _reason) in told.items():
        summary = queries.summary(lot)
        assert (summary.phase, summary.winner_id, summary.hammer_minor) == ("ended", winner, hammer)
        state = queries.public_state(lot)
        assert (state.outcome, state.minimum_minor) == ("unsold" if winner is None else "sold", None)


def test_a_batch_closes_no_more_than_it_was_asked_and_the_job_goes_on_until_none_is_left(travel):
    seller = a_seller()
    first = [an_auction(seller) for _ in range(5)]
    travel(days=3)
    assert [service.close_due(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    again = [an_auction(seller) for _ in range(5)]
    travel(days=3)
    assert (jobs.close_due(), jobs.close_due()) == (5, 0)
    assert sorted(fact["auction_id"] for fact in facts("auction_closed")) == [*first, *again]


def test_those_that_ended_first_are_closed_first(travel):
    seller, now = a_seller(), clock.now()
    late, early = (an_auction(seller, closes_at=now + timedelta(hours=hours)) for hours in (2, 1))
    travel(hours=3)
    assert [service.close_due(limit=1) for _ in range(2)] == [1, 1]
    assert [fact["auction_id"] for fact in facts()] == [early, late]


def test_an_instant_before_the_end_nothing_is_due_and_at_the_end_it_is(travel):
    lot = an_auction()
    travel(days=3, microseconds=-1)
    assert service.close_due() == 0
    travel(microseconds=1)
    assert service.close_due() == 1
    assert row(lot).ended_at == row(lot).closes_at


def test_a_late_start_catches_up_and_keeps_the_end_that_was_promised(travel):
    lot, ann = an_auction(), a_person()
    since = clock.now()
    promised = bid(lot, ann, "50").state.closes_at
    woke = travel(days=30)
    assert queries.public_state(lot).phase == "closing"
    assert refused(bid, lot, ann, "60") == "ended"
    assert service.close_due() == 1
    assert tuple(row(lot)) == (promised, woke)
    assert queries.lateness(since).worst_seconds == timedelta(days=27).total_seconds()


def test_an_auction_whose_end_has_moved_waits_for_its_new_end(travel):
    lot, ann = an_auction(), a_person()
    travel(days=3, seconds=-1)
    moved = bid(lot, ann, "50").state.closes_at
    travel(seconds=1)
    assert service.close_due() == 0
    travel(to=moved)
    assert service.close_due() == 1
    assert kinds(lot) == ["opened", "bid", "extension", "closed"]


def test_what_is_not_open_yet_is_left_alone(travel):
    opens_at = clock.now() + timedelta(days=9)
    lot = an_auction(opens_at=opens_at, closes_at=opens_at + timedelta(days=2))
    travel(days=5)
    assert service.close_due() == 0
    assert kinds(lot) == ["opened"]


def test_the_end_moves_at_most_to_the_cap(travel):
    lot, ann, ben = an_auction(), a_person(), a_person()
    end = queries.public_state(lot).closes_at
    travel(to=end - timedelta(seconds=30))
    amount, cap = 10, end + timedelta(hours=1)
    while clock.now() < cap:
        amount += 10
        closes_at = bid(lot, (ann, ben)[amount // 10 % 2], str(amount), is_confirmed=True).state.closes_at
        travel(to=closes_at if closes_at == cap else closes_at - timedelta(seconds=1))
    assert (row(lot).closes_at, refused(bid, lot, ann, "9000", is_confirmed=True)) == (cap, "ended")
    assert service.close_due() == 1
