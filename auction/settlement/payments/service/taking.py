"""Deposits that count are taken, others are sent back: set free where they were set aside, refunded where received."""

from __future__ import annotations

from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import DEPOSITS, Transfer, buyer
from auction.settlement.payments import providers
from auction.settlement.payments.models import OPEN, Payment
from auction.settlement.payments.service.beginning import give_up
from auction.settlement.payments.service.learning import learn
from auction.settlement.payments.service.refunding import ask_back


def take_held(*, payment_id: int) -> str:
    """Have the provider take what it has set aside. Bears repeats. Returns the payment's state then.

    Raises Absent, ProviderDown.
    """
    payment = _read(payment_id)
    if payment.state != "held" or payment.ref is None:
        return payment.state
    asker = providers.provider(payment.provider)
    known = asker.capture(payment.ref, payment.amount_minor, f"take-{payment.key}")
    return learn(payment_id=payment_id, known=known).state


def return_deposit(*, payment_id: int, amount_minor: int) -> str:
    """Send what is left of a deposit back: set free what is set aside, refund what was taken. Bears repeats; once.

    Returns the payment's state then. Raises Absent, ProviderDown.
    """
    state = _read(payment_id).state
    if state in OPEN:
        state = give_up(payment_id=payment_id)
    if state == "succeeded":
        _refund(payment_id, amount_minor)
    return state


def _refund(payment_id: int, amount_minor: int) -> None:
    with transaction() as session:
        payment = lock_row(session, Payment, payment_id)
        now = time_under_lock(session)
        is_new = ledger.move(
            session,
            cause=f"deposit:{payment_id}",
            currency=payment.currency,
            transfers=[Transfer("release", DEPOSITS, buyer(payment.payer_id), amount_minor)],
            at=now,
        )
        if is_new:
            ask_back(session, payment, amount_minor, reason="deposit_released", key=f"free-{payment.key}", now=now)


def _read(payment_id: int) -> Payment:
    with transaction() as session:
        payment = session.get(Payment, payment_id)
        if payment is None or payment.purpose != "deposit":
            raise Absent(kind="payments")
        return payment
