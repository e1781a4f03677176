"""Opening an order: what was sold, to whom, for how much, and when it is to be paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding import queries as bidding
from auction.catalogue import queries as catalogue
from auction.db import time_under_lock, transaction
from auction.errors import Conflict
from auction.rules.orders import PAY_WITHIN
from auction.settlement.orders.models import Order, OrderChange, OrderLot
from auction.settlement.orders.service.advancing import HOUSE, By, record_change
from auction.settlement.orders.service.reckoning import reckon_anew


@dataclass(frozen=True, slots=True)
class LotToOrder:
    """A sold lot as an order keeps it: nothing of it changes afterwards."""

    auction_id: int
    listing_id: int
    title: str
    hammer_minor: int
    opened_at: datetime
    category_path: tuple[int, ...] = ()
    promise: Mapping[str, Any] = field(default_factory=dict)
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """`is_new` is False where the order was there before."""

    order_id: int
    is_new: bool


def lot_to_order(auction_id: int, hammer_minor: int) -> tuple[LotToOrder, bidding.LotSummary]:
    """A read: what an order keeps of a lot, and the lot itself. Raises Absent."""
    lot = bidding.summary(auction_id)
    own = catalogue.own_listing(lot.listing_id, lot.seller_id)
    path = tuple(shelf.id for shelf in reversed(own.view.breadcrumbs))
    kept = LotToOrder(
        auction_id, lot.listing_id, lot.title, hammer_minor, lot.opens_at, path, dict(own.delivery),
        own.view.place.country,
    )  # fmt: skip
    return kept, lot


def open_from_sale(*, auction_id: int, buyer_id: int, hammer_minor: int, origin: str) -> Opened:
    """Open the order of a sold auction. A second time finds the first. Locks nothing: the unique index decides.

    Raises Absent.
    """
    kept, lot = lot_to_order(auction_id, hammer_minor)
    with transaction() as session:
        before = find_live(session, auction_id)
        if before is not None:
            return Opened(before, is_new=False)
        now = time_under_lock(session)
        order = open_order(
            session, seller_id=lot.seller_id, buyer_id=buyer_id, currency=lot.currency, lots=[kept], origin=origin,
            now=now,
        )  # fmt: skip
        return Opened(order.id, is_new=True)


def find_live(session: Session, auction_id: int) -> int | None:
    """A read: the order in which a lot stands now; None when it is free to be ordered."""
    return session.execute(
        sa.select(OrderLot.order_id).where(OrderLot.auction_id == auction_id, OrderLot.is_live)
    ).scalar_one_or_none()


def open_order(
    session: Session,
    *,
    seller_id: int,
    buyer_id: int,
    currency: str,
    lots: Sequence[LotToOrder],
    origin: str,
    now: datetime,
) -> Order:
    """A step: write an order with its lots, its first bill and its first line, and record `order_changed` (open).

    Raises Conflict (already_ordered) when a lot stands in another live order.
    """
    if any(find_live(session, lot.auction_id) is not None for lot in lots):
        raise Conflict("already_ordered")
    order = Order(
        seller_id=seller_id, buyer_id=buyer_id, currency=currency, origin=origin, state="awaiting_payment", seq=1,
        created_at=now, due_at=now + PAY_WITHIN, changed_at=now, bill={}, total_minor=0, refunded_minor=0, reminders=0,
        seller_country=lots[0].country,
    )  # fmt: skip
    session.add(order)
    session.flush()
    session.add_all(
        OrderLot(
            order_id=order.id, auction_id=lot.auction_id, listing_id=lot.listing_id, title=lot.title,
            hammer_minor=lot.hammer_minor, opened_at=lot.opened_at, category_path=list(lot.category_path),
            promise=dict(lot.promise), is_live=True,
        )
        for lot in lots
    )  # fmt: skip
    session.flush()
    reckon_anew(session, order)
    session.add(
        OrderChange(order_id=order.id, seq=1, step="open", state=order.state, at=now, role="house", why="", facts={})
    )
    session.flush()
    record_change(session, order, "open", HOUSE, now, "", {})
    return order


__all__ = ["By", "LotToOrder", "Opened", "find_live", "lot_to_order", "open_from_sale", "open_order"]
