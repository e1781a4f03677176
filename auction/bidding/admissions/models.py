"""The table of admissions: who may bid where a deposit is asked for, and up to which amount. No money is kept here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base


class Admission(Base):
    """One person's admission to one lot, or to all lots of one sale. `limit_minor` is None where nothing limits bids.

    Changed under the locks of its lots that are open; bids read it under the lock of theirs.
    """

    __tablename__ = "admissions"
    __table_args__ = (
        sa.CheckConstraint("(auction_id IS NULL) <> (sale_id IS NULL)", name="to_a_lot_or_a_sale"),
        sa.CheckConstraint("limit_minor > 0", name="limit"),
        sa.UniqueConstraint("person_id", "auction_id"),
        sa.UniqueConstraint("person_id", "sale_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    auction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("auctions.id"))
    sale_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sales.id"))
    limit_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    is_in_force: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    changed_at: Mapped[datetime]
