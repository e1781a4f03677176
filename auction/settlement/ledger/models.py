"""Tables of the ledger. A move takes an amount from one account to another: the sum of all is always nothing."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

Big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
KINDS = ("buyer", "seller", "escrow", "revenue", "tax", "shipping", "deposits", "provider")


class Account(Base):
    """One account in one currency. `balance_minor` is a cache of the moves: what came in less what went out.

    `name` is the provider's, else empty. `provider` accounts run below zero: what they are short is what the provider
    holds for the house. Buyers and sellers have accounts of their own, the others are the house's.
    """

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        sa.CheckConstraint(sa.column("kind").in_(KINDS), name="known_kind"),
        sa.CheckConstraint("(person_id IS NOT NULL) = (kind IN ('buyer', 'seller'))", name="person_of_a_person"),
        sa.CheckConstraint("(name <> '') = (kind = 'provider')", name="name_of_a_provider"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("id", "currency"),
        sa.Index("ix_ledger_accounts_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(12))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(sa.String(20), default="", server_default=sa.text("''"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    balance_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")


class Move(Base):
    """One amount that went from one account to another, and why. Added, never changed: the database refuses both.

    `cause` names what brought it about (`payment:12`), `what` the part of it (`hold`). Together with the accounts they
    are given once: the same cause moves nothing twice.
    """

    __tablename__ = "ledger_moves"
    __table_args__ = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("from_id <> to_id", name="two_accounts"),
        sa.ForeignKeyConstraint(["from_id", "currency"], ["ledger_accounts.id", "ledger_accounts.currency"]),
        sa.ForeignKeyConstraint(["to_id", "currency"], ["ledger_accounts.id", "ledger_accounts.currency"]),
        sa.UniqueConstraint("cause", "what", "from_id", "to_id"),
        sa.Index("ix_ledger_moves_from_id", "from_id"),
        sa.Index("ix_ledger_moves_to_id", "to_id"),
        sa.Index("ix_ledger_moves_order_id", "order_id"),
        sa.Index("ix_ledger_moves_at", "at"),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    cause: Mapped[str] = mapped_column(sa.String(60))
    what: Mapped[str] = mapped_column(sa.String(20))
    from_id: Mapped[int]
    to_id: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    at: Mapped[datetime]
