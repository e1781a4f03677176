"""What deposits pay of an order: offered while it awaits payment, used in the transaction in which it is paid.

The payment of an order asks only for what is missing. What was offered and is not used stays a deposit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import DEPOSITS, ESCROW, Transfer, buyer
from auction.settlement.orders.models import Order
from auction.settlement.payments.models import PaymentOffset


def offer(session: Session, *, payment_id: int, order: Order, amount_minor: int) -> None:
    """A step: let a deposit whose money the house has count towards a locked order that awaits payment."""
    session.add(PaymentOffset(payment_id=payment_id, order_id=order.id, offered_minor=amount_minor))
    session.flush()


def take_offer_back(session: Session, *, payment_id: int, order_id: int) -> None:
    """A step: a locked order does not need it any more. What was used of it stays."""
    session.execute(
        sa.delete(PaymentOffset).where(
            PaymentOffset.payment_id == payment_id, PaymentOffset.order_id == order_id, PaymentOffset.used_minor == 0
        )
    )


def offered_minor(session: Session, order: Order) -> int:
    """A read: how much of an order's total deposits pay, or have paid."""
    return min(order.total_minor, sum(row.used_minor or row.offered_minor for row in offsets_of(session, order.id)))


def due_minor(session: Session, order: Order) -> int:
    """A read: what is left to be paid for an order that awaits it."""
    return order.total_minor - offered_minor(session, order)


def use(session: Session, order: Order, amount_minor: int, at: datetime) -> None:
    """A step: as much goes from the deposits into escrow, the oldest first. No more is asked than was offered."""
    left = amount_minor
    for row in offsets_of(session, order.id):
        used = min(left, row.offered_minor)
        if not used:
            break
        row.used_minor, left = used, left - used
        whose = buyer(order.buyer_id)
        ledger.move(
            session,
            cause=f"deposit:{row.payment_id}:{order.id}",
            currency=order.currency,
            transfers=[Transfer("offset", DEPOSITS, whose, used), Transfer("hold", whose, ESCROW, used)],
            at=at,
            order_id=order.id,
        )
    if left:
        raise ValueError("the deposits do not reach as far")


def used_minor(session: Session, *, payment_id: int, order_id: int) -> int:
    """A read: what a deposit has paid of an order."""
    row = session.get(PaymentOffset, (payment_id, order_id), populate_existing=True)
    return 0 if row is None else row.used_minor


def offsets_of(session: Session, order_id: int) -> Sequence[PaymentOffset]:
    """A read: a locked order's, the oldest first."""
    statement = sa.select(PaymentOffset).where(PaymentOffset.order_id == order_id).order_by(PaymentOffset.payment_id)
    return session.execute(statement).scalars().all()
