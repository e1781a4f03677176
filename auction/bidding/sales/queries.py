"""Reading sales: for everybody once they are announced, before that for their seller alone. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock, languages
from auction.accounts import queries as accounts
from auction.bidding.models import Auction
from auction.bidding.queries.lots import NOTHING, PUBLIC_COLUMNS, own_parts, state_of
from auction.bidding.queries.pages import LotCard
from auction.bidding.sales.models import CHAIN, TOGETHER, CommonEnd, Sale, SaleLot
from auction.bidding.sales.views import (
    LotsPage,
    NextToClose,
    NumberedLot,
    OwnLot,
    OwnSale,
    Place,
    SaleCard,
    SaleView,
)
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import db
from auction.errors import Absent
from auction.rules import sales as law
from auction.rules.actions import Postpone

PAGE = 48
# How long before its end a lot of a chain is put off. A late bid before it was entered a whole interval earlier.
LEAD = timedelta(minutes=10)
SHOWS = ("all", "open", "closed")
WORDS = ("name_en", "name_ar", "description_en", "description_ar", "viewing_en", "viewing_ar")
IN_ORDER = (SaleLot.number, SaleLot.letter)
_IS_OPEN = Auction.ended_at.is_(None)
_IS_PUBLIC = Sale.state != "draft"


def public_sale(sale_id: int) -> SaleView:
    """The head of an announced sale. Raises Absent."""
    row = db.session.execute(sa.select(Sale).where(Sale.id == sale_id, _IS_PUBLIC)).scalar_one_or_none()
    if row is None:
        raise Absent(kind="sales")
    card = _cards([row])[0]
    wanted = row.wanted_terms
    has_soft_close = wanted.get("soft_close") != "off"
    return SaleView(
        card=card,
        seller_id=row.seller_id,
        description=_in_readers_language(row, "description"),
        viewing=_in_readers_language(row, "viewing"),
        currency=str(wanted.get("currency")),
        is_chained=row.closing == CHAIN,
        interval_seconds=row.interval_seconds,
        soft_close={name: 60 * int(wanted.get(f"{name}_minutes") or usual) for name, usual in _SOFT_CLOSE}
        if has_soft_close
        else None,
        next=_next_to_close(row) if card.phase == "running" else None,
        needs_verified=wanted.get("needs_verified") != "off",
        needs_paid_up=wanted.get("needs_paid_up") == "on",
        needs_approval=wanted.get("needs_approval") == "on",
        asks_deposit=wanted.get("deposit") in ("fixed", "share"),
    )


_SOFT_CLOSE = (("window", 2), ("extension", 2), ("cap", 60))


def lots_of(sale_id: int, *, show: str, page: int, viewer_id: int | None) -> LotsPage:
    """A page of the catalogue of an announced sale; a page beyond the last is the last."""
    now = clock.now()
    chosen: sa.ColumnElement[bool] = SaleLot.sale_id == sale_id
    if show != "all":
        chosen = chosen & (_IS_OPEN if show == "open" else ~_IS_OPEN)
    total = db.session.execute(
        sa.select(sa.func.count()).select_from(SaleLot).join(Auction, Auction.id == SaleLot.auction_id).where(chosen)
    ).scalar_one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title, SaleLot.number, SaleLot.letter)
        .join(SaleLot, SaleLot.auction_id == Auction.id)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(chosen)
        .order_by(*IN_ORDER)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    covers = catalogue.covers([row.listing_id for row in rows])
    parts = own_parts(viewer_id, [row.id for row in rows]) if viewer_id is not None else {}
    lots = tuple(
        NumberedLot(
            _number(row),
            LotCard(row.id, row.title, covers.get(row.listing_id), state_of(row, now), parts.get(row.id, NOTHING)),
        )
        for row in rows
    )
    return LotsPage(lots, total, page, pages)


def on_show(limit: int | None = None) -> list[SaleCard]:
    """Sales that run, the next to close first, and then those to come, the next to open first."""
    now = clock.now()
    is_coming = Sale.opens_at > now
    order = (is_coming, sa.case((is_coming, Sale.opens_at), else_=Sale.first_closes_at), Sale.id)
    return _cards(
        db.session.execute(sa.select(Sale).where(_IS_PUBLIC, _is_on()).order_by(*order).limit(limit)).scalars()
    )


def over(limit: int = 12) -> list[SaleCard]:
    """Sales whose every lot has ended, the last one first."""
    statement = (
        sa.select(Sale).where(Sale.state == "announced", ~_is_on()).order_by(Sale.first_closes_at.desc(), Sale.id)
    )
    return _cards(db.session.execute(statement.limit(limit)).scalars())


def place_of(auction_id: int) -> Place | None:
    """Where a lot stands in its sale; None for one that is sold by itself."""
    row = db.session.execute(
        sa.select(Sale, SaleLot.number, SaleLot.letter)
        .join(SaleLot, SaleLot.sale_id == Sale.id)
        .where(SaleLot.auction_id == auction_id)
    ).one_or_none()
    if row is None:
        return None
    lots = db.session.execute(
        sa.select(SaleLot.auction_id, SaleLot.number, SaleLot.letter)
        .where(SaleLot.sale_id == row.Sale.id, SaleLot.auction_id.is_not(None))
        .order_by(*IN_ORDER)
    ).all()
    place = [lot.auction_id for lot in lots].index(auction_id)
    beside = {at: (lots[at].auction_id, _number(lots[at])) for at in (place - 1, place + 1) if 0 <= at < len(lots)}
    name = _in_readers_language(row.Sale, "name")
    return Place(row.Sale.id, name, _number(row), place + 1, len(lots), beside.get(place - 1), beside.get(place + 1))


def is_announced(auction_id: int) -> bool:
    """Whether a lot belongs to a sale: then everybody may look at it before it opens."""
    return db.session.execute(sa.select(SaleLot.id).where(SaleLot.auction_id == auction_id)).first() is not None


def holds(session: Session, listing_id: int) -> bool:
    """Whether a draft stands in a sale; usable in a write transaction."""
    return session.execute(sa.select(SaleLot.id).where(SaleLot.listing_id == listing_id)).first() is not None


def being_announced() -> list[int]:
    """Sales whose lots are still being opened, the oldest first."""
    statement = sa.select(Sale.id).where(Sale.state == "announcing").order_by(Sale.announced_at, Sale.id)
    return list(db.session.execute(statement).scalars())


def to_put_off() -> list[tuple[int, Postpone]]:
    """Lots of chained sales whose end has to wait for the lot before, of those that would close before long."""
    now = clock.now()
    is_near = Sale.first_closes_at <= now + LEAD
    statement = sa.select(Sale.id, Sale.interval_seconds).where(
        Sale.closing == CHAIN, Sale.state == "announced", is_near, _is_on()
    )
    return [
        (lot.auction_id, postponement)
        for sale_id, interval in db.session.execute(statement).all()
        for lot, postponement in _put_off(sale_id, interval)
        if postponement is not None and lot.closes_at <= now + LEAD
    ]


def behind_common_end() -> list[int]:
    """Open lots that have not followed the common end of their sale yet, the next to end first."""
    statement = (
        sa.select(Auction.id)
        .join(SaleLot, SaleLot.auction_id == Auction.id)
        .join(CommonEnd, CommonEnd.sale_id == SaleLot.sale_id)
        .where(_IS_OPEN, Auction.closes_at < CommonEnd.ends_at)
        .order_by(Auction.closes_at, Auction.id)
    )
    return list(db.session.execute(statement).scalars())


def _put_off(sale_id: int, interval_seconds: int) -> list[tuple[law.LotEnd, Postpone | None]]:
    rows = db.session.execute(
        sa.select(Auction.id, Auction.closes_at, Auction.ended_at)
        .join(SaleLot, SaleLot.auction_id == Auction.id)
        .where(SaleLot.sale_id == sale_id)
        .order_by(*IN_ORDER)
    )
    lots = [law.LotEnd(*row) for row in rows]
    return list(zip(lots, law.put_off(lots, interval_seconds), strict=True))


def _is_on() -> sa.ColumnElement[bool]:
    return sa.exists().where(SaleLot.sale_id == Sale.id, SaleLot.auction_id == Auction.id, _IS_OPEN)


def own_sales(person_id: int) -> list[SaleCard]:
    """A seller's sales: what they work on first, then the newest."""
    statement = sa.select(Sale).where(Sale.seller_id == person_id)
    return _cards(db.session.execute(statement.order_by(_IS_PUBLIC, Sale.updated_at.desc(), Sale.id)).scalars())


def own_sale(sale_id: int, person_id: int) -> OwnSale:
    """A sale for its seller. Raises Absent for anybody else."""
    row = db.session.execute(
        sa.select(Sale).where(Sale.id == sale_id, Sale.seller_id == person_id)
    ).scalar_one_or_none()
    if row is None:
        raise Absent(kind="sales")
    lots = db.session.execute(
        sa.select(SaleLot, Listing.title)
        .join(Listing, Listing.id == SaleLot.listing_id)
        .where(SaleLot.sale_id == sale_id)
        .order_by(*IN_ORDER)
    ).all()
    covers = catalogue.covers([lot.listing_id for lot, _title in lots])
    return OwnSale(
        card=_cards([row])[0],
        words={name: getattr(row, name) for name in WORDS},
        opens_at=row.opens_at,
        first_closes_at=row.first_closes_at,
        closing=row.closing,
        interval_seconds=row.interval_seconds,
        wanted_terms=dict(row.wanted_terms),
        lots=tuple(
            OwnLot(
                lot.id,
                lot.listing_id,
                title,
                covers.get(lot.listing_id),
                _number(lot),
                lot.starting,
                lot.reserve,
                lot.listing_id == row.cover_listing_id,
            )
            for lot, title in lots
        ),
    )


def drafts_to_add(person_id: int) -> list[catalogue.ListingCard]:
    """A seller's drafts that stand in no sale yet."""
    drafts = catalogue.drafts_of(person_id)
    taken = set(
        db.session.execute(
            sa.select(SaleLot.listing_id).where(SaleLot.listing_id.in_([draft.id for draft in drafts]))
        ).scalars()
    )
    return [draft for draft in drafts if draft.id not in taken]


def _number(row: Any) -> str:
    return str(law.LotNumber(row.number, row.letter))


def _in_readers_language(row: Sale, field: str) -> str:
    """The words in the reader's language; in the other one where there are none."""
    words = {"en": getattr(row, f"{field}_en"), "ar": getattr(row, f"{field}_ar")}
    language = languages.reader().language
    return str(words.get(language) or words["en"] or words["ar"])


def _next_to_close(row: Sale) -> NextToClose | None:
    lot = db.session.execute(
        sa.select(Auction.id, Auction.closes_at, Listing.title, SaleLot.number, SaleLot.letter)
        .join(SaleLot, SaleLot.auction_id == Auction.id)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(SaleLot.sale_id == row.id, _IS_OPEN)
        .order_by(Auction.closes_at, *IN_ORDER)
        .limit(1)
    ).one_or_none()
    if lot is None:
        return None
    seconds_left = (lot.closes_at - clock.now()).total_seconds()
    return NextToClose(lot.id, _number(lot), lot.title, lot.closes_at, seconds_left <= row.interval_seconds)


def _cards(rows: Iterable[Sale]) -> list[SaleCard]:
    sales = list(rows)
    counts = _counts([row.id for row in sales])
    covers = catalogue.covers(
        [cover for row in sales if (cover := row.cover_listing_id or counts[row.id].first_listing_id)]
    )
    sellers = accounts.people(sorted({row.seller_id for row in sales}))
    now = clock.now()
    return [
        SaleCard(
            id=row.id,
            name=_in_readers_language(row, "name"),
            seller=sellers[row.seller_id].handle,
            cover=covers.get(row.cover_listing_id or counts[row.id].first_listing_id or 0),
            phase=_phase(row, now, is_over=counts[row.id].closed == counts[row.id].lots),
            opens_at=row.opens_at,
            first_closes_at=row.first_closes_at,
            last_closes_at=counts[row.id].last_closes_at,
            lot_count=counts[row.id].lots,
            closed_count=counts[row.id].closed,
            is_together=row.closing == TOGETHER,
        )
        for row in sales
    ]


def _phase(row: Sale, now: datetime, *, is_over: bool) -> str:
    if row.state != "announced" or row.opens_at is None:
        return row.state
    if row.opens_at > now:
        return "announced"
    return "ended" if is_over else "running"


def _counts(sale_ids: Sequence[int]) -> dict[int, Any]:
    """For each sale how many lots it has, how many have ended, when the last ends, and which listing comes first."""
    first = (
        sa.select(SaleLot.listing_id)
        .where(SaleLot.sale_id == Sale.id)
        .order_by(*IN_ORDER)
        .limit(1)
        .correlate(Sale)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            Sale.id,
            sa.func.count(SaleLot.id).label("lots"),
            sa.func.count(Auction.ended_at).label("closed"),
            sa.func.max(Auction.closes_at).label("last_closes_at"),
            first.label("first_listing_id"),
        )
        .outerjoin(SaleLot, SaleLot.sale_id == Sale.id)
        .outerjoin(Auction, Auction.id == SaleLot.auction_id)
        .where(Sale.id.in_(sale_ids))
        .group_by(Sale.id)
    )
    return {row.id: row for row in db.session.execute(statement)}
