"""Tables of disputes: reports about listings. No decisions here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

REASONS = ("counterfeit", "forbidden", "misleading", "not_theirs", "outside_deal", "other")
OUTCOMES = ("acted", "nothing_wrong")


class Report(Base):
    """What one reader says is wrong with a listing; once each. Settled by a moderator, with an outcome and a note."""

    __tablename__ = "reports"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "reporter_id"),
        sa.CheckConstraint(sa.column("reason").in_(REASONS), name="known_reason"),
        sa.CheckConstraint(sa.column("outcome").in_(OUTCOMES), name="known_outcome"),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_with_an_outcome"),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
        sa.Index("ix_reports_settled_at", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"))
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text)
    reported_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    outcome: Mapped[str | None] = mapped_column(sa.String(20))
    note: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
