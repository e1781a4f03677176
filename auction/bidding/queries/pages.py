"""Reading for the public pages: cards in lists with their cursors, the lot's page, its history, one's own bids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction, Bidder
from auction.bidding.queries.lots import NOTHING, PUBLIC_COLUMNS, OwnPart, own_parts, state_of
from auction.bidding.views import PublicState
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import AnyRow, UtcDateTime, db
from auction.errors import Absent

PAGE = 24


@dataclass(frozen=True, slots=True)
class LotCard:
    """An auction in a list."""

    auction_id: int
    title: str
    picture: catalogue.PictureView | None
    state: PublicState
    own: OwnPart

    @property
    def currency(self) -> str:
        return self.state.currency

    @property
    def price_minor(self) -> int | None:
        return self.state.price_minor

    @property
    def has_bids(self) -> bool:
        return self.state.count > 0

    @property
    def minimum_minor(self) -> int | None:
        return self.state.minimum_minor

    @property
    def bid_count(self) -> int:
        return self.state.count

    @property
    def opens_at(self) -> datetime:
        return self.state.opens_at

    @property
    def closes_at(self) -> datetime:
        return self.state.closes_at

    @property
    def ended_at(self) -> datetime | None:
        return self.state.ended_at

    @property
    def phase(self) -> str:
        return self.state.phase

    @property
    def outcome(self) -> str | None:
        return self.state.outcome

    @property
    def reserve(self) -> str:
        return self.state.reserve

    @property
    def buy_now_minor(self) -> int | None:
        return self.state.buy_now_minor

    @property
    def seq(self) -> int:
        return self.state.seq


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list. `after` is the cursor of the next page, None at the end."""

    cards: list[LotCard]
    after: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which auctions a list shows and in which order."""

    category_slug: str | None = None
    text: str = ""
    sort: str = "ending"
    after: str = ""
    seller_id: int | None = None
    limit: int = PAGE


# How each order sorts, and which column the cursor holds: (column, is_descending).
SORTS: dict[str, tuple[Any, bool]] = {
    "ending": (Auction.closes_at, False),
    "new": (Auction.opens_at, True),
    "price": (sa.func.coalesce(Auction.price_minor, Auction.starting_minor), False),
    "price_down": (sa.func.coalesce(Auction.price_minor, Auction.starting_minor), True),
    "bids": (Auction.bid_count, True),
}


def find_lots(wanted: Wanted, viewer_id: int | None = None) -> Page:
    """Auctions now open, a page at a time. Raises Absent for a category that does not exist."""
    now = clock.now()
    chosen = _open_now(now) & _asked(wanted)
    base: sa.Select[*tuple[Any, ...]] = (
        sa.select(*PUBLIC_COLUMNS, Listing.title).join(Listing, Listing.id == Auction.listing_id).where(chosen)
    )
    total = db.session.execute(
        sa.select(sa.func.count()).select_from(Auction).join(Listing, Listing.id == Auction.listing_id).where(chosen)
    ).scalar_one()
    column, is_descending = SORTS.get(wanted.sort, SORTS["ending"])
    base = base.add_columns(column.label("sorted_by"))
    if wanted.after:
        base = base.where(_beyond(wanted.after, column, is_descending=is_descending))
    order = (column.desc(), Auction.id.desc()) if is_descending else (column, Auction.id)
    rows = db.session.execute(base.order_by(*order).limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    after = _cursor(shown[-1]) if len(rows) > wanted.limit else None
    return Page(_cards(shown, now, viewer_id), after, total)


def _open_now(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Auction.ended_at.is_(None), Auction.opens_at <= now, Auction.closes_at > now)


def _asked(wanted: Wanted) -> sa.ColumnElement[bool]:
    chosen: sa.ColumnElement[bool] = sa.true()
    if wanted.category_slug:
        chosen = chosen & catalogue.in_category(wanted.category_slug)
    if wanted.text:
        chosen = chosen & catalogue.matching(wanted.text)
    if wanted.seller_id is not None:
        chosen = chosen & (Auction.seller_id == wanted.seller_id)
    return chosen


def _cursor(row: AnyRow) -> str:
    key = row.sorted_by.isoformat() if isinstance(row.sorted_by, datetime) else str(row.sorted_by)
    return f"{key}~{row.id}"


def _beyond(after: str, column: Any, *, is_descending: bool) -> sa.ColumnElement[bool]:
    """What comes behind a cursor; all of it behind one that is none of this order's."""
    key, _, last_id = after.rpartition("~")
    try:
        value: Any = _instant(key) if isinstance(column.type, UtcDateTime) else _whole(key, column.type)
        number = _whole(last_id, Auction.id.type)
    except ValueError:
        return sa.true()
    if is_descending:
        return sa.or_(column < value, sa.and_(column == value, Auction.id < number))
    return sa.or_(column > value, sa.and_(column == value, Auction.id > number))


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 2000 < moment.year < 2300:
        raise ValueError("no instant of ours")
    return moment


def _whole(text: str, kind: object) -> int:
    number = int(text)
    if abs(number) >= (2**63 if isinstance(kind, sa.BigInteger) else 2**31):
        raise ValueError("no number of this column")
    return number


def _cards(rows: Sequence[AnyRow], now: datetime, viewer_id: int | None) -> list[LotCard]:
    covers = catalogue.covers([row.listing_id for row in rows])
    parts = own_parts(viewer_id, [row.id for row in rows]) if viewer_id is not None else {}
    return [
        LotCard(row.id, row.title, covers.get(row.listing_id), state_of(row, now), parts.get(row.id, NOTHING))
        for row in rows
    ]


def card(auction_id: int, viewer_id: int | None = None) -> LotCard:
    """One auction as in a list. Raises Absent."""
    row = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id == auction_id)
    ).one_or_none()
    if row is None:
        raise Absent(auction_id=auction_id)
    return _cards([row], clock.now(), viewer_id)[0]


def my_lots(person_id: int, limit: int = 200) -> list[LotCard]:
    """Every auction a person has bid in: running ones by their end, then those that ended, newest first."""
    now = clock.now()
    statement = (
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .join(Bidder, Bidder.auction_id == Auction.id)
        .where(Bidder.person_id == person_id)
        .order_by(Auction.ended_at.is_not(None), Auction.ended_at.desc(), Auction.closes_at.desc())
        .limit(limit)
    )
    cards = _cards(db.session.execute(statement).all(), now, person_id)
    running = sorted((card for card in cards if card.phase != "ended"), key=lambda card: card.closes_at)
    return running + [card for card in cards if card.phase == "ended"]


@dataclass(frozen=True, slots=True)
class HomeView:
    ending: list[LotCard]
    new: list[LotCard]
    popular: list[LotCard]
    total: int


def home_view(viewer_id: int | None) -> HomeView:
    ending = find_lots(Wanted(sort="ending", limit=8), viewer_id)
    return HomeView(
        ending=ending.cards,
        new=find_lots(Wanted(sort="new", limit=8), viewer_id).cards,
        popular=find_lots(Wanted(sort="bids", limit=4), viewer_id).cards,
        total=ending.total,
    )


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late auctions were closed, for the operator. Seconds."""

    closed: int
    worst_seconds: float
    mean_seconds: float


def lateness(since: datetime) -> Lateness:
    statement = sa.select(Auction.ended_at, Auction.closes_at).where(
        Auction.ended_at >= since, Auction.ended_at >= Auction.closes_at
    )
    late = [(row.ended_at - row.closes_at) / timedelta(seconds=1) for row in db.session.execute(statement)]
    return Lateness(len(late), max(late, default=0.0), sum(late) / len(late) if late else 0.0)


def count_running() -> int:
    """How many auctions are open now."""
    return db.session.execute(sa.select(sa.func.count()).where(_open_now(clock.now()))).scalar_one()


def count_overdue() -> int:
    """How many auctions nobody has closed although their end came two seconds ago: a sign that no closer runs."""
    late = clock.now() - timedelta(seconds=2)
    return db.session.execute(
        sa.select(sa.func.count()).where(Auction.ended_at.is_(None), Auction.closes_at <= late)
    ).scalar_one()


__all__ = ["HomeView", "LotCard", "Page", "Wanted", "card", "count_overdue", "find_lots", "home_view", "my_lots"]
