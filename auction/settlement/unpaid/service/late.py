"""Paying after all: a buyer with a strike asks, the seller lets them, and what is then paid redeems the strike.

The cancelled order stays what it is; the same lots are ordered anew by the same buyer, at the same prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.bidding import service as bidding
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict
from auction.rules import unpaid as law
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.service import LotToOrder, lock_order, open_order
from auction.settlement.orders.service.reckoning import reckon_anew
from auction.settlement.unpaid.models import LatePayment, Strike
from auction.settlement.unpaid.queries.lots import need_free
from auction.settlement.unpaid.service.striking import own_strike, redeem
from auction.settlement.unpaid.service.telling import about


@dataclass(frozen=True, slots=True)
class Asked:
    """`is_new` is False where it was asked before."""

    strike_id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """`order_id` is the order opened anew."""

    strike_id: int
    order_id: int
    due_at: datetime


def ask_to_pay_late(*, strike_id: int, person_id: int) -> Asked:
    """Ask the seller to be allowed to pay after all. The buyer's alone, once. Records `late_payment_asked`.

    Locks the order. Raises Absent, Conflict (strike_over, too_late_to_pay, already_ordered, offered_elsewhere,
    already_relisted).
    """
    with transaction() as session:
        strike = own_strike(session, strike_id)
        if strike.person_id != person_id:
            raise Absent(kind="strikes")
        order = lock_order(session, strike.order_id)
        now = time_under_lock(session)
        _need_in_time(session, strike, now)
        if session.get(LatePayment, strike_id) is not None:
            return Asked(strike_id, is_new=False)
        session.add(LatePayment(strike_id=strike_id, asked_at=now))
        told = {"strike_id": strike_id, "late_until": law.late_until(strike.struck_at).isoformat()}
        outbox.record(session, "late_payment_asked", now, **(about(session, order) | told))
        return Asked(strike_id, is_new=True)


def accept_late_payment(*, order_id: int, person_id: int) -> Agreed:
    """Let the buyer of a cancelled order pay after all: its lots are ordered anew. The seller's alone, asked or not.

    Locks the auctions, under whose lock it is decided what becomes of ended lots, then the order. Raises Absent,
    Conflict (no_strike, strike_over, too_late_to_pay, already_ordered, offered_elsewhere, already_relisted).
    """
    with transaction() as session:
        lots = session.execute(
            sa.select(OrderLot).where(OrderLot.order_id == order_id).order_by(OrderLot.auction_id)
        ).scalars().all()  # fmt: skip
        for lot in lots:
            bidding.lock_ended(session, lot.auction_id)
        order = lock_order(session, order_id)
        if order.seller_id != person_id:
            raise Absent(kind="orders")
        strike_id = session.execute(sa.select(Strike.id).where(Strike.order_id == order_id)).scalar_one_or_none()
        if strike_id is None:
            raise Conflict("no_strike")
        strike = own_strike(session, strike_id)
        now = time_under_lock(session)
        _need_in_time(session, strike, now)
        opened = _open_anew(session, order, [_again(lot, order) for lot in lots], now)
        opened.due_at = law.late_due_at(strike.struck_at, now)
        late = session.get(LatePayment, strike_id) or LatePayment(strike_id=strike_id)
        late.agreed_at, late.order_id = now, opened.id
        session.add(late)
        told = {"strike_id": strike_id, "new_order_id": opened.id}
        outbox.record(session, "late_payment_agreed", now, **(about(session, opened) | told))
        return Agreed(strike_id, opened.id, opened.due_at)


def _need_in_time(session: Session, strike: Strike, now: datetime) -> None:
    if now >= law.late_until(strike.struck_at):
        raise Conflict("too_late_to_pay")
    lots = session.execute(sa.select(OrderLot.auction_id).where(OrderLot.order_id == strike.order_id)).scalars()
    for auction_id in lots:
        need_free(session, auction_id)


def _again(lot: OrderLot, order: Order) -> LotToOrder:
    """A lot as it was ordered the first time."""
    return LotToOrder(
        lot.auction_id, lot.listing_id, lot.title, lot.hammer_minor, lot.opened_at, tuple(lot.category_path),
        dict(lot.promise), order.seller_country,
    )  # fmt: skip


def _open_anew(session: Session, order: Order, lots: list[LotToOrder], now: datetime) -> Order:
    origin = order.origin if order.origin != "combined" else "won"
    opened = open_order(
        session, seller_id=order.seller_id, buyer_id=order.buyer_id, currency=order.currency, lots=lots, origin=origin,
        now=now,
    )  # fmt: skip
    opened.zone, opened.address, opened.buyer_country = order.zone, order.address, order.buyer_country
    reckon_anew(session, opened)
    return opened


def redeem_paid(*, order_id: int) -> bool:
    """An order was paid: if it was opened so that a strike could be redeemed, it is. Locks the buyer. Bears repeats."""
    with transaction() as session:
        strike_id = session.execute(
            sa.select(LatePayment.strike_id).where(LatePayment.order_id == order_id)
        ).scalar_one_or_none()
        if strike_id is None:
            return False
        strike = session.get_one(Strike, strike_id)
        return redeem(session, strike, by="paid_late", by_id=None, reason="", now=time_under_lock(session))
