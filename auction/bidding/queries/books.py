"""Reading the book: what a verb needs under its lock, and what the public and the auditors may read later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding.models import Auction, Bidder, BookEntry
from auction.db import db
from auction.errors import Absent
from auction.rules import chain
from auction.rules.actions import BookBid, Kind, ReserveChange
from auction.rules.book import Entry, standing_history
from auction.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class StandingBook:
    """What of a book still counts: bids and raises that were not taken back, and the changes of the reserve."""

    bids: tuple[BookBid, ...]
    reserve_changes: tuple[ReserveChange, ...]


BIDS_AND_FALLS = (*chain.BID_KINDS, *chain.TAKES_BACK)


def standing_book(session: Session, auction_id: int) -> StandingBook:
    statement = (
        sa.select(*_LINE).where(BookEntry.auction_id == auction_id, BookEntry.kind != "opened").order_by(BookEntry.seq)
    )
    return StandingBook(*standing_history(Line(*row).entry({}) for row in session.execute(statement)))


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its secrets, for the house's own audit."""

    seq: int
    kind: Kind
    at: datetime
    person_id: int | None
    secret_minor: int | None
    salt: str | None
    public: dict[str, Any]
    hash: str

    def entry(self, people: Mapping[int | None, int]) -> Entry:
        """As the rules know a line: with the person behind each alias, as far as `people` tells."""
        public = self.public
        return Entry(
            seq=self.seq,
            at=self.at,
            kind=self.kind,
            bidder_id=self.person_id,
            secret_minor=None if self.kind == "opened" else self.secret_minor,
            price_minor=public["price_minor"],
            leader_id=people.get(public["leader"]),
            closes_at=chain.instant(public["closes_at"]),
            bid_count=public["bid_count"],
            reserve=public["reserve"],
            facts=public["facts"],
        )


_LINE = (
    BookEntry.seq,
    BookEntry.kind,
    BookEntry.at,
    BookEntry.person_id,
    BookEntry.secret_minor,
    BookEntry.salt,
    BookEntry.public,
    BookEntry.hash,
)


@dataclass(frozen=True, slots=True)
class WholeBook:
    """A book with its secrets. `verify` reads it; nothing of it but `public` and `hash` leaves the house."""

    auction_id: int
    terms: dict[str, Any]
    state: dict[str, Any]
    head_hash: str
    lines: tuple[Line, ...]

    def public_terms(self) -> dict[str, Any]:
        """What the chain grows from: the terms with a commitment in place of the reserve."""
        opened, terms = self.lines[0], Terms.from_plain(self.terms)
        salted = None if opened.salt is None else chain.commitment(opened.salt, terms.reserve_minor or 0)
        return terms.to_public(self.auction_id, salted)

    def people(self) -> dict[int | None, int]:
        """Who stands behind each alias."""
        return {line.public["bidder"]: line.person_id for line in self.lines if line.person_id is not None}

    def to_public(self) -> dict[str, Any]:
        """The book as anybody may have it and check it with rules/chain.py."""
        return {
            "auction_id": self.auction_id,
            "terms": self.public_terms(),
            "entries": [{**line.public, "hash": line.hash} for line in self.lines],
        }


def whole_book(auction_id: int) -> WholeBook:
    """Every line of an auction's book, oldest first. Raises Absent."""
    head = db.session.execute(
        sa.select(Auction.terms, Auction.state, Auction.head_hash).where(Auction.id == auction_id)
    ).one_or_none()
    if head is None:
        raise Absent(auction_id=auction_id)
    statement = sa.select(*_LINE).where(BookEntry.auction_id == auction_id).order_by(BookEntry.seq)
    lines = tuple(Line(*row) for row in db.session.execute(statement))
    return WholeBook(auction_id, head.terms, head.state, head.head_hash, lines)


def entries_after(auction_id: int, seq: int, limit: int = 500) -> list[dict[str, Any]]:
    """Public entries with a greater `seq`, oldest first."""
    statement = (
        sa.select(BookEntry.public, BookEntry.hash)
        .where(BookEntry.auction_id == auction_id, BookEntry.seq > seq)
        .order_by(BookEntry.seq)
        .limit(limit)
    )
    return [{**row.public, "hash": row.hash} for row in db.session.execute(statement)]


def standing_bids_of(auction_ids: Sequence[int]) -> dict[int, tuple[BookBid, ...]]:
    """Of these auctions, the bids and raises that were not taken back, in the order of each book."""
    is_theirs = sa.and_(BookEntry.auction_id.in_(auction_ids), BookEntry.kind.in_(BIDS_AND_FALLS))
    statement = sa.select(BookEntry.auction_id, *_LINE).where(is_theirs).order_by(BookEntry.auction_id, BookEntry.seq)
    rows = groupby(db.session.execute(statement), key=lambda row: row.auction_id)
    return {auction_id: standing_history(Line(*row[1:]).entry({}) for row in lines)[0] for auction_id, lines in rows}


def bidder_called(session: Session, auction_id: int, alias: int) -> int | None:
    """Whom the public knows by this number on a lot."""
    statement = sa.select(Bidder.person_id).where(Bidder.auction_id == auction_id, Bidder.alias == alias)
    return session.execute(statement).scalar_one_or_none()


def standing_bidders(auction_id: int) -> list[int]:
    """The numbers of those whose bids stand on a lot; the public book says the same."""
    standing = {bid.bidder_id for bid in standing_bids_of([auction_id]).get(auction_id, ())}
    statement = sa.select(Bidder.alias).where(Bidder.auction_id == auction_id, Bidder.person_id.in_(standing))
    return list(db.session.execute(statement.order_by(Bidder.alias)).scalars())


def own_purchase(auction_id: int, person_id: int) -> int | None:
    """The line by which this person bought the lot at its fixed price, if they did."""
    statement = sa.select(BookEntry.seq).where(
        BookEntry.auction_id == auction_id, BookEntry.person_id == person_id, BookEntry.kind == "bought"
    )
    return db.session.execute(statement).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class Soundness:
    """What the public page says of a book: its length, its head, and what is wrong with it, if anything is."""

    entry_count: int
    head_hash: str
    difference: chain.Difference | None


def soundness(auction_id: int) -> Soundness:
    """Checks the public book; a book that has not grown since is not checked again. Raises Absent."""
    head = db.session.execute(sa.select(Auction.seq, Auction.head_hash).where(Auction.id == auction_id)).one_or_none()
    if head is None:
        raise Absent(auction_id=auction_id)
    return Soundness(head.seq, head.head_hash, _checked(auction_id, head.head_hash))


@lru_cache(maxsize=512)
def _checked(auction_id: int, _head_hash: str) -> chain.Difference | None:
    return chain.verify(whole_book(auction_id).to_public())
