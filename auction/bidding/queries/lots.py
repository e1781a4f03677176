"""Reading auctions: their public state, short summaries for other slices, and what one person may know of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.bidding.models import Auction, Bidder, BookEntry
from auction.bidding.queries.books import standing_book
from auction.bidding.views import PublicState, phase_at
from auction.catalogue.models import Listing
from auction.db import AnyRow, db
from auction.errors import Absent
from auction.rules import chain

PUBLIC_COLUMNS = (
    Auction.id,
    Auction.listing_id,
    Auction.seq,
    Auction.currency,
    Auction.starting_minor,
    Auction.price_minor,
    Auction.minimum_minor,
    Auction.bid_count,
    Auction.leader_alias,
    Auction.closes_at,
    Auction.opens_at,
    Auction.ended_at,
    Auction.reserve,
    Auction.buy_now_minor,
    Auction.outcome,
    Auction.hammer_minor,
)


def state_of(row: AnyRow, now: datetime) -> PublicState:
    """A row of PUBLIC_COLUMNS as the world sees it."""
    phase = phase_at(is_ended=row.ended_at is not None, opens_at=row.opens_at, closes_at=row.closes_at, now=now)
    return PublicState(
        auction_id=row.id,
        seq=row.seq,
        currency=row.currency,
        phase=phase,
        price_minor=row.price_minor if row.price_minor is not None else row.starting_minor,
        minimum_minor=row.minimum_minor if phase in ("scheduled", "open") else None,
        count=row.bid_count,
        leader=row.leader_alias,
        closes_at=row.closes_at,
        opens_at=row.opens_at,
        ended_at=row.ended_at,
        reserve=row.reserve,
        buy_now_minor=row.buy_now_minor,
        outcome=row.outcome,
        hammer_minor=row.hammer_minor,
        server_now=now,
    )


def public_states(auction_ids: Sequence[int]) -> list[PublicState]:
    """The states of those auctions that the public may see: an auction that is not yet open is nobody's business."""
    now = clock.now()
    statement = sa.select(*PUBLIC_COLUMNS).where(Auction.id.in_(auction_ids), Auction.opens_at <= now)
    return [state_of(row, now) for row in db.session.execute(statement)]


def public_state(auction_id: int) -> PublicState:
    """One auction's state. Raises Absent, also before it opens."""
    found = public_states([auction_id])
    if not found:
        raise Absent(auction_id=auction_id)
    return found[0]


@dataclass(frozen=True, slots=True)
class LotSummary:
    """What other slices may know of an auction, with the people behind it: for the house, not for a page."""

    auction_id: int
    listing_id: int
    title: str
    seller_id: int
    leader_id: int | None
    winner_id: int | None
    currency: str
    price_minor: int
    hammer_minor: int | None
    opens_at: datetime
    closes_at: datetime
    phase: str
    outcome: str | None
    reserve: str


def summary(auction_id: int, session: Session | None = None) -> LotSummary:
    """Raises Absent."""
    row = (
        (session or db.session)
        .execute(
            sa.select(
                Auction.listing_id,
                Listing.title,
                Auction.seller_id,
                Auction.leader_id,
                Auction.winner_id,
                Auction.currency,
                sa.func.coalesce(Auction.price_minor, Auction.starting_minor).label("price_minor"),
                Auction.hammer_minor,
                Auction.closes_at,
                Auction.opens_at,
                Auction.ended_at,
                Auction.outcome,
                Auction.reserve,
            )
            .join(Listing, Listing.id == Auction.listing_id)
            .where(Auction.id == auction_id)
        )
        .one_or_none()
    )
    if row is None:
        raise Absent(auction_id=auction_id)
    return LotSummary(
        auction_id=auction_id,
        listing_id=row.listing_id,
        title=row.title,
        seller_id=row.seller_id,
        leader_id=row.leader_id,
        winner_id=row.winner_id,
        currency=row.currency,
        price_minor=row.price_minor,
        hammer_minor=row.hammer_minor,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=phase_at(
            is_ended=row.ended_at is not None, opens_at=row.opens_at, closes_at=row.closes_at, now=clock.now()
        ),
        outcome=row.outcome,
        reserve=row.reserve,
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """With what an auction opened, for the house's own reckoning: the reserve is its seller's secret."""

    auction_id: int
    listing_id: int
    seller_id: int
    currency: str
    opens_at: datetime
    reserve_minor: int | None
    ended_at: datetime | None = None

    @property
    def is_called_off(self) -> bool:
        """Whether it was ended before it ever opened."""
        return self.ended_at is not None and self.ended_at < self.opens_at


def opening_of(auction_id: int) -> Opening:
    """Raises Absent."""
    columns = (
        Auction.listing_id, Auction.seller_id, Auction.currency, Auction.opens_at, Auction.terms, Auction.ended_at
    )  # fmt: skip
    row = db.session.execute(sa.select(*columns).where(Auction.id == auction_id)).one_or_none()
    if row is None:
        raise Absent(auction_id=auction_id)
    return Opening(
        auction_id, row.listing_id, row.seller_id, row.currency, row.opens_at, row.terms.get("reserve_minor"),
        row.ended_at,
    )  # fmt: skip


def bidders_of(auction_id: int) -> list[int]:
    """Everybody who has a bid standing in an auction, in the order of their first: not those who took all back."""
    standing = {bid.bidder_id for bid in standing_book(db.session(), auction_id).bids}
    statement = sa.select(Bidder.person_id).where(Bidder.auction_id == auction_id).order_by(Bidder.alias)
    return [person_id for person_id in db.session.execute(statement).scalars() if person_id in standing]


def latest_auction_of(listing_id: int, viewer_id: int | None) -> int:
    """The newest auction of a listing that this reader may see. Raises Absent."""
    may_see = sa.or_(Auction.opens_at <= clock.now(), Auction.seller_id == viewer_id)
    auction_id = db.session.execute(
        sa.select(sa.func.max(Auction.id)).where(Auction.listing_id == listing_id, may_see)
    ).scalar_one()
    if auction_id is None:
        raise Absent(listing_id=listing_id)
    return int(auction_id)


def latest_auctions_of(listing_ids: Sequence[int]) -> dict[int, int]:
    statement = (
        sa.select(Auction.listing_id, sa.func.max(Auction.id))
        .where(Auction.listing_id.in_(listing_ids))
        .group_by(Auction.listing_id)
    )
    return {listing_id: auction_id for listing_id, auction_id in db.session.execute(statement)}  # noqa: C416


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one person may know of their own part in an auction; theirs alone."""

    alias: int | None
    has_bid: bool
    is_leading: bool
    maximum_minor: int | None
    last_bid_at: datetime | None
    last_seq: int | None


NOTHING = OwnPart(None, False, False, None, None, None)


def own_parts(person_id: int, auction_ids: Sequence[int]) -> dict[int, OwnPart]:
    """A person's part in each of these auctions; those without one are left out."""
    rows = db.session.execute(
        sa.select(Bidder.auction_id, Bidder.alias, Auction.leader_id)
        .join(Auction, Auction.id == Bidder.auction_id)
        .where(Bidder.person_id == person_id, Bidder.auction_id.in_(auction_ids))
    ).all()
    bids = _standing_own_bids(person_id, [row.auction_id for row in rows])
    return {
        row.auction_id: OwnPart(
            alias=row.alias,
            has_bid=bool(bids.get(row.auction_id)),
            is_leading=row.leader_id == person_id,
            maximum_minor=max((minor for _seq, minor, _at in bids.get(row.auction_id, [])), default=None),
            last_bid_at=max((at for _seq, _minor, at in bids.get(row.auction_id, [])), default=None),
            last_seq=max((seq for seq, _minor, _at in bids.get(row.auction_id, [])), default=None),
        )
        for row in rows
    }


def _standing_own_bids(person_id: int, auction_ids: Sequence[int]) -> dict[int, list[tuple[int, int, datetime]]]:
    """Own bids that were not taken back, by auction."""
    statement = (
        sa.select(
            BookEntry.auction_id, BookEntry.seq, BookEntry.kind, BookEntry.secret_minor, BookEntry.at, BookEntry.public
        )
        .where(
            BookEntry.person_id == person_id,
            BookEntry.auction_id.in_(auction_ids),
            BookEntry.kind.in_((*chain.BID_KINDS, *chain.TAKES_BACK)),
        )
        .order_by(BookEntry.seq)
    )
    bids: dict[int, list[tuple[int, int, datetime]]] = {}
    for row in db.session.execute(statement):
        own = bids.setdefault(row.auction_id, [])
        if row.kind in chain.TAKES_BACK:
            fallen = set(row.public["facts"]["fallen"])
            own[:] = [bid for bid in own if bid[0] not in fallen]
        else:
            own.append((row.seq, row.secret_minor, row.at))
    return bids
