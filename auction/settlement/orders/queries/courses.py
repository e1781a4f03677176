"""How orders went: when one was finished, and what the course of paid ones says of their sellers. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue.delivery import DISPATCH_DAYS
from auction.db import AnyRow, db
from auction.rules.delivery import PICKUP
from auction.rules.scorecards import Sold
from auction.settlement.orders.models import Order, OrderChange, OrderLot

FINISHED = ("completed", "refunded")
_TELLING = ("ship", "offer_pickup", "dispute", "refund")


@dataclass(frozen=True, slots=True)
class Finished:
    """An order that was completed, or refunded after payment: the first of the two is its end for feedback."""

    order_id: int
    buyer_id: int
    seller_id: int
    auction_id: int
    title: str
    lots: int
    finished_at: datetime


def find_finished(order_id: int, session: Session | None = None) -> Finished | None:
    """None while it is not finished, and for one that was cancelled."""
    reader = session or db.session
    row = reader.execute(
        sa.select(Order.buyer_id, Order.seller_id, sa.func.min(OrderChange.at).label("finished_at"))
        .join(OrderChange, OrderChange.order_id == Order.id)
        .where(Order.id == order_id, OrderChange.state.in_(FINISHED))
        .group_by(Order.id, Order.buyer_id, Order.seller_id)
    ).one_or_none()
    if row is None:
        return None
    lots = reader.execute(
        sa.select(OrderLot.auction_id, OrderLot.title).where(OrderLot.order_id == order_id).order_by(OrderLot.id)
    ).all()
    return Finished(
        order_id, row.buyer_id, row.seller_id, lots[0].auction_id, lots[0].title, len(lots), row.finished_at
    )


def courses(since: datetime, until: datetime, seller_id: int | None = None) -> list[Sold]:
    """Every order paid from one instant until before another, as it stood by the second; of one seller or of all."""
    chosen = sa.select(Order.id).where(Order.paid_at >= since, Order.paid_at < until)
    if seller_id is not None:
        chosen = chosen.where(Order.seller_id == seller_id)
    changes: dict[int, list[AnyRow]] = {}
    for change in db.session.execute(
        sa.select(OrderChange.order_id, OrderChange.step, OrderChange.role, OrderChange.at)
        .where(OrderChange.order_id.in_(chosen), OrderChange.step.in_(_TELLING), OrderChange.at < until)
        .order_by(OrderChange.order_id, OrderChange.seq)
    ):
        changes.setdefault(change.order_id, []).append(change)
    promises: dict[int, list[Any]] = {}
    for lot in db.session.execute(sa.select(OrderLot.order_id, OrderLot.promise).where(OrderLot.order_id.in_(chosen))):
        promises.setdefault(lot.order_id, []).append(lot.promise)
    orders = db.session.execute(sa.select(Order.id, Order.paid_at, Order.zone).where(Order.id.in_(chosen)))
    return [
        _sold(order.paid_at, changes.get(order.id, []), _promised(order.zone, promises.get(order.id, [])))
        for order in orders
    ]


def _sold(paid_at: datetime, changes: list[AnyRow], promised_days: int | None) -> Sold:
    dispatched_at = next((one.at for one in changes if one.step in ("ship", "offer_pickup")), None)
    refunded = next((one for one in changes if one.step == "refund"), None)
    return Sold(
        paid_at=paid_at,
        dispatched_at=dispatched_at,
        promised_days=promised_days,
        is_disputed=any(one.step == "dispute" for one in changes),
        is_called_off=refunded is not None and refunded.role == "seller" and dispatched_at is None,
        is_refunded=refunded is not None,
    )


def _promised(zone: str | None, promises: Iterable[Any]) -> int | None:
    """Within how many days an order was to be sent: its slowest lot's. Nothing is promised of what is picked up."""
    days = [str(promise.get("dispatch", "")) for promise in promises]
    if zone in (None, PICKUP) or not days or any(one not in DISPATCH_DAYS for one in days):
        return None
    return max(int(one) for one in days)
