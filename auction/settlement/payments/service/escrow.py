"""The buyer's money in the house's hands: held from the payment on, set free when the order is completed.

- A payment goes from its provider to the buyer's account and from there into escrow, whole.
- At completion escrow pays out: the goods and the delivery to the seller, the premium to the house, all tax to the tax
  account, from which the house hands it on. The final value fee, with its tax, then goes from the seller to the house.
- Every line of the bill moves by itself under the order's own cause, so that each can be found again, and none twice.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import time_under_lock, transaction
from auction.errors import Invalid
from auction.rules.bill import Bill
from auction.rules.orders import QUIET_AFTER_DELIVERY
from auction.settlement.fees import queries as fees
from auction.settlement.invoices import service as invoices
from auction.settlement.invoices.wording import in_all
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import ESCROW, REVENUE, SHIPPING, TAX, Transfer, buyer, provider, seller
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.service.advancing import HOUSE, Advanced, advance, by_person, lock_order
from auction.settlement.payments.models import Payment
from auction.settlement.payments.service import offsets
from auction.settlement.payments.wording import PROVIDER_NAMES


def hold(session: Session, order: Order, payment: Payment | None, *, at: datetime) -> None:
    """A step: the money of a payment has come; with what deposits pay it waits in escrow. None: they pay all."""
    paid_minor = 0 if payment is None else payment.amount_minor
    by_deposit = order.total_minor - paid_minor
    if payment is not None:
        ledger.move(
            session,
            cause=f"payment:{payment.id}",
            currency=order.currency,
            transfers=[
                Transfer("payment", provider(payment.provider), buyer(order.buyer_id), paid_minor),
                Transfer("hold", buyer(order.buyer_id), ESCROW, paid_minor),
            ],
            at=at,
            order_id=order.id,
        )
    offsets.use(session, order, by_deposit, at)
    name = "deposit" if payment is None else payment.provider
    paid_by = in_all(lambda: str(PROVIDER_NAMES.get(name, name)))
    invoices.issue_on_payment(session, order, paid_by=paid_by, deposit_minor=by_deposit, at=at)


def release(session: Session, order: Order, at: datetime) -> None:
    """A step: the order is completed; everybody gets their part of what is still held."""
    bill = Bill.from_plain(order.bill)
    ledger.move(
        session,
        cause=f"order:{order.id}",
        currency=order.currency,
        transfers=[*_parts(order, bill), *final_value_fees(session, order)],
        at=at,
        order_id=order.id,
    )
    invoices.issue_on_completion(session, order, at=at)


def _parts(order: Order, bill: Bill) -> list[Transfer]:
    goods = bill.sum_of("hammer") - bill.tax_of("hammer")
    premium = bill.sum_of("premium") - bill.tax_of("premium")
    delivery = bill.sum_of("delivery") - bill.tax_of("delivery")
    less = min(goods, order.refunded_minor)  # what the seller has given back in the meantime
    goods, delivery = goods - less, delivery - (order.refunded_minor - less)
    return [
        Transfer("goods", ESCROW, seller(order.seller_id), goods),
        Transfer("premium", ESCROW, REVENUE, premium),
        Transfer("delivery", ESCROW, SHIPPING, delivery),
        Transfer("delivery", SHIPPING, seller(order.seller_id), delivery),
        Transfer("tax", ESCROW, TAX, bill.tax_minor),
    ]


def sellers_part(session: Session, order: Order) -> int:
    """A read: what comes to the seller when the order is completed, less the fees that go from it at once."""
    whose = seller(order.seller_id)
    transfers = [*_parts(order, Bill.from_plain(order.bill)), *final_value_fees(session, order)]
    came = sum(one.amount_minor for one in transfers if one.target == whose)
    return came - sum(one.amount_minor for one in transfers if one.source == whose)


def final_value_fees(session: Session, order: Order) -> list[Transfer]:
    """A read: what the seller owes the house for the sale, with the tax on it, by what held when each lot opened."""
    lots = session.execute(sa.select(OrderLot).where(OrderLot.order_id == order.id)).scalars()
    fee_minor = tax_minor = 0
    for lot in lots:
        fee = fees.final_value_of(
            lot, currency=order.currency, seller_country=order.seller_country, buyer_country=order.buyer_country,
            session=session,
        )  # fmt: skip
        fee_minor += fee.net_minor
        tax_minor += fee.tax_minor
    whose = seller(order.seller_id)
    return [Transfer("final_value", whose, REVENUE, fee_minor), Transfer("fee_tax", whose, TAX, tax_minor)]


def confirm_received(*, order_id: int, person_id: int) -> Advanced:
    """The buyer says that all has come well: the order is completed, the seller's money set free.

    Locks the order. Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on).
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        done = advance(session, order, "confirm", by=by_person(session, order, person_id), at=now)
        release(session, order, now)
        return done


def settle_problem(*, order_id: int, person_id: int, why: str = "") -> Advanced:
    """The problem is settled after all, by the buyer's word or the staff's decision: completed, the money set free.

    The staff gives a reason. Locks the order. Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on),
    Invalid (why: why_needed).
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        if by.role == "staff" and not why.strip():
            raise Invalid(fields={"why": ["why_needed"]})
        done = advance(session, order, "resolve", by=by, at=now, why=why.strip())
        release(session, order, now)
        return done


def settle_quiet(*, limit: int = 100) -> int:
    """Complete orders that were delivered three days ago and about which nobody has said a word. Returns how many.

    Each in a transaction of its own, its order locked.
    """
    with transaction() as session:
        now = time_under_lock(session)
        due = session.execute(
            sa.select(Order.id)
            .where(Order.state == "delivered", Order.delivered_at <= now - QUIET_AFTER_DELIVERY)
            .order_by(Order.delivered_at)
            .limit(limit)
        ).scalars().all()  # fmt: skip
    return sum(_settle_one(order_id) for order_id in due)


def _settle_one(order_id: int) -> bool:
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        is_due = order.delivered_at is not None and order.delivered_at <= now - QUIET_AFTER_DELIVERY
        if order.state != "delivered" or not is_due:
            return False
        advance(session, order, "settle", by=HOUSE, at=now)
        release(session, order, now)
        return True
