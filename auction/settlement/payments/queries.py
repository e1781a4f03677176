"""Reads of payments: a payer's own, the last of an order, and what waits for the operator's hand. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.db import db
from auction.errors import Absent
from auction.settlement.payments.models import OPEN, BankLine, BankReturn, Payment, Refund, StripeCustomer

ANOTHER_AMOUNT = "another_amount"


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as its payer and the staff see it. `order_id` is None for a deposit."""

    id: int
    order_id: int | None
    payer_id: int
    provider: str
    ref: str | None
    state: str
    currency: str
    amount_minor: int
    why: str
    is_on_its_way: bool
    created_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund that failed: whose, of which order, how much."""

    id: int
    order_id: int | None
    provider: str
    currency: str
    amount_minor: int
    changed_at: datetime
    attempt: int
    to: str


@dataclass(frozen=True, slots=True)
class LineView:
    """Money that came into the house's account. `order_id` is the order for which it came, where that is known."""

    id: int
    dated: date
    currency: str
    amount_minor: int
    text: str
    payer: str
    state: str
    order_id: int | None


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Money to be sent from the house's account. `payer` and `text` are those of the line by which it came."""

    id: int
    ref: str
    currency: str
    amount_minor: int
    state: str
    created_at: datetime
    made_at: datetime | None
    payer: str
    text: str
    dated: date | None
    order_id: int | None


_PAYMENT = (
    Payment.id, Payment.order_id, Payment.payer_id, Payment.provider, Payment.ref, Payment.state, Payment.currency,
    Payment.amount_minor, Payment.why, Payment.is_on_its_way, Payment.created_at,
)  # fmt: skip


def payment_of(provider: str, ref: str, payer_id: int) -> PaymentView:
    """A payment by its provider's name for it. Raises Absent, also for everybody but its payer."""
    row = db.session.execute(
        sa.select(*_PAYMENT).where(Payment.provider == provider, Payment.ref == ref, Payment.payer_id == payer_id)
    ).one_or_none()
    if row is None:
        raise Absent(kind="payments")
    return PaymentView(*row)


def find_last_payment(order_id: int) -> PaymentView | None:
    """The payment with which an order stands: the open one, else the last that was begun."""
    row = db.session.execute(
        sa.select(*_PAYMENT)
        .where(Payment.order_id == order_id)
        .order_by(Payment.state.in_(OPEN).desc(), Payment.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else PaymentView(*row)


def odd_payments() -> list[PaymentView]:
    """Payments of which their provider tells another amount than was asked for: people look at them."""
    rows = db.session.execute(sa.select(*_PAYMENT).where(Payment.why == ANOTHER_AMOUNT).order_by(Payment.id))
    return [PaymentView(*row) for row in rows]


def failed_refunds() -> list[RefundView]:
    rows = db.session.execute(
        sa.select(
            Refund.id, Payment.order_id, Payment.provider, Payment.currency, Refund.amount_minor, Refund.changed_at,
            Refund.attempt, Payment.payer_id,
        )
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == "failed")
        .order_by(Refund.id)
    ).all()  # fmt: skip
    handles = accounts.handles([row.payer_id for row in rows])
    return [RefundView(*row[:-1], to=handles[row.payer_id]) for row in rows]


def find_customer(person_id: int, session: Session | None = None) -> str | None:
    """The name by which Stripe knows somebody."""
    return (session or db.session).execute(
        sa.select(StripeCustomer.customer).where(StripeCustomer.person_id == person_id)
    ).scalar_one_or_none()  # fmt: skip


def bank_lines(state: str, *, limit: int = 200) -> list[LineView]:
    """Lines of statements in a state, newest first."""
    rows = db.session.execute(
        sa.select(
            BankLine.id, BankLine.dated, BankLine.currency, BankLine.amount_minor, BankLine.text, BankLine.payer,
            BankLine.state, Payment.order_id,
        )
        .outerjoin(Payment, sa.and_(Payment.provider == "bank", Payment.ref == BankLine.ref))
        .where(BankLine.state == state)
        .order_by(BankLine.dated.desc(), BankLine.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [LineView(*row) for row in rows]


def known_fingerprints(fingerprints: Sequence[str], session: Session | None = None) -> set[str]:
    """Which of these lines have been imported before."""
    statement = sa.select(BankLine.fingerprint).where(BankLine.fingerprint.in_(fingerprints))
    return set((session or db.session).execute(statement).scalars())


def bank_returns(state: str, *, limit: int = 200) -> list[ReturnView]:
    """Money to be sent by hand, oldest first; or what was sent, newest first."""
    by_ref = sa.and_(BankReturn.parent_ref.is_not(None), BankLine.ref == BankReturn.parent_ref)
    order = BankReturn.id if state == "to_make" else BankReturn.id.desc()
    rows = db.session.execute(
        sa.select(
            BankReturn.id, BankReturn.ref, BankReturn.currency, BankReturn.amount_minor, BankReturn.state,
            BankReturn.created_at, BankReturn.made_at, BankLine.payer, BankLine.text, BankLine.dated, Payment.order_id,
        )
        .outerjoin(BankLine, sa.or_(BankLine.id == BankReturn.line_id, by_ref))
        .outerjoin(Payment, sa.and_(Payment.provider == "bank", Payment.ref == BankReturn.parent_ref))
        .where(BankReturn.state == state)
        .order_by(order)
        .limit(limit)
    )  # fmt: skip
    return [ReturnView(*row[:7], row.payer or "", row.text or "", row.dated, row.order_id) for row in rows]


def payments_by_reference(references: Collection[str], session: Session | None = None) -> dict[str, list[PaymentView]]:
    """Transfers that were asked for under these references, the open ones first; none that has its money already."""
    own = [(each[4], int(each[5:])) for each in references if re.fullmatch("RF..[MD][0-9]{1,9}", each)]
    orders, deposits = ([number for kind, number in own if kind == wanted] for wanted in "MD")
    rows = (session or db.session).execute(
        sa.select(*_PAYMENT)
        .where(
            Payment.provider == "bank",
            sa.or_(Payment.order_id.in_(orders), sa.and_(Payment.order_id.is_(None), Payment.id.in_(deposits))),
            ~sa.exists().where(BankLine.ref == Payment.ref),
        )
        .order_by(Payment.state.in_(OPEN).desc(), Payment.id.desc())
    )
    found: dict[str, list[PaymentView]] = {}
    for payment in (PaymentView(*row) for row in rows):
        found.setdefault(str(payment.ref).partition(".")[0], []).append(payment)
    return found
