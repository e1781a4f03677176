"""Tables of papers. A paper is added, never changed: the database refuses both. No decisions live here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

# Which series each kind of paper is numbered in.
SERIES: Final = {"invoice": "S", "receipt": "R", "fee_invoice": "F", "credit_note": "C"}
KINDS: Final = tuple(SERIES)


class PaperSeries(Base):
    """The last number of a series in a year. Locked until the paper with the next one is written for good."""

    __tablename__ = "paper_series"

    series: Mapped[str] = mapped_column(sa.String(1), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0, server_default="0")
    last_at: Mapped[datetime]


class Paper(Base):
    """One paper as it was issued. `content` holds all that is printed, in both languages: no later change of a name, a
    rate or a title reaches it.

    `from_id` is the seller in whose name the house issues it, None where the house speaks for itself. `cause` is what
    brought it about: the same cause writes no second paper of a series. Only invoices for what a seller was charged
    while lots were offered are of no order.
    """

    __tablename__ = "papers"
    __table_args__ = (
        sa.CheckConstraint(sa.column("kind").in_(KINDS), name="known_kind"),
        sa.CheckConstraint(sa.column("series").in_(tuple(SERIES.values())), name="known_series"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint("(corrects_id IS NOT NULL) = (kind = 'credit_note')", name="corrects_another"),
        sa.CheckConstraint("order_id IS NOT NULL OR kind = 'fee_invoice'", name="of_an_order"),
        sa.UniqueConstraint("series", "year", "number"),
        sa.UniqueConstraint("series", "cause"),
        sa.Index("ix_papers_order_id", "order_id"),
        sa.Index("ix_papers_to_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    series: Mapped[str] = mapped_column(sa.String(1))
    year: Mapped[int]
    number: Mapped[int]
    cause: Mapped[str] = mapped_column(sa.String(60))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("papers.id"))
    issued_at: Mapped[datetime]
    currency: Mapped[str] = mapped_column(sa.String(3))
    total_minor: Mapped[int] = mapped_column(sa.BigInteger)
    content: Mapped[dict[str, Any]]


class PaperCharge(Base):
    """On which paper a charge of a seller stands: once. Added, never changed: the database refuses both."""

    __tablename__ = "paper_charges"
    __table_args__ = (sa.Index("ix_paper_charges_paper_id", "paper_id"),)

    charge_id: Mapped[int] = mapped_column(sa.ForeignKey("fee_charges.id"), primary_key=True, autoincrement=False)
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("papers.id"))


def number_text(series: str, year: int, number: int) -> str:
    """The number as it is printed: S-2026-000001."""
    return f"{series}-{year}-{number:06d}"
