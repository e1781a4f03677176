"""Beginning a payment: written down first, then asked of the provider, by a key that makes the question safe to repeat.

Whatever breaks off in between is found again: the same order, provider and amount get the same payment and key.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.service import advance, lock_order, need_way, reckon_anew
from auction.settlement.orders.service.advancing import HOUSE
from auction.settlement.payments import providers
from auction.settlement.payments.models import OPEN, Payment
from auction.settlement.payments.providers import Asked
from auction.settlement.payments.service import escrow
from auction.settlement.payments.service.learning import learn
from auction.settlement.payments.service.offsets import due_minor


@dataclass(frozen=True, slots=True)
class Begun:
    """A payment under way. `next_url` is where the payer goes on; `shown` what the payment's page shows.

    `payment_id` is None where deposits pay the whole of an order.
    """

    payment_id: int | None
    state: str
    next_url: str | None = None
    shown: Mapping[str, Any] = field(default_factory=dict)


def begin_payment(*, order_id: int, person_id: int, provider: str) -> Begun:
    """Ask a provider for the money of an order, less what deposits pay. The buyer's alone; asking again goes on with
    what is under way. Where nothing is left to pay the order is paid at once.

    Locks the order, but not while the provider is asked. An open payment with another provider, or of another amount,
    is given up first; if it turns out that its money has come, the order is paid and that is the answer.
    Raises Absent, Conflict (order_moved_on, choose_delivery_first, choose_address_first, payment_on_its_way),
    ProviderDown.
    """
    while True:
        written = _write_down(order_id, person_id, provider)
        if written is None:
            return Begun(None, "succeeded")
        payment, asked = written
        if payment.provider == provider and payment.amount_minor == asked.amount_minor:
            break
        state = give_up(payment_id=payment.id)
        if state == "succeeded":
            return Begun(payment.id, state)
        if state in OPEN:
            raise Conflict("payment_on_its_way")
    return _ask(payment, asked)


def begin_deposit(*, payment_id: int) -> Begun:
    """Ask a provider for a deposit that was written down; asking again goes on with it. Raises Absent, ProviderDown."""
    with transaction() as session:
        payment = _get(session, payment_id)
        asked = _asked(session, payment)
    return _ask(payment, asked)


def _ask(payment: Payment, asked: Asked) -> Begun:
    asker = providers.provider(payment.provider)
    # By its name where it has one: a provider forgets our keys before it forgets its payments.
    known = asker.begin(asked) if payment.ref is None else asker.look(payment.ref)
    learned = learn(payment_id=payment.id, known=known)
    return Begun(payment.id, learned.state, known.next_url if learned.state in OPEN else None, known.shown)


def give_up(*, payment_id: int) -> str:
    """Have the provider cancel an open payment; returns the state it has then. Raises Absent, ProviderDown."""
    with transaction() as session:
        payment = _get(session, payment_id)
        asked = _asked(session, payment)
        provider_name, ref = payment.provider, payment.ref
    asker = providers.provider(provider_name)
    known = asker.cancel(ref if ref is not None else asker.begin(asked).ref)
    return learn(payment_id=payment_id, known=known).state


def _write_down(order_id: int, person_id: int, provider: str) -> tuple[Payment, Asked] | None:
    """The open payment of an order, made where there is none; and what is to be asked now. None where deposits pay all:
    the order is paid then.
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        _need_payable(session, order, person_id)
        due = due_minor(session, order)
        payment = session.execute(
            sa.select(Payment).where(Payment.order_id == order_id, Payment.state.in_(OPEN))
        ).scalar_one_or_none()
        if payment is None and not due:
            escrow.hold(session, order, None, at=now)
            advance(session, order, "pay", by=HOUSE, at=now, facts={"by": "deposit"})
            return None
        if payment is None:
            providers.provider(provider)
            payment = _new(order, person_id, provider, due, now)
            session.add(payment)
            session.flush()
        wanted = _asked(session, payment)
        return payment, replace(wanted, amount_minor=due, currency=order.currency)


def _need_payable(session: Session, order: Order, person_id: int) -> None:
    if order.buyer_id != person_id:
        raise Absent(kind="orders")
    if order.state != "awaiting_payment":
        raise Conflict("order_moved_on", state=order.state)
    need_way(session, order)
    reckon_anew(session, order)


def _new(order: Order, person_id: int, provider: str, due: int, now: datetime) -> Payment:
    return Payment(
        purpose="order", order_id=order.id, payer_id=person_id, provider=provider,
        key=f"order-{order.id}-{secrets.token_hex(12)}", state="created", currency=order.currency,
        amount_minor=due, created_at=now, changed_at=now, looked_at=now,
    )  # fmt: skip


def _asked(session: Session, payment: Payment) -> Asked:
    titles = session.execute(
        sa.select(OrderLot.title).where(OrderLot.order_id == payment.order_id).order_by(OrderLot.id)
    ).scalars()
    return Asked(
        key=payment.key,
        payer_id=payment.payer_id,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        description=", ".join(titles)[:200] or "Deposit",
        reference=f"M{payment.order_id}" if payment.order_id is not None else f"D{payment.id}",
        is_hold=payment.purpose == "deposit",
    )


def _get(session: Session, payment_id: int) -> Payment:
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise Absent(kind="payments")
    return payment


def what_was_asked(*, payment_id: int, old_after: timedelta) -> tuple[str, str | None, Asked, bool]:
    """An open payment's provider, its name there, what was asked, and whether it is to be given up by now: its payer
    went away, or its order does not await it any more. A transfer may take its time.
    """
    with transaction() as session:
        payment = _get(session, payment_id)
        is_old = payment.created_at <= time_under_lock(session) - old_after and payment.provider != "bank"
        state = session.execute(sa.select(Order.state).where(Order.id == payment.order_id)).scalar_one_or_none()
        is_over = is_old or (state is not None and state != "awaiting_payment")
        return payment.provider, payment.ref, _asked(session, payment), is_over and payment.state != "held"
