"""The feedback of one order as its two people and the staff see it; the orders that wait for somebody's. No writing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from auction import clock
from auction.accounts import queries as accounts
from auction.db import db
from auction.errors import Absent
from auction.reputation.models import Feedback, FeedbackWindow
from auction.reputation.queries.given import FeedbackView, some
from auction.rules import feedback as law
from auction.rules.feedback import Side
from auction.settlement.orders import queries as settlement
from auction.settlement.orders.queries import Finished

MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class OrderFeedback:
    """How feedback stands in an order for one reader. `own` is what they gave, `others` what they may read besides.

    `side` is None for the staff. Whether the other side has given anything is not told before it is revealed.
    """

    order_id: int
    side: Side | None
    can_give: bool
    is_over: bool
    closes_at: datetime
    title: str
    auction_id: int
    other: str
    other_id: int
    own: FeedbackView | None
    others: tuple[FeedbackView, ...]


def of_order(order_id: int, reader_id: int) -> OrderFeedback | None:
    """None while the order is not finished. Raises Absent for whoever may not see the order."""
    found = settlement.find_finished(order_id)
    if found is None:
        return None
    side = side_of(found, reader_id)
    if side is None and not accounts.roles_of(reader_id).intersection(("moderator", "operator")):
        raise Absent(kind="orders")
    now = clock.now()
    all_of_it = some([Feedback.order_id == order_id], now)
    given = [one.side for one in all_of_it]
    other_id = found.seller_id if side == "buyer" else found.buyer_id
    return OrderFeedback(
        order_id=order_id,
        side=side,
        can_give=side is not None and law.consider(side, given, found.finished_at, now) == law.Open(),
        is_over=now >= law.closes_at(found.finished_at),
        closes_at=law.closes_at(found.finished_at),
        title=found.title,
        auction_id=found.auction_id,
        other=accounts.handles([other_id])[other_id],
        other_id=other_id,
        own=next((one for one in all_of_it if one.side == side), None),
        others=tuple(one for one in all_of_it if one.side != side and one.is_revealed),
    )


def side_of(order: Finished, person_id: int) -> Side | None:
    """What somebody is in a finished order."""
    if person_id == order.buyer_id:
        return "buyer"
    return "seller" if person_id == order.seller_id else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finished order for which somebody has not given feedback."""

    order_id: int
    title: str
    lots: int
    side: Side
    other: str
    closes_at: datetime


def waiting_for(person_id: int, limit: int = MOST_WAITING) -> list[Waiting]:
    """The orders for which a person may still give feedback, those whose time ends first before the others."""
    now = clock.now()
    rows = db.session.execute(
        sa.select(FeedbackWindow)
        .where(
            sa.or_(FeedbackWindow.buyer_id == person_id, FeedbackWindow.seller_id == person_id),
            FeedbackWindow.closes_at > now,
            ~_given_by(person_id),
        )
        .order_by(FeedbackWindow.closes_at, FeedbackWindow.order_id)
        .limit(limit)
    ).scalars().all()  # fmt: skip
    handles = accounts.handles({each for row in rows for each in (row.buyer_id, row.seller_id)})
    return [
        Waiting(
            row.order_id,
            row.title,
            row.lots,
            "buyer" if row.buyer_id == person_id else "seller",
            handles[row.seller_id if row.buyer_id == person_id else row.buyer_id],
            row.closes_at,
        )
        for row in rows
    ]


def waiting_orders(order_ids: Collection[int], person_id: int) -> frozenset[int]:
    """Which of these orders, all of them this person's, still wait for their feedback."""
    if not order_ids:
        return frozenset()
    statement = sa.select(FeedbackWindow.order_id).where(
        FeedbackWindow.order_id.in_(order_ids), FeedbackWindow.closes_at > clock.now(), ~_given_by(person_id)
    )
    return frozenset(db.session.execute(statement).scalars())


def _given_by(person_id: int) -> sa.ColumnElement[bool]:
    own = aliased(Feedback)
    return (
        sa.exists().where(own.order_id == FeedbackWindow.order_id, own.from_id == person_id).correlate(FeedbackWindow)
    )


def sides_given(session: Session, order_id: int) -> list[str]:
    """Which sides of an order have given their feedback; in the caller's transaction."""
    return list(session.execute(sa.select(Feedback.side).where(Feedback.order_id == order_id)).scalars())


def windows_due(now: datetime, *, is_reminder: bool, limit: int = 100) -> list[int]:
    """Orders of whose feedback people are to be told: reminded of, or that it can be read now that the time is over."""
    due = (
        sa.and_(
            FeedbackWindow.reminded_at.is_(None),
            FeedbackWindow.finished_at <= now - law.REMIND_AFTER,
            FeedbackWindow.closes_at > now,
        )
        if is_reminder
        else sa.and_(FeedbackWindow.told_at.is_(None), FeedbackWindow.closes_at <= now)
    )
    ordered = FeedbackWindow.finished_at if is_reminder else FeedbackWindow.closes_at
    return list(
        db.session.execute(
            sa.select(FeedbackWindow.order_id).where(due).order_by(ordered, FeedbackWindow.order_id).limit(limit)
        ).scalars()
    )
