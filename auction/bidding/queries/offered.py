"""What has become of a seller's published listings, for their own desk: scheduled, running, ended, and what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction
from auction.bidding.queries.cards import LotCard, cards_of
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.bidding.queries.promoted import are_promoted
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import db

PHASES = ("scheduled", "running", "ended")
PAGE = 48
FEW = 12
"""So many of each phase when all are shown."""


@dataclass(frozen=True, slots=True)
class OfferedLot:
    """A lot as its seller sees it. `next` names what the seller might do now, or is empty."""

    card: LotCard
    listing_id: int
    watchers: int
    viewers: int
    questions: int
    next: str
    is_promoted: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """The lots of the phases that are shown, by phase; how many there are of each; and which page this is."""

    lots: Mapping[str, list[OfferedLot]]
    counts: Mapping[str, int]
    show: str
    page: int
    pages: int


def offered_by(seller_id: int, *, show: str = "", page: int = 1) -> Offered:
    """The newest auction of each listing: a few of every phase, or a page of the one that is shown."""
    now = clock.now()
    show = show if show in PHASES else ""
    waiting = Counter(one.listing_id for one in catalogue.questions_waiting(seller_id, limit=1000))
    counts = _counts(seller_id, now)
    pages = max(1, -(-counts[show] // PAGE)) if show else 1
    page = min(max(1, page), pages)
    lots = {
        phase: _lots(seller_id, phase, now, waiting, limit=PAGE if show else FEW, offset=PAGE * (page - 1))
        for phase in ([show] if show else PHASES)
        if counts[phase]
    }
    return Offered(lots, counts, show, page, pages)


def _newest(seller_id: int) -> sa.ColumnElement[bool]:
    newest = sa.select(sa.func.max(Auction.id)).where(Auction.seller_id == seller_id).group_by(Auction.listing_id)
    return Auction.id.in_(newest)


def _is(phase: str, now: datetime) -> sa.ColumnElement[bool]:
    if phase == "ended":
        return Auction.ended_at.is_not(None)
    return sa.and_(
        Auction.ended_at.is_(None), Auction.opens_at > now if phase == "scheduled" else Auction.opens_at <= now
    )


def _counts(seller_id: int, now: datetime) -> Mapping[str, int]:
    columns = [sa.func.count().filter(_is(phase, now)) for phase in PHASES]
    row = db.session.execute(sa.select(*columns).select_from(Auction).where(_newest(seller_id))).one()
    return dict(zip(PHASES, row, strict=True))


def _lots(
    seller_id: int, phase: str, now: datetime, waiting: Mapping[int, int], *, limit: int, offset: int
) -> list[OfferedLot]:
    order = {"scheduled": Auction.opens_at, "running": Auction.closes_at, "ended": Auction.ended_at.desc()}[phase]
    rows = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(_newest(seller_id), _is(phase, now))
        .order_by(order, Auction.id)
        .limit(limit)
        .offset(offset)
    ).all()
    promoted = are_promoted([row.id for row in rows])
    audiences = catalogue.audiences([row.listing_id for row in rows])
    return [
        OfferedLot(
            card=card,
            listing_id=row.listing_id,
            watchers=audiences[row.listing_id].watchers,
            viewers=audiences[row.listing_id].viewers,
            questions=waiting[row.listing_id],
            next=_next(card, waiting[row.listing_id]),
            is_promoted=row.id in promoted,
        )
        for row, card in zip(rows, cards_of(rows, now, seller_id), strict=True)
    ]


def _next(card: LotCard, questions: int) -> str:
    if card.phase == "ended":
        return "" if card.outcome == "sold" else "list_again"
    if questions:
        return "answer"
    return "lower_reserve" if card.phase == "open" and card.has_bids and card.reserve == "not_met" else ""
