"""What follows when the payment of a deposit has come further: its person may bid, or the money goes back."""

from __future__ import annotations

import sqlalchemy as sa

from auction import outbox
from auction.bidding.admissions import service as admissions
from auction.db import time_under_lock, transaction
from auction.errors import Absent
from auction.settlement.deposits.models import Deposit
from auction.settlement.deposits.service.telling import about, lapse, lock, scope_of, send_back
from auction.settlement.payments import service as payments

HAS_MONEY = ("held", "succeeded")


def take_in(*, payment_id: int) -> str:
    """Look at a deposit's payment and let its person bid, or not. Bears any repeat and any order. Returns the deposit's
    state.

    Locks the open lots, then the deposit. Money that comes when nothing is open any more, or for a deposit that was
    given up, goes back. Raises Absent.
    """
    with transaction() as session:
        deposit = session.execute(sa.select(Deposit).where(Deposit.payment_id == payment_id)).scalar_one_or_none()
        if deposit is None:
            raise Absent(kind="deposits")
        scope = scope_of(deposit)
        is_open = admissions.hold_lots(session, scope)
        (deposit,) = lock(session, Deposit.payment_id == payment_id)
        paid = payments.deposit_payment(session, payment_id)
        now = time_under_lock(session)
        has_money = paid.state in HAS_MONEY
        if deposit.state in ("asked", "given_up") and has_money:
            if deposit.state == "given_up" or not is_open:
                send_back(session, deposit, why="too_late", now=now)  # what was put down before it stays
                return deposit.state
            deposit.state, deposit.changed_at = "held", now
            admissions.admit(session, scope, person_id=deposit.person_id, limit_minor=deposit.limit_minor, now=now)
            outbox.record(session, "deposit_held", now, **about(deposit, deposit.amount_minor))
        elif deposit.state == "asked" and paid.state in ("declined", "cancelled"):
            deposit.state, deposit.changed_at = "given_up", now
        elif deposit.state == "held" and paid.state in ("declined", "cancelled"):
            lapse(session, deposit, now=now)
        return deposit.state
