"""How an ended lot stands: ordered, offered, listed anew or free; and who may not be offered it. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.bidding.models import Relisting
from auction.bidding.queries import EndedLot
from auction.errors import Conflict
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.unpaid.models import SecondChance


def has_live_order(session: Session, auction_id: int) -> bool:
    """Whether the lot stands in an order that holds."""
    statement = sa.select(OrderLot.id).where(OrderLot.auction_id == auction_id, OrderLot.is_live)
    return session.execute(statement.limit(1)).first() is not None


def was_ordered(session: Session, auction_id: int) -> bool:
    """Whether the lot has ever stood in an order: that of a sale is opened a moment after it."""
    statement = sa.select(OrderLot.id).where(OrderLot.auction_id == auction_id)
    return session.execute(statement.limit(1)).first() is not None


def has_open_offer(session: Session, auction_id: int) -> bool:
    statement = sa.select(SecondChance.id).where(SecondChance.auction_id == auction_id, SecondChance.state == "open")
    return session.execute(statement).first() is not None


def is_relisted(session: Session, auction_id: int) -> bool:
    return (
        session.execute(sa.select(Relisting.auction_id).where(Relisting.auction_id == auction_id)).first() is not None
    )


def need_free(session: Session, auction_id: int) -> None:
    """Raises Conflict (already_ordered, offered_elsewhere, already_relisted)."""
    if has_live_order(session, auction_id):
        raise Conflict("already_ordered")
    if has_open_offer(session, auction_id):
        raise Conflict("offered_elsewhere")
    if is_relisted(session, auction_id):
        raise Conflict("already_relisted")


def not_to_offer(session: Session, lot: EndedLot, people: Sequence[int], now: datetime) -> frozenset[int]:
    """Those of some underbidders to whom a lot may not be offered, as the law names them."""
    failed = session.execute(
        sa.select(Order.buyer_id)
        .join(OrderLot, OrderLot.order_id == Order.id)
        .where(OrderLot.auction_id == lot.auction_id)
    ).scalars()
    declined = session.execute(
        sa.select(SecondChance.person_id).where(
            SecondChance.auction_id == lot.auction_id, SecondChance.state == "declined"
        )
    ).scalars()
    unwelcome = accounts.unwelcome(session, seller_id=lot.seller_id, people=people, now=now)
    return unwelcome | frozenset(failed) | frozenset(declined) | {lot.seller_id}
