"""Tables of fees and tax. Versions are added, never edited; the newest whose time has come holds. Charges of sellers
are only added to. No decisions here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base
from auction.rules.fees import SELLER_FEES
from auction.rules.tax import LINES


class ScheduleVersion(Base):
    """One version of what the house charges in a currency, for auctions that open from `from_at` on."""

    __tablename__ = "fee_schedules"
    __table_args__ = (
        sa.CheckConstraint("from_at >= added_at", name="never_backdated"),
        sa.UniqueConstraint("currency", "from_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(sa.String(3))
    schedule: Mapped[dict[str, Any]]
    from_at: Mapped[datetime]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class TaxRuleVersion(Base):
    """One tax rule, for auctions that open from `from_at` on and before `until_at`. Ended, never edited."""

    __tablename__ = "tax_rules"
    __table_args__ = (
        sa.CheckConstraint(sa.column("line").in_(LINES), name="known_line"),
        sa.CheckConstraint("basis_points >= 0 AND basis_points <= 10000", name="rate"),
        sa.CheckConstraint("from_at >= added_at", name="never_backdated"),
        sa.CheckConstraint("until_at IS NULL OR until_at >= from_at", name="ends_after_beginning"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(sa.String(10))
    basis_points: Mapped[int]
    is_inclusive: Mapped[bool]
    name_en: Mapped[str] = mapped_column(sa.String(60))
    name_ar: Mapped[str] = mapped_column(sa.String(60))
    seller_country: Mapped[str | None] = mapped_column(sa.String(2))
    buyer_country: Mapped[str | None] = mapped_column(sa.String(2))
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class FeeCharge(Base):
    """One fee a seller was charged for a lot of theirs while it was offered, as it moved in the ledger. Added, never
    changed: the database refuses both. The same fee is charged once for a lot. Titles and countries are those of then.
    """

    __tablename__ = "fee_charges"
    __table_args__ = (
        sa.CheckConstraint(sa.column("kind").in_(SELLER_FEES), name="known_kind"),
        sa.CheckConstraint("net_minor >= 0 AND tax_minor >= 0 AND net_minor + tax_minor > 0", name="amount"),
        sa.UniqueConstraint("auction_id", "kind"),
        sa.Index("ix_fee_charges_seller_id_currency", "seller_id", "currency"),
        sa.Index("ix_fee_charges_charged_at", "charged_at"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    title: Mapped[str] = mapped_column(sa.String(300))
    country: Mapped[str | None] = mapped_column(sa.String(2))
    currency: Mapped[str] = mapped_column(sa.String(3))
    net_minor: Mapped[int] = mapped_column(sa.BigInteger)
    tax_minor: Mapped[int] = mapped_column(sa.BigInteger)
    basis_points: Mapped[int]
    is_inclusive: Mapped[bool]
    rule_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tax_rules.id"))
    charged_at: Mapped[datetime]
