"""What becomes of deposits when lots close and orders move on: released, set against an order, forfeited.

- A lot's deposits are settled when it closes; a sale's when its last lot has closed.
- Whoever owes nothing has it back at once. For whoever does, the money is taken and counts towards their first order
  that awaits payment; what is left over goes on to the next one, or back.
- An order that was cancelled with a strike because it was not paid forfeits the deposit to the seller, as far as the
  order goes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction import outbox
from auction.bidding.admissions import queries as admitting
from auction.bidding.admissions import service as admissions
from auction.db import time_under_lock, transaction
from auction.errors import Conflict
from auction.rules.deposits import counts_minor
from auction.settlement.deposits import queries
from auction.settlement.deposits.models import FORFEIT, Deposit
from auction.settlement.deposits.queries import is_for
from auction.settlement.deposits.service.taking_in import take_in
from auction.settlement.deposits.service.telling import about, lock, release, scope_of
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import DEPOSITS, Transfer, seller
from auction.settlement.orders.models import Order
from auction.settlement.orders.service import lock_order, note_change
from auction.settlement.orders.service.advancing import HOUSE
from auction.settlement.payments import service as payments


def settle_lot(*, auction_id: int) -> int:
    """A lot has closed: settle its deposits, or its sale's if it was the last. Returns how many.

    Raises ProviderDown.
    """
    scope = admitting.scope_of(auction_id)
    if scope is None or not admitting.is_over(scope):
        return 0
    for payment_id in queries.payments_of(is_for(scope), Deposit.state == "asked"):
        payments.give_up(payment_id=payment_id)
        take_in(payment_id=payment_id)
    deposits = queries.ids_of(is_for(scope), Deposit.state == "held")
    for deposit_id in deposits:
        _settle(deposit_id)
    return len(deposits)


def settle_order(*, order_id: int) -> int:
    """An order was opened: what its buyer has put down for its lots counts towards it. Returns how many deposits.

    Raises ProviderDown.
    """
    found = queries.held_for(order_id)
    deposits = [deposit_id for scope, deposit_ids in found for deposit_id in deposit_ids if admitting.is_over(scope)]
    for deposit_id in deposits:
        _settle(deposit_id)
    return len(deposits)


def _settle(deposit_id: int) -> None:
    """Set one deposit against the next order of its person, or release it. What is to count is taken first."""
    with transaction() as session:
        deposit = session.get_one(Deposit, deposit_id)
        payment_id, scope, person_id = deposit.payment_id, scope_of(deposit), deposit.person_id
        owed, waits = queries.next_order(session, scope, person_id), queries.waits_for_order(session, scope, person_id)
    if owed is None and waits:
        return  # its order comes, and then this again
    if owed is not None:
        _take(payment_id)
    with transaction() as session:
        order = None if owed is None else lock_order(session, owed)
        (deposit,) = lock(session, Deposit.id == deposit_id)
        now = time_under_lock(session)
        if deposit.state == "held":
            _set_against(session, deposit, order, now)


def _take(payment_id: int) -> None:
    """Have the money of a deposit taken. Raises ProviderDown; Conflict where the provider still has it set aside."""
    state = payments.take_held(payment_id=payment_id)
    take_in(payment_id=payment_id)
    if state == "held":
        raise Conflict("payment_on_its_way")


def _set_against(session: Session, deposit: Deposit, order: Order | None, now: datetime) -> None:
    """Let a locked deposit count towards a locked order; without one that awaits payment it goes back."""
    if order is None or order.state != "awaiting_payment":
        release(session, deposit, why="closed", now=now)
        return
    deposit.state, deposit.order_id, deposit.changed_at = "applied", order.id, now
    admissions.dismiss(session, scope_of(deposit), person_id=deposit.person_id, now=now)
    payments.offer(session, payment_id=deposit.payment_id, order=order, amount_minor=deposit.left_minor)
    counts = counts_minor(deposit.left_minor, order.total_minor)
    note_change(session, order, "deposit_applied", by=HOUSE, at=now, facts={"amount_minor": counts})
    outbox.record(session, "deposit_applied", now, **about(deposit, counts))


def follow_combined(*, order_id: int, combined_from: list[int]) -> int:
    """Orders have become one: what counted towards them counts towards it. Locks it. Returns how many deposits."""
    with transaction() as session:
        order = lock_order(session, order_id)
        moved = lock(session, Deposit.order_id.in_(combined_from), Deposit.state == "applied")
        now, is_open = time_under_lock(session), order.state == "awaiting_payment"
        for deposit in moved:
            payments.take_offer_back(session, payment_id=deposit.payment_id, order_id=deposit.order_id or 0)
            deposit.order_id, deposit.changed_at = order.id, now
            if is_open:
                payments.offer(session, payment_id=deposit.payment_id, order=order, amount_minor=deposit.left_minor)
    if moved and not is_open:  # it was paid without them, meanwhile
        after_payment(order_id=order_id)
    return len(moved)


def after_payment(*, order_id: int) -> int:
    """An order was paid: what its deposits did not have to pay goes on, or back. Returns how many deposits."""
    return _after(order_id, is_forfeit=False)


def after_cancelling(*, order_id: int, with_strike: bool) -> int:
    """An order was cancelled: with a strike its deposits are forfeited as far as it went. Returns how many deposits.

    Raises ProviderDown where the money has to be taken first.
    """
    if with_strike:
        for payment_id in queries.payments_of(Deposit.id.in_(_held_for(order_id)), Deposit.state == "held"):
            _take(payment_id)
    return _after(order_id, is_forfeit=with_strike)


def _held_for(order_id: int) -> list[int]:
    """Also what is held for a whole sale of which other lots are open."""
    return [deposit_id for _scope, deposit_ids in queries.held_for(order_id) for deposit_id in deposit_ids]


def _after(order_id: int, *, is_forfeit: bool) -> int:
    which = Deposit.order_id == order_id
    if is_forfeit:
        which = which | Deposit.id.in_(_held_for(order_id))
    deposits = queries.ids_of(which, Deposit.state.in_(("applied", "held")))
    for deposit_id in deposits:
        _go_on(deposit_id, order_id, is_forfeit=is_forfeit)
    return len(deposits)


def _go_on(deposit_id: int, order_id: int, *, is_forfeit: bool) -> None:
    """Reckon with the order that a deposit stood behind, which is over, and set what is left against the next one."""
    with transaction() as session:
        deposit = session.get_one(Deposit, deposit_id)
        following = queries.next_order(session, scope_of(deposit), deposit.person_id)
        locked = {each: lock_order(session, each) for each in sorted({order_id, following or order_id})}
        over, following_order = locked[order_id], locked.get(following or 0)
        (deposit,) = lock(session, Deposit.id == deposit_id)
        now = time_under_lock(session)
        if deposit.state not in ("applied", "held") or deposit.order_id not in (order_id, None):
            return
        used = payments.used_minor(session, payment_id=deposit.payment_id, order_id=order_id)
        deposit.left_minor -= used
        payments.take_offer_back(session, payment_id=deposit.payment_id, order_id=order_id)
        if is_forfeit:
            _forfeit(session, deposit, over, now)
        if not deposit.left_minor:
            deposit.state, deposit.changed_at = ("forfeited" if deposit.forfeited_minor else "spent"), now
            admissions.dismiss(session, scope_of(deposit), person_id=deposit.person_id, now=now)
            return
        _set_against(session, deposit, following_order, now)


def _forfeit(session: Session, deposit: Deposit, order: Order, now: datetime) -> None:
    """The seller, who has lost a sale, gets it whole: no fee and no tax is taken, and it is final. Several deposits are
    forfeited one after the other, together as far as the order went.
    """
    owed_minor = max(0, order.total_minor - queries.forfeited_for(session, order.id))
    amount_minor = counts_minor(deposit.left_minor, owed_minor)
    ledger.move(
        session,
        cause=f"deposit:{deposit.payment_id}:{order.id}",
        currency=deposit.currency,
        transfers=[Transfer(FORFEIT, DEPOSITS, seller(deposit.seller_id), amount_minor)],
        at=now,
        order_id=order.id,
    )
    deposit.left_minor -= amount_minor
    deposit.forfeited_minor += amount_minor
    deposit.order_id, deposit.changed_at = order.id, now
    session.flush()
    if amount_minor:
        note_change(session, order, "deposit_forfeited", by=HOUSE, at=now, facts={"amount_minor": amount_minor})
        outbox.record(session, "deposit_forfeited", now, **about(deposit, amount_minor))
