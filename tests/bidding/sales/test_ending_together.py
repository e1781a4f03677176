"""A sale whose lots end together: a late bid on one moves the end of all, each in its own book."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction.bidding import jobs as closing
from auction.bidding import queries as bidding
from auction.bidding import service as changing
from auction.bidding.models import Auction, BookEntry
from auction.bidding.sales import jobs, queries, service
from auction.db import db
from auction.rules.terms import SoftClose, Terms
from tests.bidding.builders import a_person, a_seller, bid
from tests.bidding.sales.builders import announced, auctions
from tests.bidding.seeing import facts, kinds, refused

pytestmark = pytest.mark.usefixtures("house", "moment")
SECOND = timedelta(seconds=1)


@pytest.fixture
def seller():
    return a_seller()


@pytest.fixture
def sale(seller):
    return announced(seller, 4, closing="together")


@pytest.fixture
def pushed(monkeypatch):
    """The rooms that something was pushed to."""
    rooms = []
    monkeypatch.setattr("auction.live.push", lambda room, *_state: rooms.append(room))
    return rooms


def state(lot):
    return bidding.public_state(lot)


def ends(sale):
    db.session.rollback()
    return {state(lot).closes_at for lot in auctions(sale)}


def facts_of(lot, kind):
    statement = sa.select(BookEntry.public).where(BookEntry.auction_id == lot, BookEntry.kind == kind)
    return [public["facts"] for public in db.session.execute(statement).scalars()]


def test_all_lots_open_with_one_end_and_say_so_in_their_terms(sale):
    assert len(ends(sale)) == 1
    plain = db.session.execute(sa.select(Auction.terms).where(Auction.id == auctions(sale)[3])).scalar_one()
    terms = Terms.from_plain(plain)
    assert (terms.is_together, terms.is_chained, terms.soft_close) == (True, False, SoftClose())
    view = queries.public_sale(sale)
    assert (view.card.is_together, view.planned_end) == (True, view.card.first_closes_at)


def test_a_late_bid_moves_the_end_of_all_and_each_book_says_why(sale, travel, pushed):
    lots, ann = auctions(sale), a_person()
    (end,) = ends(sale)
    bid_at = travel(to=end - SECOND)
    bid(lots[1], ann, "50")
    pushed.clear()
    assert jobs.keep_together() == 3
    assert jobs.keep_together() == 0, "once is enough"
    assert ends(sale) == {bid_at + timedelta(minutes=2)}
    assert [kinds(lot)[1:] for lot in lots[:3]] == [["extended_with"], ["bid", "extension"], ["extended_with"]]
    (told,) = facts_of(lots[0], "extended_with")
    assert told["with"] == lots[1]
    assert sorted(pushed) == sorted(f"auction:{lot}" for lot in lots if lot != lots[1])


def test_an_early_bid_moves_nothing_and_locks_no_common_end(sale, monkeypatch):
    monkeypatch.setattr("auction.bidding.service.bids.hold_common_ends", None)
    (end,) = ends(sale)
    bid(auctions(sale)[0], a_person(), "50")
    assert ends(sale) == {end}


def test_a_lot_takes_bids_after_its_own_end_where_the_common_end_has_moved_before(sale, travel):
    """The job has not come by yet: the bid lets the lot follow first."""
    lots, ann, ben = auctions(sale), a_person(), a_person()
    (end,) = ends(sale)
    travel(to=end - SECOND)
    bid(lots[0], ann, "50")
    late = travel(to=end + SECOND)
    placed = bid(lots[2], ben, "50")
    assert placed.is_leading
    assert kinds(lots[2]) == ["opened", "extended_with", "bid", "extension"]
    assert refused(bid, lots[3], ben, "1") == "below_minimum", "not: ended"
    jobs.keep_together()
    assert ends(sale) == {late + timedelta(minutes=2)}


def test_who_closes_lets_a_lot_follow_first(sale, travel):
    lots, ann = auctions(sale), a_person()
    (end,) = ends(sale)
    travel(to=end - SECOND)
    bid(lots[0], ann, "50")
    travel(to=end)
    assert closing.close_due() == 0
    assert len(ends(sale)) == 1
    travel(minutes=2)
    closing.close_due()
    assert sorted(fact["auction_id"] for fact in facts("auction_closed")) == lots
    assert queries.public_sale(sale).card.phase == "ended"


def test_after_a_long_rest_of_the_house_each_lot_follows_and_closes_once(sale, travel):
    lots, ann = auctions(sale), a_person()
    (end,) = ends(sale)
    travel(to=end - SECOND)
    bid(lots[0], ann, "50")
    travel(hours=2)
    closing.close_due()
    closing.close_due()
    assert sorted(fact["auction_id"] for fact in facts("auction_closed")) == lots
    assert ends(sale) == {end - SECOND + timedelta(minutes=2)}
    assert refused(bid, lots[2], ann, "50") == "ended"


def test_the_common_end_stops_at_the_cap(seller, travel):
    sale = announced(seller, 3, closing="together", wanted={"cap_minutes": "3"})
    lots, people = auctions(sale), [a_person(), a_person()]
    (planned,) = ends(sale)
    travel(to=planned - SECOND)
    for turn in range(4):
        bid(lots[turn % 3], people[turn // 3], f"{50 + 10 * turn}")
        jobs.keep_together()
        travel(seconds=60)
    assert ends(sale) == {planned + timedelta(minutes=3)}


def test_without_soft_close_all_end_exactly_at_their_time(seller, travel):
    sale = announced(seller, 2, closing="together", wanted={"soft_close": "off"})
    (planned,) = ends(sale)
    travel(to=planned - SECOND)
    bid(auctions(sale)[0], a_person(), "50")
    assert (jobs.keep_together(), ends(sale)) == (0, {planned})


def test_a_lot_called_off_early_stays_so_and_holds_nobody_up(sale, seller, travel):
    lots, ann = auctions(sale), a_person()
    changing.end_early(auction_id=lots[1], person_id=seller, how="cancel", reason="It fell from its shelf.")
    (end, *_) = {state(lot).closes_at for lot in lots}
    travel(to=end - SECOND)
    bid(lots[0], ann, "50")
    assert jobs.keep_together() == 2
    assert kinds(lots[1]) == ["opened", "cancelled"]
    travel(minutes=3)
    closing.close_due()
    assert sorted(fact["auction_id"] for fact in facts("auction_closed")) == sorted(lots)


def test_other_changes_see_the_end_that_has_moved(sale, seller, travel):
    lots, ann = auctions(sale), a_person()
    bid(lots[2], ann, "20")
    (end,) = ends(sale)
    travel(to=end - SECOND)
    bid(lots[0], ann, "50")
    travel(to=end + SECOND)
    changing.end_early(auction_id=lots[2], person_id=seller, how="sell")
    assert kinds(lots[2]) == ["opened", "bid", "extended_with", "ended_early"]


def test_following_where_nothing_has_moved_changes_nothing(sale):
    assert service.follow_common_end(auction_ids=auctions(sale)) == 0
    assert [kinds(lot) for lot in auctions(sale)] == [["opened"]] * 4
