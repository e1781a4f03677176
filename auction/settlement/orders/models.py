"""Tables of orders. The changes are the truth and only grow; the order's row is a cache of its last state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base
from auction.rules.orders import STATES, STEPS

ORIGINS = ("won", "bought", "second_chance", "combined")
ROLES = ("buyer", "seller", "staff", "house")


class Order(Base):
    """What one buyer has to pay one seller, in one currency: one won lot, or several combined.

    `address` is the buyer's, copied when it was chosen: theirs, the seller's once it is paid, nobody else's. `zone` is
    the chosen way (see `auction.catalogue.delivery`). `bill` and `total_minor` are the last reckoning; they stand still
    from the payment on.
    """

    __tablename__ = "orders"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(STATES), name="known_state"),
        sa.CheckConstraint(sa.column("origin").in_(ORIGINS), name="known_origin"),
        sa.CheckConstraint("seller_id <> buyer_id", name="two_people"),
        sa.CheckConstraint("refunded_minor >= 0 AND refunded_minor <= total_minor", name="refunded"),
        sa.CheckConstraint("(combined_into_id IS NOT NULL) = (state = 'combined')", name="combined_into_another"),
        sa.Index("ix_orders_buyer_id_id", "buyer_id", "id"),
        sa.Index("ix_orders_seller_id_id", "seller_id", "id"),
        sa.Index("ix_orders_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    buyer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    origin: Mapped[str] = mapped_column(sa.String(14))
    state: Mapped[str] = mapped_column(sa.String(18), default="awaiting_payment", server_default="awaiting_payment")
    seq: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    seller_country: Mapped[str | None] = mapped_column(sa.String(2))
    buyer_country: Mapped[str | None] = mapped_column(sa.String(2))
    zone: Mapped[str | None] = mapped_column(sa.String(12))
    address: Mapped[dict[str, Any] | None]
    bill: Mapped[dict[str, Any]]
    total_minor: Mapped[int] = mapped_column(sa.BigInteger)
    refunded_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    combined_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))


class OrderLot(Base):
    """One lot of an order. `is_live` falls when the order is cancelled or refunded: the lot may then be sold again.

    `promise` is how its seller said it comes to the buyer, copied when it was sold; `opened_at` says which fees and
    taxes hold; `category_path` begins with the lot's own category.
    """

    __tablename__ = "order_lots"
    __table_args__ = (
        sa.Index(
            "uq_order_lots_live",
            "auction_id",
            unique=True,
            sqlite_where=sa.text("is_live"),
            postgresql_where=sa.text("is_live"),
        ),
        sa.Index("ix_order_lots_order_id", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"))
    title: Mapped[str] = mapped_column(sa.String(300))
    hammer_minor: Mapped[int] = mapped_column(sa.BigInteger)
    opened_at: Mapped[datetime]
    category_path: Mapped[list[Any]] = mapped_column(default=list)
    promise: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_live: Mapped[bool] = mapped_column(default=True, server_default=sa.true())


class OrderChange(Base):
    """One change of an order: what, by whom in which role, when, and why. Added, never edited.

    `step` is "open" for the first line, a step of `rules.orders`, or what else happened without a new state.
    """

    __tablename__ = "order_changes"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "seq"),
        sa.CheckConstraint(sa.column("role").in_(ROLES), name="known_role"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    seq: Mapped[int]
    step: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(18))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(sa.String(6))
    why: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


__all__ = ["ORIGINS", "ROLES", "STEPS", "Order", "OrderChange", "OrderLot"]
