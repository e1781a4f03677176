"""Taking a deposit back before anything is bid on it."""

from __future__ import annotations

from auction.bidding.admissions import queries as admitting
from auction.bidding.admissions import service as admissions
from auction.bidding.admissions.queries import Scope
from auction.db import time_under_lock, transaction
from auction.errors import Conflict
from auction.settlement.deposits.models import Deposit
from auction.settlement.deposits.queries import is_for
from auction.settlement.deposits.service.taking_in import take_in
from auction.settlement.deposits.service.telling import lock, release
from auction.settlement.payments import service as payments


def withdraw(*, scope: Scope, person_id: int) -> int:
    """Take back what one has put down, as long as no bid of one's own stands there. Returns how many minor units.

    What is only asked for is given up. Locks the open lots: no bid comes in between; then the deposits. Raises Conflict
    (no_deposit, deposit_bound), ProviderDown.
    """
    under_way = _under_way(scope, person_id)
    for payment_id in under_way:
        payments.give_up(payment_id=payment_id)
        take_in(payment_id=payment_id)
    with transaction() as session:
        admissions.hold_lots(session, scope)
        now = time_under_lock(session)
        held = lock(session, is_for(scope), Deposit.person_id == person_id, Deposit.state == "held")
        if not held and not under_way:
            raise Conflict("no_deposit")
        if held and admitting.is_bound(scope, person_id, session):
            raise Conflict("deposit_bound")
        returned = sum(one.left_minor for one in held)
        for one in held:
            release(session, one, why="withdrawn", now=now)
        return returned


def _under_way(scope: Scope, person_id: int) -> list[int]:
    with transaction() as session:
        asked = lock(session, is_for(scope), Deposit.person_id == person_id, Deposit.state == "asked")
        return [one.payment_id for one in asked]
