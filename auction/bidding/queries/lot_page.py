"""Reading for the page of one lot: everything it shows to one reader, its public course, and a draft's preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from auction import clock
from auction.accounts import queries as accounts
from auction.bidding.admissions.models import Admission
from auction.bidding.models import Auction, BookEntry
from auction.bidding.queries.lots import NOTHING, PUBLIC_COLUMNS, OwnPart, own_parts, state_of
from auction.bidding.queries.pages import LotCard
from auction.bidding.rule_card import Rule, rules_in_words
from auction.bidding.sales import approvals
from auction.bidding.sales.models import APPROVED
from auction.bidding.sales.queries import is_announced
from auction.bidding.views import PublicState, public_state
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import AnyRow, db
from auction.errors import Absent
from auction.rules import chain, formats, retraction
from auction.rules.deposits import Deposit
from auction.rules.terms import SoftClose, Terms


@dataclass(frozen=True, slots=True)
class SellerLine:
    id: int
    handle: str
    since: datetime | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One public line of the book as the page tells it."""

    seq: int
    at: datetime
    kind: str
    alias: int | None
    price_minor: int | None
    leader: int | None
    closes_at: datetime
    is_you: bool
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LotView:
    """All that the page of a lot shows to one reader."""

    card: LotCard
    listing: catalogue.ListingView
    seller: SellerLine
    pictures: tuple[catalogue.PictureView, ...]
    soft_close: SoftClose | None
    scheduled_closes_at: datetime
    steps: tuple[int, ...]
    history: list[HistoryLine]
    retractions: Mapping[int, int]
    cancellations: Mapping[int, int]
    is_seller: bool
    winner_alias: int | None
    you_won: bool
    retractable: str | None
    can_confirm_reserve: bool
    rules: tuple[Rule, ...]
    questions: list[catalogue.QuestionView]
    needs_verified: bool = True
    unmet: str | None = None
    sale_id: int | None = None
    asks_deposit: bool = False


def lot_view(auction_id: int, viewer_id: int | None) -> LotView:
    """Raises Absent; before it opens an auction is for its seller alone, unless its sale is announced."""
    now = clock.now()
    row = db.session.execute(
        sa.select(
            *PUBLIC_COLUMNS,
            Listing.title,
            Auction.seller_id,
            Auction.terms,
            Auction.state,
            Auction.scheduled_closes_at,
            Auction.winner_id,
        )
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id == auction_id)
    ).one_or_none()
    if row is None or (row.opens_at > now and row.seller_id != viewer_id and not is_announced(auction_id)):
        raise Absent(auction_id=auction_id)
    terms = Terms.from_plain(row.terms)
    seller = accounts.people([row.seller_id])[row.seller_id]
    listing = catalogue.listing(row.listing_id, viewer_id=viewer_id)
    pictures = listing.pictures
    own = own_parts(viewer_id, [auction_id]).get(auction_id, NOTHING) if viewer_id is not None else NOTHING
    state = state_of(row, now)
    sale_id = approvals.sale_of(auction_id) if terms.needs_approval else None
    retracted, cancelled = taken_back(auction_id)
    return LotView(
        card=LotCard(auction_id, row.title, pictures[0] if pictures else None, state, own),
        listing=listing,
        seller=SellerLine(seller.id, seller.handle, seller.seller_since, seller.time_zone),
        pictures=pictures,
        soft_close=terms.soft_close,
        scheduled_closes_at=row.scheduled_closes_at,
        steps=quick_amounts(terms, state.minimum_minor),
        history=history(auction_id, own.alias, limit=8),
        retractions=retracted,
        cancellations=cancelled,
        is_seller=row.seller_id == viewer_id,
        winner_alias=row.leader_alias if row.winner_id is not None else None,
        you_won=viewer_id is not None and row.winner_id == viewer_id,
        retractable=_retractable(own, state, now),
        can_confirm_reserve=own.is_leading and _is_reserve_within(row, own),
        rules=rules_in_words(terms),
        questions=catalogue.questions_about(row.listing_id, viewer_id),
        needs_verified=terms.needs_verified,
        unmet=_unmet(auction_id, terms, sale_id, viewer_id),
        sale_id=sale_id,
        asks_deposit=terms.deposit is not None,
    )


def _unmet(auction_id: int, terms: Terms, sale_id: int | None, viewer_id: int | None) -> str | None:
    """What the terms ask for that a reader lacks, beside a verified address. The law itself is asked when they bid."""
    if viewer_id is None:
        return None
    if terms.needs_paid_up and accounts.has_open_unpaid(viewer_id):
        return "open_unpaid"
    if terms.needs_approval and sale_id is not None:
        state = approvals.approval_of(sale_id, viewer_id)
        if state != APPROVED:
            return f"approval_{state or 'needed'}"
    if terms.deposit is not None and not _is_admitted(auction_id, terms.deposit, viewer_id):
        return "deposit_needed"
    return None


def _is_admitted(auction_id: int, deposit: Deposit, viewer_id: int) -> bool:
    """Read here, for the room of admissions stands on these queries."""
    of_this = Admission.auction_id == auction_id if deposit.sale_id is None else Admission.sale_id == deposit.sale_id
    admitted = sa.select(Admission.id).where(of_this, Admission.person_id == viewer_id, Admission.is_in_force)
    return db.session.execute(admitted).first() is not None


def _retractable(own: OwnPart, state: PublicState, now: datetime) -> str | None:
    """How much one could take back now: "all", the "last" bid, or None. The law itself is asked when it is done."""
    if own.last_bid_at is None or state.phase != "open":
        return None
    if state.closes_at - now > retraction.FREELY_BEFORE_END:
        return "all"
    return "last" if now - own.last_bid_at <= retraction.AFTER_ENTRY else None


def _is_reserve_within(row: AnyRow, own: OwnPart) -> bool:
    """Whether a reserve that came down now lies within the leader's own maximum, so that they may confirm it."""
    reserve_minor = row.state.get("reserve")
    return row.reserve == "not_met" and own.maximum_minor is not None and own.maximum_minor >= (reserve_minor or 0)


def quick_amounts(terms: Terms, minimum_minor: int | None) -> tuple[int, ...]:
    """The least next bid and two further steps of the lot's own table."""
    if minimum_minor is None:
        return ()
    second = terms.increments.after(minimum_minor)
    return minimum_minor, second, terms.increments.after(second)


def history(auction_id: int, own_alias: int | None, limit: int = 500, before: int | None = None) -> list[HistoryLine]:
    """The public course of an auction, newest first."""
    statement = sa.select(BookEntry.seq, BookEntry.at, BookEntry.kind, BookEntry.public).where(
        BookEntry.auction_id == auction_id
    )
    if before is not None:
        statement = statement.where(BookEntry.seq < before)
    rows = db.session.execute(statement.order_by(BookEntry.seq.desc()).limit(limit))
    return [
        HistoryLine(
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            alias=row.public["bidder"],
            price_minor=row.public["price_minor"],
            leader=row.public["leader"],
            closes_at=datetime.fromisoformat(row.public["closes_at"]),
            is_you=own_alias is not None and row.public["bidder"] == own_alias,
            facts=row.public["facts"],
        )
        for row in rows
    ]


def taken_back(auction_id: int) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """How often each bidder has taken bids back on this lot, and how often their bids were cancelled, by alias; who
    never did is not named.
    """
    statement = sa.select(BookEntry.kind, BookEntry.public).where(BookEntry.auction_id == auction_id, _IS_TAKEN_BACK)
    found = db.session.execute(statement).all()
    retracted, cancelled = (
        Counter(row.public["bidder"] for row in found if row.kind == kind) for kind in chain.TAKES_BACK
    )
    return retracted, cancelled


# Written out, not passed: a plan made once for all kinds could not use the index that holds these alone.
_IS_TAKEN_BACK = sa.text("book_entries.kind IN ('retraction', 'bids_cancelled')")


def preview_view(listing_id: int, person_id: int, terms: Terms) -> LotView:
    """A draft as its page will look under these terms. Raises Absent when it is not this person's."""
    own = catalogue.own_listing(listing_id, person_id)
    now = clock.now()
    kind = formats.of(terms.format)
    quote = kind.quote(terms, kind.opening(terms), now)
    state = public_state(
        quote, auction_id=0, seq=0, currency=terms.currency, leader=None, opens_at=terms.opens_at, last_at=now, now=now
    )
    pictures = own.view.pictures
    seller = accounts.people([person_id])[person_id]
    return LotView(
        card=LotCard(0, own.view.title, pictures[0] if pictures else None, state, NOTHING),
        listing=own.view,
        seller=SellerLine(seller.id, seller.handle, seller.seller_since, seller.time_zone),
        pictures=pictures,
        soft_close=terms.soft_close,
        scheduled_closes_at=terms.closes_at,
        steps=quick_amounts(terms, terms.starting_minor),
        history=[],
        retractions={},
        cancellations={},
        is_seller=True,
        winner_alias=None,
        you_won=False,
        retractable=None,
        can_confirm_reserve=False,
        rules=rules_in_words(terms),
        questions=[],
    )
