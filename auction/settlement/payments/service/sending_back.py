"""Refunds on their way: sent by the provider, looked after until they have arrived, and tried again where they failed.

The money lies on the payer's account with the house until the provider says that it is sent. Where a provider brings
back what it had sent, it lies there again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import logs, outbox
from auction.accounts.service import audit
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import Transfer, buyer
from auction.settlement.ledger.service import provider as provider_account
from auction.settlement.payments import providers
from auction.settlement.payments.models import Payment, Refund
from auction.settlement.payments.providers import Known, ProviderDown

LOOK_EVERY = timedelta(seconds=30)
YOUNG = timedelta(minutes=10)  # what is older is looked at as often as this only

log = logs.get("payments")


def send_back(*, refund_id: int) -> str:
    """Have the provider send a refund, or say what became of it; note it. Bears repeats. Returns the refund's state.

    Raises Absent, ProviderDown.
    """
    with transaction() as session:
        refund = session.get(Refund, refund_id)
        if refund is None:
            raise Absent(kind="refunds")
        payment = session.get_one(Payment, refund.payment_id)
        if refund.state != "created" or payment.ref is None:
            return refund.state
    asker = providers.provider(payment.provider)
    if refund.ref is not None:
        known = asker.look_refund(refund.ref)
    else:
        known = asker.refund(payment.ref, refund.amount_minor, payment.currency, _key(refund))
    return learn_refund(refund_id=refund_id, known=known)


def _key(refund: Refund) -> str:
    return refund.key if refund.attempt == 1 else f"{refund.key[:60]}-{refund.attempt}"


def learn_refund(*, refund_id: int, known: Known) -> str:
    """Take in what a provider says of a refund. Locks it. Bears any repeat. Returns its state. Raises Absent."""
    with transaction() as session:
        refund = lock_row(session, Refund, refund_id)
        now = time_under_lock(session)
        if refund.state == "created":
            refund.ref, refund.changed_at = known.ref, now
            if known.state == "succeeded":
                refund.state = "succeeded"
                _move(session, refund, now, is_sent=True)
            elif known.state in ("declined", "cancelled"):
                refund.state = "failed"
        elif refund.state == "succeeded" and refund.ref == known.ref and known.state in ("declined", "cancelled"):
            refund.state, refund.changed_at = "failed", now
            _move(session, refund, now, is_sent=False)
        if refund.state == "failed":
            log.error("refund failed", refund_id=refund_id, why=known.why)
        return refund.state


def _move(session: Session, refund: Refund, now: datetime, *, is_sent: bool) -> None:
    """The money leaves the house; or, brought back, lies on its payer's account again."""
    payment = session.get_one(Payment, refund.payment_id)
    cause = f"refund:{refund.id}" if refund.attempt == 1 else f"refund:{refund.id}:{refund.attempt}"
    theirs, outside = buyer(payment.payer_id), provider_account(payment.provider)
    transfer = (
        Transfer("sent_back", theirs, outside, refund.amount_minor)
        if is_sent
        else Transfer("came_back", outside, theirs, refund.amount_minor)
    )
    ledger.move(
        session, cause=cause, currency=payment.currency, transfers=[transfer], at=now, order_id=payment.order_id
    )


def send_again(*, refund_id: int, person_id: int) -> None:
    """The operator has a failed refund tried once more. Locks it. Raises Absent, Conflict (refund_moved_on)."""
    with transaction() as session:
        refund = lock_row(session, Refund, refund_id)
        now = time_under_lock(session)
        if refund.state != "failed":
            raise Conflict("refund_moved_on")
        refund.state, refund.ref, refund.attempt, refund.changed_at = "created", None, refund.attempt + 1, now
        outbox.record(session, "refund_asked", now, refund_id=refund.id)
        audit(
            session, actor_id=person_id, act="send_refund_again", subject=f"refund:{refund_id}",
            details={"attempt": refund.attempt}, at=now,
        )  # fmt: skip


def look_after_refunds(*, limit: int = 50) -> int:
    """Ask again about refunds that are under way. Returns how many have come to an end."""
    with transaction() as session:
        now = time_under_lock(session)
        due = session.execute(
            sa.select(Refund.id)
            .where(
                Refund.state == "created",
                Refund.changed_at <= now - LOOK_EVERY,
                sa.or_(Refund.created_at > now - YOUNG, Refund.changed_at <= now - YOUNG),
            )
            .order_by(Refund.changed_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars().all()  # fmt: skip
        session.execute(sa.update(Refund).where(Refund.id.in_(due)).values(changed_at=now))
    return sum(_look(refund_id) for refund_id in due)


def _look(refund_id: int) -> bool:
    try:
        return send_back(refund_id=refund_id) != "created"
    except (ProviderDown, Absent) as error:
        log.warning("provider not reached", refund_id=refund_id, error=type(error).__name__)
        return False
