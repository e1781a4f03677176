"""Putting a deposit down: written down with its payment first, then asked of the provider. Two tabs pay it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.bidding.admissions import queries as admitting
from auction.bidding.admissions import service as admissions
from auction.bidding.admissions.queries import Asked, Scope
from auction.bidding.sales import approvals
from auction.bidding.sales.models import APPROVED
from auction.db import time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.rules import deposits as law
from auction.rules import money
from auction.settlement.deposits.models import Deposit
from auction.settlement.deposits.queries import is_for
from auction.settlement.deposits.service.taking_in import take_in
from auction.settlement.deposits.service.telling import lock
from auction.settlement.payments import service as payments


@dataclass(frozen=True, slots=True)
class PutDown:
    """A deposit under way. `next_url` is where its payer goes on; `payment_id` is None where nothing had to be paid."""

    state: str
    payment_id: int | None
    next_url: str | None = None


def put_down(*, scope: Scope, person_id: int, provider: str, limit: str = "") -> PutDown:
    """Put down what a lot or a sale asks for; or, with a higher limit than before, the difference.

    Locks the open lots, then the person's deposits on them, but not while the provider is asked. Asking again goes on
    with what is under way; another amount or provider gives that up first. Raises Absent, Forbidden (own_lot,
    sanctioned, blocked, not_verified, open_unpaid, approval_needed), Conflict (deposit_too_late, deposit_put_down,
    payment_on_its_way), Invalid (limit: not an amount, deposit_limit_low, deposit_limit_not_higher), ProviderDown.
    """
    asked = admitting.asked(scope, person_id)
    limit_minor = _limit(asked, limit)
    while True:
        written = _write_down(asked, person_id, provider, limit_minor)
        if written is None:
            return PutDown("held", None)
        payment_id, fits = written
        if fits:
            break
        state = payments.give_up(payment_id=payment_id)
        take_in(payment_id=payment_id)
        if state in ("created", "waiting"):
            raise Conflict("payment_on_its_way")
    begun = payments.begin_deposit(payment_id=payment_id)
    return PutDown(take_in(payment_id=payment_id), payment_id, begun.next_url)


def _limit(asked: Asked, typed: str) -> int | None:
    if not asked.deposit.is_share:
        return None
    try:
        limit_minor = money.parse_amount(typed, asked.currency, allow_zero=False)
    except money.AmountError as error:
        raise Invalid.of({"limit": [error.code]}, {**error.facts, "currency": asked.currency}) from None
    if limit_minor < asked.least_limit_minor:
        facts = {"minimum_minor": asked.least_limit_minor, "currency": asked.currency}
        raise Invalid.of({"limit": ["deposit_limit_low"]}, facts)
    return limit_minor


def _write_down(asked: Asked, person_id: int, provider: str, limit_minor: int | None) -> tuple[int, bool] | None:
    """The payment that is under way, made where there is none, and whether it is what is asked for now. None where
    nothing is to be paid: what was put down before reaches as far.
    """
    with transaction() as session:
        if not admissions.hold_lots(session, asked.scope):
            raise Conflict("deposit_too_late")
        now = time_under_lock(session)
        _need_welcome(session, asked, person_id, now)
        mine = lock(session, is_for(asked.scope), Deposit.person_id == person_id, Deposit.state.in_(("asked", "held")))
        held = [one for one in mine if one.state == "held"]
        _need_higher(session, asked, person_id, limit_minor, held)
        missing = law.still_to_put_down(asked.deposit, limit_minor, sum(one.amount_minor for one in held))
        open_one = next((one for one in mine if one.state == "asked"), None)
        if open_one is not None:
            payment = payments.deposit_payment(session, open_one.payment_id)
            is_same = (payment.provider, open_one.amount_minor, open_one.limit_minor) == (
                provider,
                missing,
                limit_minor,
            )
            return open_one.payment_id, is_same
        if not missing:
            admissions.admit(session, asked.scope, person_id=person_id, limit_minor=limit_minor, now=now)
            return None
        payment = payments.write_deposit(
            session, payer_id=person_id, provider_name=provider, currency=asked.currency, amount_minor=missing, now=now
        )
        session.add(
            Deposit(
                person_id=person_id, seller_id=asked.seller_id, auction_id=asked.scope.auction_id,
                sale_id=asked.scope.sale_id, names=dict(asked.names), currency=asked.currency, limit_minor=limit_minor,
                amount_minor=missing, left_minor=missing, state="asked", payment_id=payment.id, opened_at=now,
                changed_at=now,
            )
        )  # fmt: skip
        session.flush()
        return payment.id, True


def _need_higher(
    session: Session, asked: Asked, person_id: int, limit_minor: int | None, held: Sequence[Deposit]
) -> None:
    """Once is enough for a fixed deposit; a limit is only raised."""
    if not held:
        return
    if limit_minor is None:
        raise Conflict("deposit_put_down")
    admitted = admitting.find_admitted(asked.scope, person_id, session)
    before = admitted.limit_minor if admitted is not None else None
    if before is not None and limit_minor <= before:
        facts = {"limit_minor": before, "currency": asked.currency}
        raise Invalid.of({"limit": ["deposit_limit_not_higher"]}, facts)


def _need_welcome(session: Session, asked: Asked, person_id: int, now: datetime) -> None:
    """Whoever could not bid is not made to pay first."""
    if asked.seller_id == person_id:
        raise Forbidden("own_lot")
    standing = accounts.standing_with(session, seller_id=asked.seller_id, person_id=person_id, now=now)
    if standing.is_sanctioned:
        raise Forbidden("sanctioned")
    if standing.is_blocked:
        raise Forbidden("blocked")
    if asked.needs_verified and not standing.is_verified:
        raise Forbidden("not_verified")
    if asked.needs_paid_up and accounts.has_open_unpaid(person_id, session):
        raise Forbidden("open_unpaid")
    sale_id = asked.approving_sale_id
    if sale_id is not None and approvals.approval_of(sale_id, person_id, session) != APPROVED:
        raise Forbidden("approval_needed")
