"""Reading reports: those that wait for a moderator, those that are settled, and one's own. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction.accounts import queries as accounts
from auction.bidding.models import Auction
from auction.catalogue.models import Listing
from auction.db import db
from auction.disputes.models import Report


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as moderators see it. Nobody else is told who made it."""

    id: int
    auction_id: int
    title: str
    seller: str
    reporter: str
    reason: str
    text: str
    reported_at: datetime
    settled_at: datetime | None
    settled_by: str
    outcome: str | None
    note: str
    alike: int
    """How many readers have reported the same listing."""


def reports(*, is_settled: bool, limit: int = 100) -> list[ReportView]:
    """Those that wait, the oldest first; or those that are settled, the last first."""
    other = Report.__table__.alias("other")
    alike = sa.select(sa.func.count()).where(other.c.listing_id == Report.listing_id).scalar_subquery()
    order = (Report.settled_at.desc(), Report.id.desc()) if is_settled else (Report.id,)
    rows = db.session.execute(
        sa.select(Report, Listing.title, Auction.seller_id, alike.label("alike"))
        .join(Auction, Auction.id == Report.auction_id)
        .join(Listing, Listing.id == Report.listing_id)
        .where(Report.settled_at.is_not(None) if is_settled else Report.settled_at.is_(None))
        .order_by(*order)
        .limit(limit)
    ).all()
    people = {row.seller_id for row in rows} | {row.Report.reporter_id for row in rows}
    handles = accounts.handles(people | {row.Report.settled_by_id for row in rows if row.Report.settled_by_id})
    return [
        ReportView(
            id=row.Report.id,
            auction_id=row.Report.auction_id,
            title=row.title,
            seller=handles[row.seller_id],
            reporter=handles[row.Report.reporter_id],
            reason=row.Report.reason,
            text=row.Report.text,
            reported_at=row.Report.reported_at,
            settled_at=row.Report.settled_at,
            settled_by=handles.get(row.Report.settled_by_id or 0, ""),
            outcome=row.Report.outcome,
            note=row.Report.note,
            alike=row.alike,
        )
        for row in rows
    ]


def has_reported(person_id: int, auction_id: int) -> bool:
    """Whether this person has reported the listing of an auction."""
    statement = (
        sa.select(Report.id)
        .join(Auction, Auction.listing_id == Report.listing_id)
        .where(Auction.id == auction_id, Report.reporter_id == person_id)
    )
    return db.session.execute(statement).first() is not None
