"""Many hands on one auction. Each race has a control: with the guard taken away it must go wrong."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from auction import clock, outbox
from auction.bidding import audit, queries, service
from auction.bidding.models import Auction, BookEntry
from auction.db import db
from auction.errors import Conflict, Refusal
from auction.rules import increments
from tests.bidding.builders import a_person, an_auction, bid
from tests.races.crowd import crowd

HANDS = 64
USD = increments.for_currency("USD")


@pytest.fixture
def lot(app):
    with app.app_context():
        return an_auction(soft_close=None)


@pytest.fixture
def people(app):
    with app.app_context():
        return [a_person() for _ in range(HANDS)]


def bids_of(lot, people, amounts):
    pairs = zip(people, amounts, strict=True)
    return [partial(bid, lot, person, f"{amount}.00", is_confirmed=True) for person, amount in pairs]


def what_is_wrong(app, lot, outcome):
    """Everything that a lost update would leave behind; empty when all is well."""
    with app.app_context():
        faults = [repr(error) for error in outcome.errors if not isinstance(error, Refusal)]
        finding = audit.verify(lot)
        if not finding.is_sound:
            faults.append(finding.text)
        accepted = len(outcome.answers)
        count = queries.public_state(lot).count
        if count != accepted:
            faults.append(f"{accepted} bids were accepted, the auction counts {count}")
        best = max((placed.maximum_minor for placed in outcome.answers), default=0)
        row = db.session.execute(sa.select(Auction.state).where(Auction.id == lot)).scalar_one()
        if row["max"] != best:
            faults.append(f"the best accepted maximum is {best}, the auction holds {row['max']}")
        seqs = db.session.execute(sa.select(BookEntry.seq).where(BookEntry.auction_id == lot).order_by(BookEntry.seq))
        if list(seqs.scalars()) != list(range(1, accepted + 2)):
            faults.append("the book has gaps")
        return faults


def test_sixty_four_bidders_together(app, lot, people):
    amounts = random.Random(7).sample(range(50, 5000), HANDS)
    outcome = crowd(app, bids_of(lot, people, amounts))
    assert what_is_wrong(app, lot, outcome) == []


@pytest.mark.usefixtures("apart")
def test_sixty_four_bidders_apart_as_from_many_processes(app, lot, people):
    amounts = random.Random(8).sample(range(50, 5000), HANDS)
    outcome = crowd(app, bids_of(lot, people, amounts))
    assert what_is_wrong(app, lot, outcome) == []


@pytest.mark.usefixtures("apart", "unguarded")
def test_control_without_the_lock_bids_are_lost(app, lot, people):
    amounts = random.Random(9).sample(range(50, 5000), 12)
    outcome = crowd(app, bids_of(lot, people[:12], amounts))
    assert what_is_wrong(app, lot, outcome) != []


def test_the_same_key_sent_by_many_hands_is_one_bid(app, lot, people):
    call = partial(bid, lot, people[0], "80", key="one-and-the-same")
    outcome = crowd(app, [call] * 16)
    assert outcome.errors == []
    assert len({placed.seq for placed in outcome.answers}) == 1
    assert sum(not placed.is_repeat for placed in outcome.answers) == 1
    with app.app_context():
        assert queries.public_state(lot).count == 1


@pytest.mark.usefixtures("apart")
def test_the_same_key_through_many_processes_is_one_bid(app, lot, people):
    outcome = crowd(app, [partial(bid, lot, people[0], "80", key="one-and-the-same")] * 16)
    assert outcome.errors == []
    assert len({placed.seq for placed in outcome.answers}) == 1


def closing_now(app):
    with app.app_context():
        now = clock.now()
        return an_auction(opens_at=now - timedelta(days=1), closes_at=now + timedelta(seconds=0.25), soft_close=None)


@pytest.mark.usefixtures("apart")
def test_bidders_against_closers(app, people):
    lot = closing_now(app)
    amounts = random.Random(10).sample(range(50, 5000), 24)

    def keep_closing():
        closed = 0
        while clock.now() < deadline and not is_over():
            closed += service.close_due()
        return closed

    deadline = clock.now() + timedelta(seconds=10)
    calls = bids_of(lot, people[:24], amounts) + [keep_closing] * 8
    outcome = crowd(app, calls)
    assert all(isinstance(error, Conflict) for error in outcome.errors), outcome.errors
    with app.app_context():
        summary = queries.summary(lot)
        placed = [answer for answer in outcome.answers if not isinstance(answer, int)]
        assert audit.verify(lot).is_sound
        assert count_of(BookEntry, BookEntry.kind == "closed") == 1
        assert count_of(outbox.FactRow, outbox.FactRow.kind == "auction_closed") == 1
        assert (summary.outcome == "sold") == bool(placed)


def is_over():
    return count_of(Auction, Auction.ended_at.is_(None)) == 0


def count_of(model, condition):
    return db.session.execute(sa.select(sa.func.count()).select_from(model).where(condition)).scalar_one()


def test_sixteen_closers_close_each_auction_once(app):
    with app.app_context():
        now = clock.now()
        lots = [an_auction(opens_at=now - timedelta(days=2), closes_at=now + timedelta(seconds=0.3)) for _ in range(40)]
    deadline = clock.now() + timedelta(seconds=20)

    def keep_closing():
        closed = 0
        while clock.now() < deadline and not is_over():
            closed += service.close_due(limit=7)
        return closed

    outcome = crowd(app, [keep_closing] * 16)
    assert outcome.errors == []
    assert sum(outcome.answers) == len(lots)
    with app.app_context():
        assert count_of(BookEntry, BookEntry.kind == "closed") == len(lots)
        assert count_of(outbox.FactRow, outbox.FactRow.kind == "auction_closed") == len(lots)


@pytest.mark.usefixtures("unguarded")
def test_control_without_claims_an_auction_closes_twice(app):
    with app.app_context():
        now = clock.now()
        an_auction(opens_at=now - timedelta(days=2), closes_at=now + timedelta(milliseconds=1))
    outcome = crowd(app, [service.close_due] * 8)
    assert outcome.errors or sum(outcome.answers) > 1


def test_of_two_who_buy_at_once_one_wins(app, people):
    with app.app_context():
        lot = an_auction(buy_now_minor=9000)
    outcome = crowd(app, [partial(service.buy_now, auction_id=lot, person_id=person) for person in people[:16]])
    assert len(outcome.answers) == 1
    assert {error.code for error in outcome.errors} <= {"ended", "buy_now_not_offered"}
    with app.app_context():
        assert queries.summary(lot).hammer_minor == 9000
        assert count_of(outbox.FactRow, outbox.FactRow.kind == "auction_closed") == 1


@pytest.mark.usefixtures("unguarded")
def test_control_without_the_lock_two_buy_at_once(app, people):
    with app.app_context():
        lot = an_auction(buy_now_minor=9000)
    outcome = crowd(app, [partial(service.buy_now, auction_id=lot, person_id=person) for person in people[:8]])
    is_clean = len(outcome.answers) == 1 and all(isinstance(error, Refusal) for error in outcome.errors)
    assert not is_clean
