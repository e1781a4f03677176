"""Tables of payments: what was asked of a provider and what came of it, and the news that providers sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

Big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
PROVIDERS = ("test", "bank", "stripe")
PURPOSES = ("order", "deposit")
# created: asked for, the provider may not know of it yet. waiting: the provider has it, the payer has to act or wait.
STATES = ("created", "waiting", "held", "succeeded", "declined", "cancelled")
OPEN = ("created", "waiting", "held")
REFUND_STATES = ("created", "succeeded", "failed")
LINE_STATES = ("unmatched", "matched", "sent_back")
RETURN_STATES = ("to_make", "made", "refused")


class Payment(Base):
    """One try to pay for an order or a deposit. The provider knows it by `key`, we know the provider's by `ref`.

    At most one is open for an order: two tabs, two clicks, two providers pay once. One that succeeds although its order
    cannot take it any more has a refund with the reason `came_too_late`. `is_on_its_way`: the payer has done their part
    and the money has not come yet. `why` is the code of the last no.
    """

    __tablename__ = "payments"
    __table_args__ = (
        sa.CheckConstraint(sa.column("provider").in_(PROVIDERS), name="known_provider"),
        sa.CheckConstraint(sa.column("purpose").in_(PURPOSES), name="known_purpose"),
        sa.CheckConstraint(sa.column("state").in_(STATES), name="known_state"),
        sa.CheckConstraint("(order_id IS NOT NULL) = (purpose = 'order')", name="order_of_an_order"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("provider", "ref"),
        sa.Index(
            "uq_payments_open",
            "order_id",
            unique=True,
            sqlite_where=sa.text("state IN ('created', 'waiting', 'held')"),
            postgresql_where=sa.text("state IN ('created', 'waiting', 'held')"),
        ),
        sa.Index("ix_payments_order_id", "order_id"),
        sa.Index("ix_payments_state_looked_at", "state", "looked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(8), default="order", server_default="order")
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    payer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    provider: Mapped[str] = mapped_column(sa.String(8))
    key: Mapped[str] = mapped_column(sa.String(64))
    ref: Mapped[str | None] = mapped_column(sa.String(80))
    state: Mapped[str] = mapped_column(sa.String(10), default="created", server_default="created")
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(sa.String(40), default="", server_default=sa.text("''"))
    is_on_its_way: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class Refund(Base):
    """Money on its way back. `reason` says why: an order refunded, money that came too late, a deposit set free.

    `created` with a `ref`: the provider has it and is not done. One that failed may be tried again, by another key.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(REFUND_STATES), name="known_state"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.UniqueConstraint("key"),
        sa.Index("ix_refunds_payment_id", "payment_id"),
        sa.Index("ix_refunds_state", "state"),
        sa.Index("ix_refunds_ref", "ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(sa.ForeignKey("payments.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    ref: Mapped[str | None] = mapped_column(sa.String(80))
    state: Mapped[str] = mapped_column(sa.String(10), default="created", server_default="created")
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    reason: Mapped[str] = mapped_column(sa.String(20))
    attempt: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PaymentOffset(Base):
    """What the payment of a deposit gives to an order. `offered_minor` at most, while the order awaits payment; from
    then on `used_minor` is what it gave, of which `refunded_minor` went back with the order's money.
    """

    __tablename__ = "payment_offsets"
    __table_args__ = (
        sa.CheckConstraint("offered_minor > 0", name="offered"),
        sa.CheckConstraint("used_minor BETWEEN 0 AND offered_minor", name="used"),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND used_minor", name="refunded"),
        sa.Index("ix_payment_offsets_order_id", "order_id"),
    )

    payment_id: Mapped[int] = mapped_column(sa.ForeignKey("payments.id"), primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    offered_minor: Mapped[int] = mapped_column(sa.BigInteger)
    used_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    refunded_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")


class ProviderEvent(Base):
    """A provider's message that bore its signature. Kept by the provider's own id: one that comes again is known."""

    __tablename__ = "provider_events"
    __table_args__ = (sa.UniqueConstraint("provider", "event_id"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    provider: Mapped[str] = mapped_column(sa.String(8))
    event_id: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(60))
    ref: Mapped[str | None] = mapped_column(sa.String(80))
    came_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]


class StripeCustomer(Base):
    """The name by which Stripe keeps the cards of a person who wants them kept. The cards never lie here."""

    __tablename__ = "stripe_customers"
    __table_args__ = (sa.UniqueConstraint("customer"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    customer: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime]


class BankLine(Base):
    """Money that came into the house's account, one line of a statement. `fingerprint` is the line's own, so that the
    same statement changes nothing twice; `ref` the payment for which it came, None while nobody knows.
    """

    __tablename__ = "bank_lines"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(LINE_STATES), name="known_state"),
        sa.CheckConstraint("(ref IS NOT NULL) = (state = 'matched')", name="matched_with_a_payment"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.UniqueConstraint("fingerprint"),
        sa.UniqueConstraint("ref"),
        sa.Index("ix_bank_lines_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    dated: Mapped[date]
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    text: Mapped[str] = mapped_column(sa.String(300))
    payer: Mapped[str] = mapped_column(sa.String(140), default="", server_default=sa.text("''"))
    state: Mapped[str] = mapped_column(sa.String(10), default="unmatched", server_default="unmatched")
    ref: Mapped[str | None] = mapped_column(sa.String(80))
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))


class BankReturn(Base):
    """Money to be sent from the house's account by hand: a refund, or a line that belongs to nothing."""

    __tablename__ = "bank_returns"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(RETURN_STATES), name="known_state"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("ref"),
        sa.Index("ix_bank_returns_state", "state"),
        sa.Index("ix_bank_returns_parent_ref", "parent_ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64))
    ref: Mapped[str] = mapped_column(sa.String(80))
    parent_ref: Mapped[str | None] = mapped_column(sa.String(80))
    line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bank_lines.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    state: Mapped[str] = mapped_column(sa.String(8), default="to_make", server_default="to_make")
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class TestCharge(Base):
    """The books of the built-in test provider: another house, as it were, that keeps what it was asked by its key.

    It stands in for a bank on a laptop. Nothing but `providers/test.py` reads or writes it.
    """

    __tablename__ = "test_charges"
    __test__ = False  # not a test, whatever its name: for pytest

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    ref: Mapped[str] = mapped_column(sa.String(80), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(10))
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    parent_ref: Mapped[str | None] = mapped_column(sa.String(80))
    settles_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(sa.String(40), default="", server_default=sa.text("''"))
    created_at: Mapped[datetime]
