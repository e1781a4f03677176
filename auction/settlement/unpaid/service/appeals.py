"""Appeals against strikes: a buyer says once why one is wrong, the staff decides with a reason, and that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as people
from auction.accounts import service as accounts
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.settlement.orders.models import Order
from auction.settlement.orders.queries.orders import STAFF
from auction.settlement.unpaid.models import Strike, StrikeAppeal
from auction.settlement.unpaid.service.striking import own_strike, redeem
from auction.settlement.unpaid.service.telling import about

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Appealed:
    """`is_granted` is None while it waits for the staff."""

    strike_id: int
    is_granted: bool | None


def appeal_strike(*, strike_id: int, person_id: int, text: str) -> Appealed:
    """Say why a strike is wrong. The buyer's alone, once. Locks the buyer.

    Raises Absent, Conflict (strike_over, already_appealed), Invalid (text: needed, too_long).
    """
    words = _words("text", text)
    with transaction() as session:
        strike = own_strike(session, strike_id)
        if strike.person_id != person_id:
            raise Absent(kind="strikes")
        accounts.hold_person(session, person_id)
        now = time_under_lock(session)
        if session.get(StrikeAppeal, strike_id) is not None:
            raise Conflict("already_appealed")
        session.add(StrikeAppeal(strike_id=strike_id, text=words, made_at=now))
        return Appealed(strike_id, None)


def decide_appeal(*, strike_id: int, person_id: int, is_granted: bool, reason: str) -> Appealed:
    """Take a strike away, appealed against or not; or turn an appeal down. The staff's alone, with a reason, audited.

    Locks the buyer. Raises Forbidden (role_needed, not_over_this_person), Absent, Conflict (strike_over, no_appeal,
    already_decided), Invalid (reason: needed, too_long).
    """
    words = _words("reason", reason)
    with transaction() as session:
        if not people.roles_of(person_id, session).intersection(STAFF):
            raise Forbidden("role_needed", role=STAFF[0])
        strike = own_strike(session, strike_id)
        if person_id in (strike.person_id, strike.seller_id):
            raise Forbidden("not_over_this_person")
        accounts.hold_person(session, strike.person_id)
        now = time_under_lock(session)
        appeal = session.get(StrikeAppeal, strike_id)
        if appeal is None and not is_granted:
            raise Conflict("no_appeal")
        if appeal is not None:
            if appeal.decided_at is not None and not is_granted:
                raise Conflict("already_decided")
            appeal.decided_at, appeal.decided_by_id, appeal.is_granted, appeal.answer = (
                now,
                person_id,
                is_granted,
                words,
            )
        if is_granted and not redeem(session, strike, by="appeal", by_id=person_id, reason=words, now=now):
            raise Conflict("strike_over")
        if not is_granted:
            _tell_turned_down(session, strike, words, now)
        accounts.audit(
            session, actor_id=person_id, act="redeem_strike" if is_granted else "keep_strike",
            subject=f"person:{strike.person_id}", details={"strike_id": strike_id, "reason": words}, at=now,
        )  # fmt: skip
        return Appealed(strike_id, is_granted)


def _tell_turned_down(session: Session, strike: Strike, reason: str, now: datetime) -> None:
    told = {"strike_id": strike.id, "person_id": strike.person_id, "reason": reason}
    order = session.get_one(Order, strike.order_id)
    outbox.record(session, "appeal_turned_down", now, **(about(session, order) | told))


def _words(field: str, typed: str) -> str:
    """Raises Invalid."""
    words = typed.replace("\0", "").strip()
    if not words or len(words) > LONGEST_TEXT:
        raise Invalid(fields={field: ["too_long" if words else "needed"]})
    return words
