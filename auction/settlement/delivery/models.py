"""Tables of delivery: people's address books, what was sent, and what waits to be picked up. No decisions here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base


class Address(Base):
    """One address in a person's book: theirs alone. Orders copy it. `parts` are the fields of its country's form."""

    __tablename__ = "addresses"
    __table_args__ = (
        sa.Index("ix_addresses_person_id", "person_id"),
        sa.Index(
            "uq_addresses_default",
            "person_id",
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    country: Mapped[str] = mapped_column(sa.String(2))
    parts: Mapped[dict[str, Any]]
    is_default: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Shipment(Base):
    """With whom an order was sent. The number may be empty: not every carrier gives one."""

    __tablename__ = "shipments"

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    carrier: Mapped[str] = mapped_column(sa.String(20))
    tracking: Mapped[str] = mapped_column(sa.String(40), default="", server_default=sa.text("''"))
    sent_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Pickup(Base):
    """Where and when an order can be picked up, and the code that its buyer says there: shown to the buyer alone.

    `tries_left` counts down with every wrong code; at none the buyer has a new one made.
    """

    __tablename__ = "pickups"
    __table_args__ = (sa.CheckConstraint("tries_left >= 0", name="tries"),)

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(sa.String(300))
    times: Mapped[str] = mapped_column(sa.String(300))
    code: Mapped[str] = mapped_column(sa.String(6))
    tries_left: Mapped[int]
    offered_at: Mapped[datetime]
    changed_at: Mapped[datetime]
