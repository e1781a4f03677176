"""Steps about strikes: recorded, redeemed, and what too many of them cost. All of it under the lock of the buyer's row.

The lock makes the third strike the third, whoever records it at the same moment.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import service as accounts
from auction.errors import Absent, Conflict
from auction.rules import unpaid as law
from auction.settlement.orders.models import Order
from auction.settlement.unpaid.models import LatePayment, Strike, StrikeRedemption, StrikeSanction
from auction.settlement.unpaid.queries.strikes import struck_of
from auction.settlement.unpaid.service.telling import about

BARRED_BECAUSE = "unpaid_orders"
"""A code, worded where it is read."""


def record_strike(session: Session, order: Order, now: datetime) -> int | None:
    """A step: write down that a locked order was not paid by its held buyer, and bar them from bidding if that is one
    too many.

    One for an order. An order that was opened again so that an earlier strike could be redeemed makes no second one:
    the first stands, and None is the answer.
    """
    is_second_try = session.execute(sa.select(LatePayment.strike_id).where(LatePayment.order_id == order.id)).first()
    if is_second_try is not None:
        return None
    strike = Strike(order_id=order.id, person_id=order.buyer_id, seller_id=order.seller_id, struck_at=now)
    session.add(strike)
    session.flush()
    count = law.in_force(struck_of(order.buyer_id, session), now)
    barred_until = None
    if law.is_barred(count):
        barred_until = now + law.NO_BIDDING_FOR
        sanction_id = accounts.bar_from_bidding(
            session, person_id=order.buyer_id, reason=BARRED_BECAUSE, until_at=barred_until, now=now
        )
        session.add(StrikeSanction(strike_id=strike.id, sanction_id=sanction_id))
    _tell_accounts(session, person_id=order.buyer_id, order_id=order.id, is_open=True, at=now)
    told: dict[str, object] = {
        "strike_id": strike.id,
        "person_id": order.buyer_id,
        "count": count,
        "expires_at": law.expires_at(now).isoformat(),
        "late_until": law.late_until(now).isoformat(),
        "barred_until": None if barred_until is None else barred_until.isoformat(),
    }
    outbox.record(session, "strike_recorded", now, **(about(session, order) | told))
    return strike.id


def redeem(
    session: Session,
    strike: Strike,
    *,
    by: Literal["paid_late", "appeal"],
    by_id: int | None,
    reason: str,
    now: datetime,
) -> bool:
    """A step: a strike counts no more; bidding is free again where too few are left to bar it. False when it was
    redeemed before. Locks the buyer.
    """
    accounts.hold_person(session, strike.person_id)
    if session.get(StrikeRedemption, strike.id) is not None:
        return False
    session.add(StrikeRedemption(strike_id=strike.id, redeemed_at=now, way=by, by_id=by_id, reason=reason))
    session.flush()
    count = law.in_force(struck_of(strike.person_id, session), now)
    if not law.is_barred(count):
        bars = session.execute(
            sa.select(StrikeSanction.sanction_id)
            .join(Strike, Strike.id == StrikeSanction.strike_id)
            .where(Strike.person_id == strike.person_id)
        ).scalars().all()  # fmt: skip
        accounts.end_bars(session, sanction_ids=bars, now=now)
    _tell_accounts(session, person_id=strike.person_id, order_id=strike.order_id, is_open=False, at=now)
    told: dict[str, object] = {
        "strike_id": strike.id, "person_id": strike.person_id, "by": by, "reason": reason, "count": count,
    }  # fmt: skip
    order = session.get_one(Order, strike.order_id)
    outbox.record(session, "strike_redeemed", now, **(about(session, order) | told))
    return True


def own_strike(session: Session, strike_id: int) -> Strike:
    """A step: a strike that still counts for something. Raises Absent, Conflict (strike_over)."""
    strike = session.get(Strike, strike_id)
    if strike is None:
        raise Absent(kind="strikes")
    if session.get(StrikeRedemption, strike_id) is not None:
        raise Conflict("strike_over")
    return strike


def _tell_accounts(session: Session, *, person_id: int, order_id: int, is_open: bool, at: datetime) -> None:
    """The one place from which `accounts` learns of an open unpaid case, in the transaction that opens or ends it.

    A case is open from the strike until it is redeemed; sellers may ask that no such case is open on a bidder.
    """
    step = accounts.hold_for_unpaid if is_open else accounts.lift_unpaid
    step(session, person_id=person_id, ref=f"order:{order_id}", at=at)
