"""Money on its way back: asked for in the transaction that decides it. How it is sent stands in `sending_back`.

- While the money is in escrow it comes from there. After completion it comes from whoever got it: the goods and the
  delivery from the seller, the premium from the house, the tax from the tax account; the final value fee goes back to
  the seller with a whole refund.
- A part of the price is given back out of the seller's part; premium and tax stay.
- The provider knows each refund by its key: asked twice it is sent once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.db import time_under_lock, transaction
from auction.errors import Conflict, Invalid
from auction.rules import money
from auction.rules.bill import Bill
from auction.rules.orders import WITH_MONEY
from auction.settlement.invoices import service as invoices
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import ESCROW, REVENUE, TAX, Transfer, buyer, seller
from auction.settlement.orders.models import Order
from auction.settlement.orders.service import advance, lock_order, note_change
from auction.settlement.orders.service.advancing import By, by_person
from auction.settlement.payments.models import Payment, PaymentOffset, Refund
from auction.settlement.payments.service import escrow
from auction.settlement.payments.service.offsets import offsets_of


@dataclass(frozen=True, slots=True)
class Refunding:
    """A refund under way."""

    order_id: int
    refund_id: int
    amount_minor: int
    state: str


def refund_order(*, order_id: int, person_id: int, why: str, amount: str = "") -> Refunding:
    """Send the buyer's money back, all of it or a part. The seller's or the staff's, with a reason the buyer reads.

    Locks the order. Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on, nothing_to_refund), Invalid
    (why: why_needed; amount: not an amount, more_than_refundable).
    """
    if not why.strip():
        raise Invalid(fields={"why": ["why_needed"]})
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        amount_minor = _amount(order, amount)
        if order.refunded_minor == order.total_minor:
            raise Conflict("nothing_to_refund")
        sources = _sources(session, order)
        is_whole = amount_minor == order.total_minor - order.refunded_minor
        was_held = order.state in WITH_MONEY
        if is_whole:
            _take_back_all(session, order, was_held, now)
            advance(session, order, "refund", by=by, at=now, why=why, facts={"amount_minor": amount_minor})
        else:
            _give_part(session, order, by, amount_minor, was_held, why, now)
        invoices.issue_on_refund(session, order, amount_minor=amount_minor, is_whole=is_whole, why=why, at=now)
        order.refunded_minor += amount_minor
        refund = _ask_back_from(session, order, sources, amount_minor, now)
        return Refunding(order_id, refund.id, amount_minor, order.state)


@dataclass(frozen=True, slots=True)
class _Source:
    """A payment that gave to an order, and how much of that has not gone back. `offset` where it is a deposit's."""

    payment: Payment
    left_minor: int
    offset: PaymentOffset | None = None


def _sources(session: Session, order: Order) -> list[_Source]:
    """Where an order's money came from, its own payment before the deposits. Raises Conflict (nothing_to_refund)."""
    used = [one for one in offsets_of(session, order.id) if one.used_minor]
    found = []
    own = _payment_taken(session, order.id)
    if own is not None:
        back = order.refunded_minor - sum(one.refunded_minor for one in used)
        found.append(_Source(own, own.amount_minor - back))
    for one in used:
        payment = session.get_one(Payment, one.payment_id)
        found.append(_Source(payment, one.used_minor - one.refunded_minor, one))
    if not found:
        raise Conflict("nothing_to_refund")
    return found


def _ask_back_from(
    session: Session, order: Order, sources: Sequence[_Source], amount_minor: int, now: datetime
) -> Refund:
    """Ask the sources one after the other, as far as each goes. Returns the first refund."""
    left, refunds = amount_minor, []
    for source in sources:
        part = min(left, source.left_minor)
        if not part:
            continue
        key = f"refund-{order.id}-{order.refunded_minor}"
        if source.offset is not None:
            key, source.offset.refunded_minor = f"{key}-{source.payment.id}", source.offset.refunded_minor + part
        refunds.append(ask_back(session, source.payment, part, reason="order_refunded", key=key, now=now))
        left -= part
    return refunds[0]


def _payment_taken(session: Session, order_id: int) -> Payment | None:
    """The payment by which an order was paid; what came too late is on its way back already."""
    came_too_late = sa.exists().where(Refund.payment_id == Payment.id, Refund.reason == "came_too_late")
    return session.execute(
        sa.select(Payment).where(Payment.order_id == order_id, Payment.state == "succeeded", ~came_too_late)
    ).scalar_one_or_none()


def _amount(order: Order, typed: str) -> int:
    left = order.total_minor - order.refunded_minor
    if not typed.strip():
        return left
    try:
        amount_minor = money.parse_amount(typed, order.currency, allow_zero=False)
    except money.AmountError as error:
        raise Invalid.of({"amount": [error.code]}, {**error.facts, "currency": order.currency}) from None
    bill = Bill.from_plain(order.bill)
    sellers = bill.sum_of("hammer", "delivery") - bill.tax_of("hammer", "delivery") - order.refunded_minor
    if amount_minor != left and amount_minor > sellers:
        facts = {"maximum_minor": max(0, sellers), "currency": order.currency}
        raise Invalid.of({"amount": ["more_than_refundable"]}, facts)
    return amount_minor


def _take_back_all(session: Session, order: Order, was_held: bool, now: datetime) -> None:
    """Everything that is left goes to the buyer's account."""
    left = order.total_minor - order.refunded_minor
    whose, bill = buyer(order.buyer_id), Bill.from_plain(order.bill)
    if was_held:
        transfers = [Transfer("refund", ESCROW, whose, left)]
    else:
        premium = bill.sum_of("premium") - bill.tax_of("premium")
        back = [
            Transfer(one.what, one.target, one.source, one.amount_minor)
            for one in escrow.final_value_fees(session, order)
        ]
        transfers = [
            Transfer("refund", seller(order.seller_id), whose, left - premium - bill.tax_minor),
            Transfer("refund", REVENUE, whose, premium),
            Transfer("refund", TAX, whose, bill.tax_minor),
            *back,
        ]
    ledger.move(
        session, cause=f"refund:order:{order.id}", currency=order.currency, transfers=transfers, at=now,
        order_id=order.id,
    )  # fmt: skip


def _give_part(
    session: Session, order: Order, by: By, amount_minor: int, was_held: bool, why: str, now: datetime
) -> None:
    """A part of the price, out of the seller's; the order stays what it is. Raises Forbidden, Conflict."""
    if by.role not in ("seller", "staff"):
        advance(session, order, "refund", by=by, at=now)  # says no
    if not was_held and order.state != "completed":
        raise Conflict("order_moved_on", state=order.state)
    source = ESCROW if was_held else seller(order.seller_id)
    ledger.move(
        session,
        cause=f"refund:order:{order.id}:{order.refunded_minor + amount_minor}",
        currency=order.currency,
        transfers=[Transfer("refund", source, buyer(order.buyer_id), amount_minor)],
        at=now,
        order_id=order.id,
    )
    note_change(session, order, "part_refunded", by=by, at=now, why=why, facts={"amount_minor": amount_minor})


def ask_back(session: Session, payment: Payment, amount_minor: int, *, reason: str, key: str, now: datetime) -> Refund:
    """A step: write a refund down and have the outbox send it. The money lies on the payer's account until then."""
    refund = Refund(
        payment_id=payment.id, key=key[:64], state="created", amount_minor=amount_minor, reason=reason,
        created_at=now, changed_at=now,
    )  # fmt: skip
    session.add(refund)
    session.flush()
    outbox.record(session, "refund_asked", now, refund_id=refund.id)
    return refund
