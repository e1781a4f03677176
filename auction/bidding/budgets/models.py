"""Tables of budgets: what a buyer has said, and which lots it is about. Secret as a whole: its owner's alone."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base


class Budget(Base):
    """A limit over several lots in one currency. Its row is the lock that all bids on its lots take, after the lots'.

    What is committed follows from the lots and is not kept.
    """

    __tablename__ = "budgets"
    __table_args__ = (
        sa.CheckConstraint("total_minor > 0", name="total"),
        sa.CheckConstraint("most_lots > 0", name="most_lots"),
        sa.CheckConstraint("total_minor IS NOT NULL OR most_lots IS NOT NULL", name="limits_something"),
        sa.Index("ix_budgets_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    currency: Mapped[str] = mapped_column(sa.String(3))
    total_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    most_lots: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BudgetLot(Base):
    """A lot in a budget. The key says that of one person's budgets a lot stands in one at most; bids find it by it."""

    __tablename__ = "budget_lots"
    __table_args__ = (sa.Index("ix_budget_lots_budget_id", "budget_id"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"), primary_key=True, autoincrement=False)
    budget_id: Mapped[int] = mapped_column(sa.ForeignKey("budgets.id", ondelete="CASCADE"))
    added_at: Mapped[datetime]
