"""Many hands on lots that end together: none closes before the common end, each closes once, nobody waits in a ring."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import audit, service
from auction.bidding.models import Auction, BookEntry
from auction.bidding.sales import common_end, jobs
from auction.bidding.sales.models import CommonEnd, Sale, SaleLot
from auction.bidding.service import closing
from auction.db import db, transaction
from auction.errors import Refusal
from auction.rules.terms import SoftClose
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.races.conftest import _unlocked
from tests.races.crowd import crowd

HANDS, LOTS, BIDDING_SECONDS = 32, 4, 5


def lots_together(count=LOTS, seconds=1.5, **changes):
    """Lots of one sale that end together so soon."""
    seller = a_seller()
    listings, now = [a_listing(seller) for _ in range(count)], clock.now()
    times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(seconds=seconds)}
    terms = {"is_together": True, "soft_close": SoftClose(1, 1, 2)} | times | changes
    lots = [an_auction(seller, listing, **terms) for listing in listings]
    with transaction() as session:
        sale = Sale(seller_id=seller, state="announced", name_en="Clocks", closing="together", wanted_terms={})
        sale.opens_at, sale.first_closes_at = times["opens_at"], times["closes_at"]
        sale.created_at = sale.updated_at = sale.announced_at = now
        session.add(sale)
        session.flush()
        for number, (listing, lot) in enumerate(zip(listings, lots, strict=True), 1):
            session.add(SaleLot(sale_id=sale.id, listing_id=listing, number=number, auction_id=lot))
        session.add(CommonEnd(sale_id=sale.id, ends_at=times["closes_at"], last_at=now))
    return lots


def what_is_wrong(lots):
    """Everything that a lot closed too early, twice or not at all would leave behind; empty when all is well."""
    db.session.expire_all()
    ends_at = db.session.execute(sa.select(CommonEnd.ends_at)).scalar_one()
    faults = [finding.text for lot in lots if not (finding := audit.verify(lot)).is_sound]
    closings = list(db.session.execute(sa.select(BookEntry).where(BookEntry.kind == "closed")).scalars())
    if Counter(line.auction_id for line in closings) != Counter(lots):
        faults.append(f"closed: {[line.auction_id for line in closings]}, to close: {lots}")
    faults += [f"{line.auction_id} was closed at {line.at}, before {ends_at}" for line in closings if line.at < ends_at]
    ends = set(db.session.execute(sa.select(Auction.closes_at)).scalars())
    return faults if ends == {ends_at} else [*faults, f"the common end is {ends_at}, the lots have {ends}"]


def is_over():
    db.session.rollback()
    return db.session.execute(sa.select(Auction.id).where(Auction.ended_at.is_(None)).limit(1)).first() is None


def keep_bidding(lots, person, turn):
    """Bid on one lot after the other, a little more each time, until the house says that they have ended."""
    accepted, place = 0, turn
    while clock.now() < deadline(lots) and not is_over():
        place += 1
        try:
            bid(lots[place % len(lots)], person, f"{20 + 5 * place}.00", is_confirmed=True)
            accepted += 1
        except Refusal:
            continue
    return accepted


def keep_closing(lots, run):
    while clock.now() < deadline(lots) + timedelta(seconds=15) and not is_over():
        run()
    return 0


def deadline(lots):
    row = db.session.execute(sa.select(Auction.scheduled_closes_at).where(Auction.id == lots[0])).scalar_one()
    return row + timedelta(seconds=BIDDING_SECONDS)


@pytest.fixture
def people(app):
    with app.app_context():
        return [a_person() for _ in range(HANDS)]


@pytest.mark.usefixtures("apart")
def test_thirty_two_bidders_against_closers_no_lot_closes_before_the_common_end(app, people):
    with app.app_context():
        lots = lots_together()
    calls = [partial(keep_bidding, lots, person, turn) for turn, person in enumerate(people)]
    calls += [partial(keep_closing, lots, service.close_due)] * 4 + [
        partial(keep_closing, lots, jobs.keep_together)
    ] * 2
    outcome = crowd(app, calls)
    assert outcome.errors == [], "nobody waits in a ring"
    assert sum(outcome.answers) > 0
    with app.app_context():
        assert what_is_wrong(lots) == []
        scheduled = db.session.execute(sa.select(Auction.scheduled_closes_at)).scalars().first()
        assert db.session.execute(sa.select(CommonEnd.ends_at)).scalar_one() > scheduled, "bidding has moved the end"


def test_bidders_at_one_desk_move_the_end_of_all(app, people):
    with app.app_context():
        lots = lots_together()
    calls = [partial(keep_bidding, lots[:2], person, turn) for turn, person in enumerate(people[:8])]
    calls += [partial(keep_closing, lots, service.close_due)] * 2
    outcome = crowd(app, calls)
    assert outcome.errors == []
    with app.app_context():
        assert what_is_wrong(lots) == []


@pytest.mark.usefixtures("apart")
def test_control_a_closer_that_does_not_look_at_the_common_end_closes_too_early(app, people, monkeypatch):
    monkeypatch.setattr(closing, "hold_common_ends", lambda _session, _lots: common_end.NO_COMMON_ENDS)
    with app.app_context():
        lots = lots_together()
    calls = [partial(keep_bidding, lots[:1], person, turn) for turn, person in enumerate(people[:4])]
    outcome = crowd(app, calls + [partial(keep_closing, lots, service.close_due)] * 4)
    assert outcome.errors == []
    with app.app_context():
        assert any("before" in fault for fault in what_is_wrong(lots))


def a_bid_at_the_last_moment(app, travel, monkeypatch):
    """A bid is entered a moment before the end, and is not committed yet when that has come and somebody closes."""
    with app.app_context():
        lots, ann = lots_together(2, seconds=600), a_person()
        end = db.session.execute(sa.select(CommonEnd.ends_at)).scalar_one()
        db.session.remove()
    is_entered, may_commit = threading.Event(), threading.Event()
    really = common_end.CommonEnds.put_back

    def waiting(ends):
        if any(held.is_changed and held.made for held in ends._held.values()):
            is_entered.set()
            may_commit.wait(20)
        really(ends)

    monkeypatch.setattr(common_end.CommonEnds, "put_back", waiting)

    def inside(call):
        with app.app_context():
            call()
            db.session.remove()

    travel(to=end - timedelta(milliseconds=1))
    bidder = threading.Thread(target=inside, args=(partial(bid, lots[0], ann, "50"),))
    bidder.start()
    assert is_entered.wait(20)
    travel(to=end)
    closer = threading.Thread(target=inside, args=(service.close_due,))
    closer.start()
    closer.join(1)  # without the guard it is through by now; with it, it waits for the bidder
    may_commit.set()
    bidder.join()
    closer.join()
    return lots


def kinds_of(app, lot):
    with app.app_context():
        statement = sa.select(BookEntry.kind).where(BookEntry.auction_id == lot).order_by(BookEntry.seq)
        return list(db.session.execute(statement).scalars())


def test_who_closes_waits_for_a_bid_of_the_last_moment(app, travel, monkeypatch):
    one, two = a_bid_at_the_last_moment(app, travel, monkeypatch)
    assert kinds_of(app, one) == ["opened", "bid", "extension"]
    assert kinds_of(app, two) == ["opened", "extended_with"]


@pytest.mark.postgres_only
def test_control_without_the_lock_on_the_common_end_a_lot_closes_too_early(app, travel, monkeypatch):
    """On PostgreSQL, where each lot has a lock of its own. SQLite's one write lock has the control of all races."""
    monkeypatch.setattr(common_end, "_TAKE", _unlocked(common_end._TAKE))
    _one, two = a_bid_at_the_last_moment(app, travel, monkeypatch)
    assert kinds_of(app, two) == ["opened", "closed"]
