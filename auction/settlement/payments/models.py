"""Tables of payments: what was asked of a provider and what came of it, and the news that providers sent."""

from __future__ import annotations

from datetime import datetime
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


class Payment(Base):
    """One try to pay for an order or a deposit. The provider knows it by `key`, we know the provider's by `ref`.

    At most one open and at most one succeeded for an order: two tabs, two clicks, two providers pay once.
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


class Refund(Base):
    """Money on its way back. `reason` says why: an order refunded, money that came twice, a deposit set free."""

    __tablename__ = "refunds"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(REFUND_STATES), name="known_state"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.UniqueConstraint("key"),
        sa.Index("ix_refunds_payment_id", "payment_id"),
        sa.Index("ix_refunds_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(sa.ForeignKey("payments.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    ref: Mapped[str | None] = mapped_column(sa.String(80))
    state: Mapped[str] = mapped_column(sa.String(10), default="created", server_default="created")
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    reason: Mapped[str] = mapped_column(sa.String(20))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


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
