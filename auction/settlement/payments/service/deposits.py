"""Steps about the money of deposits: asked for, set aside or received. Whose and why, a higher room knows.

What is set aside and what is received lie alike on the account `deposits`. A card's money is set aside and taken only
when it counts; a transfer is received, and goes back as a transfer.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from auction import outbox
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import DEPOSITS, Transfer, buyer, provider
from auction.settlement.payments import providers
from auction.settlement.payments.models import Payment


def write_deposit(
    session: Session, *, payer_id: int, provider_name: str, currency: str, amount_minor: int, now: datetime
) -> Payment:
    """A step: write down that a deposit is to be asked for. Raises Absent for a provider that is not set up."""
    providers.provider(provider_name)
    payment = Payment(
        purpose="deposit", payer_id=payer_id, provider=provider_name, key=f"deposit-{secrets.token_hex(16)}",
        state="created", currency=currency, amount_minor=amount_minor, created_at=now, changed_at=now, looked_at=now,
    )  # fmt: skip
    session.add(payment)
    session.flush()
    return payment


def note_deposit(session: Session, payment: Payment, was: str, now: datetime) -> None:
    """A step: a deposit's locked payment has come further; its money moves, and whoever keeps deposits is told."""
    theirs, outside = buyer(payment.payer_id), provider(payment.provider)
    if payment.state in ("held", "succeeded"):
        cause = f"payment:{payment.id}"
        transfers = [
            Transfer("payment", outside, theirs, payment.amount_minor),
            Transfer("hold", theirs, DEPOSITS, payment.amount_minor),
        ]
        ledger.move(session, cause=cause, currency=payment.currency, transfers=transfers, at=now)
    elif was == "held":
        cause = f"payment:{payment.id}:free"
        transfers = [
            Transfer("release", DEPOSITS, theirs, payment.amount_minor),
            Transfer("set_free", theirs, outside, payment.amount_minor),
        ]
        ledger.move(session, cause=cause, currency=payment.currency, transfers=transfers, at=now)
    outbox.record(session, "deposit_payment_learned", now, payment_id=payment.id, state=payment.state)


def deposit_payment(session: Session, payment_id: int) -> Payment:
    """A read: a deposit's payment as it stands."""
    return session.get_one(Payment, payment_id, populate_existing=True)
