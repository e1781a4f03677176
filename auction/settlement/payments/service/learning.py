"""Learning what became of a payment: from the provider's answer, its message, or a look of our own.

Every road ends in `learn`, which changes nothing when it hears again what it knows. Money that comes for an order that
cannot take it any more (paid by another road, cancelled) is taken into the books and sent back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction import logs
from auction.db import is_sqlite, lock_row, time_under_lock, transaction
from auction.settlement.ledger import service as ledger
from auction.settlement.ledger.service import Transfer, buyer
from auction.settlement.ledger.service import provider as provider_account
from auction.settlement.orders.models import Order
from auction.settlement.orders.service import advance, lock_order, note_change
from auction.settlement.orders.service.advancing import HOUSE
from auction.settlement.payments import providers
from auction.settlement.payments.models import OPEN, Payment, ProviderEvent, Refund
from auction.settlement.payments.providers import Event, Known
from auction.settlement.payments.service import escrow
from auction.settlement.payments.service.deposits import note_deposit
from auction.settlement.payments.service.offsets import offered_minor
from auction.settlement.payments.service.refunding import ask_back
from auction.settlement.payments.service.sending_back import learn_refund

ANOTHER_AMOUNT = "another_amount"
log = logs.get("payments")


@dataclass(frozen=True, slots=True)
class Learned:
    """`state` is the payment's; `is_news` whether this changed anything."""

    payment_id: int
    state: str
    is_news: bool


def learn(*, payment_id: int, known: Known) -> Learned:
    """Take in what a provider says of a payment. Locks its order, then the payment. Bears any repeat and any order.

    Where the provider speaks of another amount than was asked, nothing is believed and the payment waits for people.
    Raises Absent.
    """
    with transaction() as session:
        order_id = session.execute(sa.select(Payment.order_id).where(Payment.id == payment_id)).scalar_one_or_none()
        order = None if order_id is None else lock_order(session, order_id)
        payment = lock_row(session, Payment, payment_id)
        now = time_under_lock(session)
        if payment.ref is None:
            payment.ref = known.ref
        is_another_no = known.why not in ("", payment.why) and payment.state in OPEN
        if payment.state == known.state == "waiting":
            payment.why, payment.is_on_its_way = known.why[:40], known.next_url is None
        if known.state in ("succeeded", "held") and not _is_as_asked(payment, known):
            log.error("another amount than was asked for", payment_id=payment_id, provider=payment.provider)
            payment.why = ANOTHER_AMOUNT
            return Learned(payment_id, payment.state, is_news=False)
        is_news, was = _is_further(payment, known), payment.state
        if is_news:
            payment.state, payment.why, payment.changed_at = known.state, known.why[:40], now
            payment.is_on_its_way = known.state == "waiting" and known.next_url is None
        if is_news and known.state == "succeeded" and order is not None:
            _take_in(session, payment, order, now)
        elif is_news and payment.purpose == "deposit":
            note_deposit(session, payment, was, now)
        elif is_another_no and order is not None:
            note_change(session, order, "payment_declined", by=HOUSE, at=now, facts={"why": payment.why})
        return Learned(payment_id, payment.state, is_news=is_news or is_another_no)


def _is_further(payment: Payment, known: Known) -> bool:
    """Whether a payment has come further by this. An old message, late in coming, takes nothing back."""
    if payment.state not in OPEN:
        return known.state == "succeeded" and payment.state != "succeeded"
    return known.state not in OPEN or OPEN.index(known.state) > OPEN.index(payment.state)


def _is_as_asked(payment: Payment, known: Known) -> bool:
    """Of money that was set aside, a part may be taken."""
    is_part = payment.state == "held" and known.state == "succeeded" and known.amount_minor < payment.amount_minor
    return known.currency == payment.currency and (is_part or known.amount_minor == payment.amount_minor)


def _take_in(session: Session, payment: Payment, order: Order, now: datetime) -> None:
    """The money has come: the order is paid; or, where it cannot be any more, the money goes back."""
    missing = order.total_minor - payment.amount_minor
    if order.state == "awaiting_payment" and 0 <= missing <= offered_minor(session, order):
        escrow.hold(session, order, payment, at=now)
        advance(session, order, "pay", by=HOUSE, at=now, facts={"payment_id": payment.id, "by": payment.provider})
        return
    ledger.move(
        session,
        cause=f"payment:{payment.id}",
        currency=payment.currency,
        transfers=[
            Transfer("payment", provider_account(payment.provider), buyer(payment.payer_id), payment.amount_minor)
        ],
        at=now,
        order_id=order.id,
    )
    ask_back(session, payment, payment.amount_minor, reason="came_too_late", key=f"late-{payment.key}", now=now)
    note_change(session, order, "payment_sent_back", by=HOUSE, at=now, facts={"amount_minor": payment.amount_minor})


def hear(*, provider: str, event: Event) -> bool:
    """Take in a provider's message. One that was heard before says nothing new: returns False, and nothing happens.

    What the message claims is not believed: it only says of which payment to ask the provider itself. Raises Absent
    (the provider is not set up), ProviderDown; the message may then come again.
    """
    asker = providers.provider(provider)
    payment_id, refund_id = _of_what(provider, event)
    if event.ref is not None and payment_id is not None:
        learn(payment_id=payment_id, known=asker.look(event.ref))
    elif event.ref is not None and refund_id is not None:
        learn_refund(refund_id=refund_id, known=asker.look_refund(event.ref))
    with transaction() as session:
        insert = sqlite.insert if is_sqlite() else postgresql.insert
        new = session.execute(
            insert(ProviderEvent)
            .values(
                provider=provider, event_id=event.id[:80], kind=event.kind[:60], ref=event.ref, body={},
                came_at=time_under_lock(session),
            )
            .on_conflict_do_nothing(index_elements=["provider", "event_id"])
            .returning(ProviderEvent.id)
        ).first()  # fmt: skip
    return new is not None


def _of_what(provider: str, event: Event) -> tuple[int | None, int | None]:
    """The payment or the refund of which a message tells anything new; neither for one that was heard before."""
    with transaction() as session:
        is_known = session.execute(
            sa.select(ProviderEvent.id).where(
                ProviderEvent.provider == provider, ProviderEvent.event_id == event.id[:80]
            )
        ).scalar_one_or_none()
        if is_known is not None or event.ref is None:
            return None, None
        payment_id = session.execute(
            sa.select(Payment.id).where(Payment.provider == provider, Payment.ref == event.ref)
        ).scalar_one_or_none()
        refund_id = session.execute(
            sa.select(Refund.id)
            .join(Payment, Payment.id == Refund.payment_id)
            .where(Payment.provider == provider, Refund.ref == event.ref)
        ).scalar_one_or_none()
        return payment_id, refund_id


def hear_of(*, provider: str, ref: str) -> Learned | None:
    """Somebody says that there is news of a payment: ask its provider. None for one that is not ours.

    Raises Absent, ProviderDown.
    """
    payment_id, _refund_id = _of_what(provider, Event("", "", ref, {}))
    if payment_id is None:
        return None
    return learn(payment_id=payment_id, known=providers.provider(provider).look(ref))
