"""Reads of reports: the house by day, shelf and currency, all sums made by the database. Writes nothing.

- A day is a day of UTC, a shelf one of the top. Amounts of different currencies never meet.
- Closed: auctions that ended that day without being cancelled; sold: those with a buyer; value: their hammer prices.
- Revenue: what came to the house's account that day, less what went back from it.
- Orders: those opened that day, but not the combined; unpaid: those whose time went by without payment.
- Lateness: from an auction's end to its closing. Those ended early by somebody are not among the punctual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.catalogue.models import Category, Listing
from auction.db import db, is_sqlite
from auction.settlement.ledger.models import Account, Move
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.reports.models import LedgerCheck

MICROSECONDS = 1_000_000
Sum: TypeAlias = sa.ColumnElement[Any]
Column: TypeAlias = sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any]
Grouped: TypeAlias = tuple[tuple[str, ...], sa.Select[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class CheckView:
    """The last look through the ledger."""

    at: datetime
    accounts: int
    moves: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened. All are sums, so that figures can be added; shares are reckoned from them at the end."""

    closed: int = 0
    sold: int = 0
    value_minor: int = 0
    revenue_minor: int = 0
    orders: int = 0
    unpaid: int = 0
    timed: int = 0
    late_micros: int = 0
    latest_micros: int = 0

    def __add__(self, other: Figures) -> Figures:
        added = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Figures)}
        return Figures(**(added | {"latest_micros": max(self.latest_micros, other.latest_micros)}))

    @property
    def sell_through(self) -> int | None:
        """In basis points; None where nothing closed."""
        return self.sold * 10_000 // self.closed if self.closed else None

    @property
    def unpaid_rate(self) -> int | None:
        """In basis points; None where nothing was ordered."""
        return self.unpaid * 10_000 // self.orders if self.orders else None

    @property
    def mean_seconds(self) -> float | None:
        return self.late_micros / self.timed / MICROSECONDS if self.timed else None

    @property
    def worst_seconds(self) -> float | None:
        return self.latest_micros / MICROSECONDS if self.timed else None


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one day (2026-11-29), one shelf (None: of none) and one currency."""

    day: str
    category_id: int | None
    currency: str
    figures: Figures


def last_check() -> CheckView | None:
    """None before the first look."""
    row = db.session.execute(sa.select(LedgerCheck).order_by(LedgerCheck.id.desc()).limit(1)).scalar_one_or_none()
    return None if row is None else CheckView(row.at, row.accounts, row.moves, tuple(row.faults))


def cells(since: datetime, until: datetime, now: datetime) -> list[Cell]:
    """All that happened from one moment on and before another, by day, shelf and currency, in that order."""
    found: dict[tuple[str, int | None, str], Figures] = {}
    for names, statement in (_closings(since, until), _revenue(since, until), _orders(since, until, now)):
        for day, shelf_id, currency, *values in db.session.execute(statement):
            key = (str(day), shelf_id, currency)
            sums = dict(zip(names, (int(value or 0) for value in values), strict=True))
            found[key] = found.get(key, Figures()) + Figures(**sums)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2]))
    return [Cell(*key, figures) for key, figures in ordered]


def folded(found: Iterable[Cell], key: Callable[[Cell], Any]) -> dict[Any, Figures]:
    """The figures of some cells of ONE currency added up by what `key` says of each."""
    sums: dict[Any, Figures] = {}
    for cell in found:
        sums[key(cell)] = sums.get(key(cell), Figures()) + cell.figures
    return sums


_SHELF: Sum = sa.func.coalesce(Category.parent_id, Category.id)


def _closings(since: datetime, until: datetime) -> Grouped:
    day, late = _day(Auction.ended_at), _micros(Auction.ended_at, Auction.closes_at)
    is_late = sa.and_(Auction.outcome != "cancelled", Auction.ended_at >= Auction.closes_at)
    sums = {
        "closed": _count(Auction.outcome != "cancelled"),
        "sold": _count(Auction.outcome == "sold"),
        "value_minor": sa.func.sum(sa.case((Auction.outcome == "sold", Auction.hammer_minor), else_=0)),
        "timed": _count(is_late),
        "late_micros": sa.func.sum(sa.case((is_late, late), else_=0)),
        "latest_micros": sa.func.max(sa.case((is_late, late), else_=0)),
    }
    statement = (
        sa.select(day, _SHELF, Auction.currency, *sums.values())
        .select_from(Auction)
        .join(Listing, Listing.id == Auction.listing_id)
        .outerjoin(Category, Category.id == Listing.category_id)
        .where(Auction.ended_at >= since, Auction.ended_at < until)
        .group_by(day, _SHELF, Auction.currency)
    )
    return tuple(sums), statement


def _revenue(since: datetime, until: datetime) -> Grouped:
    """A move belongs to its order's first lot, or to the auction whose opening was charged."""
    day = _day(Move.at)
    signed = sa.case((Move.to_id == Account.id, Move.amount_minor), else_=-Move.amount_minor)
    opened_id = sa.cast(sa.case((Move.cause.like("auction:%"), sa.func.substr(Move.cause, 9))), sa.Integer)
    listing_id = sa.func.coalesce(OrderLot.listing_id, Auction.listing_id)
    statement = (
        sa.select(day, _SHELF, Move.currency, sa.func.sum(signed))
        .select_from(Move)
        .join(Account, sa.or_(Account.id == Move.to_id, Account.id == Move.from_id))
        .outerjoin(OrderLot, OrderLot.id == _first_lot(Move.order_id))
        .outerjoin(Auction, Auction.id == opened_id)
        .outerjoin(Listing, Listing.id == listing_id)
        .outerjoin(Category, Category.id == Listing.category_id)
        .where(Account.kind == "revenue", Move.at >= since, Move.at < until)
        .group_by(day, _SHELF, Move.currency)
    )
    return ("revenue_minor",), statement


def _orders(since: datetime, until: datetime, now: datetime) -> Grouped:
    day = _day(Order.created_at)
    is_over = sa.or_(
        sa.and_(Order.state == "awaiting_payment", Order.due_at <= now),
        sa.and_(Order.state == "cancelled", Order.changed_at >= Order.due_at),
    )
    sums = {
        "orders": sa.func.count(),
        "unpaid": _count(sa.and_(Order.paid_at.is_(None), is_over)),
    }
    statement = (
        sa.select(day, _SHELF, Order.currency, *sums.values())
        .select_from(Order)
        .outerjoin(OrderLot, OrderLot.id == _first_lot(Order.id))
        .outerjoin(Listing, Listing.id == OrderLot.listing_id)
        .outerjoin(Category, Category.id == Listing.category_id)
        .where(Order.state != "combined", Order.created_at >= since, Order.created_at < until)
        .group_by(day, _SHELF, Order.currency)
    )
    return tuple(sums), statement


def _first_lot(order_id: Column) -> Sum:
    lot = sa.orm.aliased(OrderLot)
    return sa.select(sa.func.min(lot.id)).where(lot.order_id == order_id).correlate_except(lot).scalar_subquery()


def _count(which: Sum) -> Sum:
    return sa.func.sum(sa.case((which, 1), else_=0))


def _day(moment: Column) -> Sum:
    if is_sqlite():
        return sa.func.date(moment)
    # Written out, not given: PostgreSQL takes two given values for two expressions, and would not group by one of them.
    return sa.func.to_char(sa.func.timezone(sa.literal_column("'UTC'"), moment), sa.literal_column("'YYYY-MM-DD'"))


def _micros(later: Column, earlier: Column) -> Sum:
    """The whole microseconds between two moments, exactly, on both databases."""
    if is_sqlite():
        return _seconds(later) * MICROSECONDS + _fraction(later) - _seconds(earlier) * MICROSECONDS - _fraction(earlier)
    return sa.cast(sa.extract("epoch", later - earlier) * MICROSECONDS, sa.BigInteger)


def _seconds(moment: Column) -> Sum:
    return sa.cast(sa.func.strftime("%s", moment), sa.Integer)


def _fraction(moment: Column) -> Sum:
    return sa.cast(sa.func.substr(moment, 21, 6), sa.Integer)
