"""The table of reports: what each look through the whole ledger has found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base


class LedgerCheck(Base):
    """One look through the ledger, and every fault it found. Added, never changed: the database refuses both."""

    __tablename__ = "ledger_checks"
    __table_args__ = (sa.Index("ix_ledger_checks_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    accounts: Mapped[int]
    moves: Mapped[int] = mapped_column(sa.BigInteger)
    faults: Mapped[list[Any]]
