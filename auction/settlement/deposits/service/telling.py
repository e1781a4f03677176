"""Steps that the verbs of deposits share: which are locked, how one ends, and what its facts carry.

The order of locks: the open lots (bidding's `hold_lots`), an order, deposits by their ids, a deposit's payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.bidding.admissions import service as admissions
from auction.bidding.admissions.queries import Scope
from auction.settlement.deposits.models import Deposit


def scope_of(deposit: Deposit) -> Scope:
    return Scope(deposit.auction_id, deposit.sale_id)


def lock(session: Session, *which: sa.ColumnElement[bool]) -> Sequence[Deposit]:
    """A step: lock deposits, in the order of their ids, and return them fresh."""
    statement = sa.select(Deposit).where(*which).order_by(Deposit.id).with_for_update()
    return session.execute(statement.execution_options(populate_existing=True)).scalars().all()


def release(session: Session, deposit: Deposit, *, why: str, now: datetime) -> None:
    """A step: what is left of a locked deposit goes back to its person, who bids with it no more."""
    admissions.dismiss(session, scope_of(deposit), person_id=deposit.person_id, now=now)
    send_back(session, deposit, why=why, now=now)


def send_back(session: Session, deposit: Deposit, *, why: str, now: datetime) -> None:
    """A step: what is left of a locked deposit goes back. Says nothing about who may bid."""
    returned = deposit.left_minor
    deposit.returned_minor, deposit.left_minor = deposit.returned_minor + returned, 0
    deposit.state = "forfeited" if deposit.forfeited_minor else "released"
    deposit.why, deposit.changed_at = why, now
    outbox.record(session, "deposit_returning", now, payment_id=deposit.payment_id, amount_minor=returned)
    outbox.record(session, "deposit_released", now, **about(deposit, returned))


def lapse(session: Session, deposit: Deposit, *, now: datetime) -> None:
    """A step: the provider has set a locked deposit free by itself, as banks do after some days: it secures nothing."""
    returned = deposit.left_minor
    deposit.returned_minor, deposit.left_minor, deposit.state = returned, 0, "released"
    deposit.why, deposit.changed_at = "lapsed", now
    admissions.dismiss(session, scope_of(deposit), person_id=deposit.person_id, now=now)
    outbox.record(session, "deposit_released", now, **about(deposit, returned))


def about(deposit: Deposit, amount_minor: int) -> dict[str, object]:
    """What telling people of a deposit needs: others know none."""
    return {
        "deposit_id": deposit.id,
        "person_id": deposit.person_id,
        "seller_id": deposit.seller_id,
        "auction_id": deposit.auction_id,
        "sale_id": deposit.sale_id,
        "order_id": deposit.order_id,
        "names": dict(deposit.names),
        "currency": deposit.currency,
        "amount_minor": amount_minor,
        "limit_minor": deposit.limit_minor,
        "why": deposit.why,
    }
