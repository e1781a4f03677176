"""What an operator does by hand: a file for the bank, the word that it was sent, the word that something came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.accounts.service import audit
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.settlement.ledger.service import Transfer, move, seller
from auction.settlement.payouts.models import OPEN, Payout, PayoutBatch, PayoutDetails
from auction.settlement.payouts.service.paying import account_of, is_still_owed, send, told_of

OPERATOR = "operator"
LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class BatchMade:
    """A file for the bank with so many payouts."""

    batch_id: int
    payouts: int


@dataclass(frozen=True, slots=True)
class Marked:
    """How many payouts have another state now."""

    payouts: int


def make_batch(*, by_id: int) -> BatchMade:
    """Put every due payout that stands in no file yet into a new one. The operator's.

    Locks those payouts. Raises Forbidden (role_needed), Conflict (no_payouts_due).
    """
    with transaction() as session:
        due = session.execute(
            sa.select(Payout)
            .where(Payout.state == "due", Payout.provider == "file", Payout.batch_id.is_(None))
            .order_by(Payout.id)
            .with_for_update()
        ).scalars().all()  # fmt: skip
        now = _begin(session, by_id)
        batch = PayoutBatch(made_at=now, made_by_id=by_id)
        session.add(batch)
        session.flush()
        owed = [payout for payout in due if is_still_owed(session, payout, now)]
        for payout in owed:
            payout.batch_id = batch.id
        if not owed:
            raise Conflict("no_payouts_due")
        _note(session, by_id, "make_payout_file", f"payout_batch:{batch.id}", {"payouts": len(owed)}, now)
        return BatchMade(batch.id, len(owed))


def mark_sent(*, batch_id: int, by_id: int) -> Marked:
    """The bank has a file: what is due in it leaves its seller's account. The operator's.

    Locks the batch. Raises Absent, Forbidden (role_needed), Conflict (payouts_moved_on) when nothing in it is due.
    """
    with transaction() as session:
        lock_row(session, PayoutBatch, batch_id)
        now = _begin(session, by_id)
        due = session.execute(
            sa.select(Payout)
            .where(Payout.batch_id == batch_id, Payout.state == "due")
            .order_by(Payout.id)
            .with_for_update()
        ).scalars().all()  # fmt: skip
        if not due:
            raise Conflict("payouts_moved_on")
        for payout in due:
            send(session, payout, now)
        _note(session, by_id, "mark_payouts_sent", f"payout_batch:{batch_id}", {"payouts": len(due)}, now)
        return Marked(len(due))


def mark_failed(*, payout_id: int, by_id: int, why: str) -> Marked:
    """A payout came to nothing: what had left the seller's account is put back, and nothing more goes there until its
    owner has looked at the details. The operator's.

    Locks the payout. Raises Absent, Forbidden (role_needed), Invalid (why: why_needed, too_long), Conflict
    (payouts_moved_on).
    """
    reason = why.strip()
    if not reason or len(reason) > LONGEST_WHY:
        raise Invalid(fields={"why": ["too_long" if reason else "why_needed"]})
    with transaction() as session:
        payout = lock_row(session, Payout, payout_id)
        now = _begin(session, by_id)
        if payout.state not in OPEN:
            raise Conflict("payouts_moved_on")
        if payout.state == "sent":
            back = Transfer("returned", account_of(payout.provider), seller(payout.seller_id), payout.amount_minor)
            move(session, cause=f"payout:{payout.id}", currency=payout.currency, transfers=[back], at=now)
        payout.state, payout.why, payout.ended_at = "failed", reason, now
        details = session.get(PayoutDetails, payout.seller_id)
        if details is not None and details.iban == payout.iban:
            details.refused_at = now
        outbox.record(session, "payout_failed", now, **told_of(payout))
        _note(session, by_id, "fail_payout", f"payout:{payout.id}", {"why": reason}, now)
        return Marked(1)


def _begin(session: Session, by_id: int) -> datetime:
    if OPERATOR not in accounts.roles_of(by_id, session):
        raise Forbidden("role_needed", role=OPERATOR)
    return time_under_lock(session)


def _note(session: Session, by_id: int, act: str, subject: str, details: dict[str, object], at: datetime) -> None:
    audit(session, actor_id=by_id, act=act, subject=subject, details=details, at=at)
