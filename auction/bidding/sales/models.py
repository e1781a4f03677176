"""Tables of sales: which lots belong to one, under which numbers, its dates, and who may bid. No decisions here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

STATES = ("draft", "announcing", "announced")
INTERVAL, CHAIN, TOGETHER = "interval", "chain", "together"
CLOSINGS = (INTERVAL, CHAIN, TOGETHER)
ASKED, APPROVED, DECLINED = "asked", "approved", "declined"
APPROVAL_STATES = (ASKED, APPROVED, DECLINED)
_NOTHING = sa.text("''")


class Sale(Base):
    """One sale of one seller. `wanted_terms` are the words all its lots share; `announcing` while lots are opened.

    Whether an announced sale is coming, running or over follows from its dates and its lots, and is not kept.
    """

    __tablename__ = "sales"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(STATES), name="known_state"),
        sa.CheckConstraint("(state = 'draft') = (announced_at IS NULL)", name="announced_at_a_time"),
        sa.CheckConstraint("state = 'draft' OR (opens_at IS NOT NULL AND first_closes_at > opens_at)", name="dated"),
        sa.CheckConstraint(sa.column("closing").in_(CLOSINGS), name="known_closing"),
        sa.CheckConstraint("interval_seconds > 0", name="interval"),
        sa.Index("ix_sales_seller_id", "seller_id"),
        sa.Index("ix_sales_state_opens_at", "state", "opens_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(sa.String(12), default="draft", server_default="draft")
    name_en: Mapped[str] = mapped_column(sa.String(140), default="", server_default=_NOTHING)
    name_ar: Mapped[str] = mapped_column(sa.String(140), default="", server_default=_NOTHING)
    description_en: Mapped[str] = mapped_column(sa.Text, default="", server_default=_NOTHING)
    description_ar: Mapped[str] = mapped_column(sa.Text, default="", server_default=_NOTHING)
    viewing_en: Mapped[str] = mapped_column(sa.Text, default="", server_default=_NOTHING)
    viewing_ar: Mapped[str] = mapped_column(sa.Text, default="", server_default=_NOTHING)
    cover_listing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("listings.id", ondelete="SET NULL"))
    wanted_terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opens_at: Mapped[datetime | None]
    first_closes_at: Mapped[datetime | None]
    closing: Mapped[str] = mapped_column(sa.String(12), default="interval", server_default="interval")
    interval_seconds: Mapped[int] = mapped_column(default=60, server_default="60")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]


class SaleLot(Base):
    """A listing in a sale. Lots stand in the order of (number, letter); amounts are words as typed."""

    __tablename__ = "sale_lots"
    __table_args__ = (
        sa.UniqueConstraint("sale_id", "number", "letter"),
        sa.UniqueConstraint("listing_id"),
        sa.UniqueConstraint("auction_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(sa.ForeignKey("sales.id"))
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    number: Mapped[int]
    letter: Mapped[str] = mapped_column(sa.String(1), default="", server_default=_NOTHING)
    starting: Mapped[str] = mapped_column(sa.String(40), default="", server_default=_NOTHING)
    reserve: Mapped[str] = mapped_column(sa.String(40), default="", server_default=_NOTHING)
    auction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("auctions.id"))


class CommonEnd(Base):
    """The end of all lots of a sale that end together. Its row is the lock of whoever moves the end or closes by it,
    after the lots' own. `last_at` is the latest moment at which somebody has.
    """

    __tablename__ = "common_ends"

    sale_id: Mapped[int] = mapped_column(sa.ForeignKey("sales.id"), primary_key=True, autoincrement=False)
    ends_at: Mapped[datetime]
    last_at: Mapped[datetime]


class CommonEndMove(Base):
    """That a late bid on one lot has moved the common end, at `at`, to later. Only ever added."""

    __tablename__ = "common_end_moves"
    __table_args__ = (sa.UniqueConstraint("sale_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(sa.ForeignKey("sales.id"))
    at: Mapped[datetime]
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    ends_at: Mapped[datetime]


class SaleApproval(Base):
    """Whether a person may bid in a sale that asks for it. `asked_at` is null for whom the seller named unasked."""

    __tablename__ = "sale_approvals"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(APPROVAL_STATES), name="known_state"),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_at_a_time"),
    )

    sale_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sales.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(sa.String(10))
    asked_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
