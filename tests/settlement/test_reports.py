"""How the house does: what the database adds up is what a plain walk over the rows makes, on both databases."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock
from auction.bidding.models import Auction
from auction.catalogue.models import Category, Listing
from auction.db import db, transaction
from auction.settlement.ledger.models import Account, Move
from auction.settlement.ledger.service import REVENUE, Transfer, move, provider, seller
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.reports import queries
from auction.settlement.reports.queries import Figures
from tests import builders_people as people
from tests.bidding.builders import a_listing, an_auction
from tests.builders_settlement import a_paid_order, an_order

MICROSECOND = timedelta(microseconds=1)


def a_past(seed: int) -> tuple[datetime, datetime]:
    """Auctions, orders and fees of some days: whatever may have happened to each, at any microsecond."""
    chance = random.Random(seed)
    now = clock.now()
    since = datetime(now.year, now.month, now.day, tzinfo=UTC) - timedelta(days=4)
    seller_id, buyer_id = people.seller(), people.person()
    listings = [a_listing(seller_id) for _each in range(2)]
    leaves = db.session.execute(sa.select(Category.id).where(Category.parent_id.is_not(None))).scalars().all()
    ids = [an_auction(seller_id, listings[number % 2]) for number in range(20)]
    order_ids = [an_order(hammer_minor=1_00 * number, zone="country") for number in range(1, 5)]
    order_ids += [a_paid_order(hammer_minor=70_00)]
    with transaction() as session:
        for listing_id in listings:
            session.get_one(Listing, listing_id).category_id = chance.choice(leaves)
        for auction_id in ids:
            end = since + timedelta(microseconds=chance.randrange(5 * 86_400_000_000))
            row = session.get_one(Auction, auction_id)
            row.currency, row.closes_at = chance.choice(("USD", "JPY")), end
            row.ended_at = end + chance.choice((0, 1, 999_999, 1_234_567, -3_600_000_000)) * MICROSECOND
            row.outcome = chance.choice(("sold", "sold", "unsold", "cancelled"))
            row.hammer_minor = chance.randint(1, 10**9) if row.outcome == "sold" else None
            row.winner_id = buyer_id if row.outcome == "sold" else None
            move(
                session, cause=f"auction:{auction_id}", currency=row.currency,
                transfers=[Transfer("insertion", seller(seller_id), REVENUE, chance.randint(0, 50))], at=end,
            )  # fmt: skip
        for order_id in order_ids:
            order = session.get_one(Order, order_id)
            order.created_at = since + timedelta(microseconds=chance.randrange(5 * 86_400_000_000))
            order.due_at = order.created_at + timedelta(days=2)
            if order.paid_at is None:
                order.state = chance.choice(("awaiting_payment", "cancelled"))
                order.changed_at = order.due_at + chance.choice((-1, 1)) * MICROSECOND
            back = Transfer("refund", REVENUE, provider("test"), chance.randint(0, 200))
            move(
                session, cause=f"refund:order:{order_id}", currency="USD", transfers=[back], at=order.created_at,
                order_id=order_id,
            )  # fmt: skip
    return since, since + timedelta(days=5)


def walked(since: datetime, until: datetime, now: datetime) -> dict[tuple[str, int | None, str], Figures]:
    """The same by hand: every row is looked at, one after the other."""
    shelf = {row.id: row.parent_id or row.id for row in _all(Category)}
    of_listing = {row.id: shelf.get(row.category_id) for row in _all(Listing)}
    of_auction = {row.id: of_listing[row.listing_id] for row in _all(Auction)}
    of_order = {lot.order_id: of_listing[lot.listing_id] for lot in reversed(_all(OrderLot))}
    revenue = {row.id for row in _all(Account) if row.kind == "revenue"}
    found: dict[tuple[str, int | None, str], Figures] = defaultdict(Figures)

    def note(at: datetime | None, shelf_id: int | None, currency: str, figures: Figures) -> None:
        if at is not None and since <= at < until:
            found[(f"{at.astimezone(UTC):%Y-%m-%d}", shelf_id, currency)] += figures

    for row in _all(Auction):
        note(row.ended_at, of_auction[row.id], row.currency, _of_auction(row) if row.ended_at else Figures())
    for row in _all(Order):
        is_over = row.due_at <= now if row.state == "awaiting_payment" else row.changed_at >= row.due_at
        is_unpaid = row.paid_at is None and row.state in ("awaiting_payment", "cancelled") and is_over
        note(row.created_at, of_order[row.id], row.currency, Figures(orders=1, unpaid=int(is_unpaid)))
    for row in _all(Move):
        sign = (row.to_id in revenue) - (row.from_id in revenue)
        auction_id = int(row.cause[8:]) if row.cause.startswith("auction:") else 0
        shelf_id = of_order.get(row.order_id) or of_auction.get(auction_id)
        if sign:
            note(row.at, shelf_id, row.currency, Figures(revenue_minor=sign * row.amount_minor))
    return found


def _of_auction(row: Any) -> Figures:
    if row.outcome == "cancelled":
        return Figures()
    late = (row.ended_at - row.closes_at) // MICROSECOND
    figures = Figures(closed=1, sold=int(row.outcome == "sold"), value_minor=row.hammer_minor or 0)
    return figures if late < 0 else figures + Figures(timed=1, late_micros=late, latest_micros=late)


def _all(model: Any) -> list[Any]:
    return list(db.session.execute(sa.select(model).order_by(model.id)).scalars())


def test_the_database_adds_up_what_a_plain_walk_makes(house: Flask):
    since, until = a_past(7)
    now = clock.now()
    found = {(cell.day, cell.category_id, cell.currency): cell.figures for cell in queries.cells(since, until, now)}
    assert found == dict(walked(since, until, now))
    assert {currency for _day, _shelf, currency in found} == {"USD", "JPY"}
    assert len({day for day, _shelf, _currency in found}) == 5


def test_shares_are_of_what_there_was(house: Flask):
    figures = Figures(closed=3, sold=1, orders=8, unpaid=1, timed=2, late_micros=3_000_000, latest_micros=2_000_000)
    assert (figures.sell_through, figures.unpaid_rate) == (33_33, 12_50)
    assert (figures.mean_seconds, figures.worst_seconds) == (1.5, 2.0)
    assert (Figures().sell_through, Figures().unpaid_rate, Figures().worst_seconds) == (None, None, None)
    assert (figures + figures).latest_micros == 2_000_000


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_operator_reads_the_reports(app, inside, client, csrf, language: str):
    hand = csrf(people.signed_in(client, inside(people.operator, language=language)))
    assert hand.get("/operator/reports").status_code == 200  # with nothing in it
    since, until = inside(a_past, 8)
    asked = f"since={since:%Y-%m-%d}&until={until:%Y-%m-%d}"
    page = hand.get(f"/operator/reports?{asked}&currency=JPY")
    assert page.status_code == 200
    assert "graph__stroke" in page.text
    assert hand.get("/operator/reports?since=0001-01-01&until=x&currency=XXX").status_code == 200
    table = hand.get(f"/operator/reports.csv?{asked}").text.splitlines()
    assert len(table) == 1 + len(inside(queries.cells, since, until, clock.now()))
    assert {line.split(",")[2] for line in table[1:]} == {"USD", "JPY"}
