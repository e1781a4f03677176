"""Reading the book: what a verb needs under its lock, and what the public and the auditors may read later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding.models import Auction, BookEntry
from auction.db import db
from auction.errors import Absent
from auction.rules import chain
from auction.rules.actions import BookBid, Kind, ReserveChange
from auction.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class StandingBook:
    """What of a book still counts: bids and raises that were not taken back, and the changes of the reserve."""

    bids: tuple[BookBid, ...]
    reserve_changes: tuple[ReserveChange, ...]


def standing_book(session: Session, auction_id: int) -> StandingBook:
    statement = (
        sa.select(
            BookEntry.seq, BookEntry.kind, BookEntry.person_id, BookEntry.secret_minor, BookEntry.at, BookEntry.public
        )
        .where(
            BookEntry.auction_id == auction_id,
            BookEntry.kind.in_(("bid", "raise", "retraction", "reserve_lowered", "reserve_confirmed")),
        )
        .order_by(BookEntry.seq)
    )
    bids: list[BookBid] = []
    changes: list[ReserveChange] = []
    fallen: set[int] = set()
    for row in session.execute(statement):
        match row.kind:
            case "bid" | "raise":
                bids.append(BookBid(row.seq, row.person_id, row.secret_minor, row.at))
            case "retraction":
                fallen.update(row.public["facts"]["fallen"])
            case "reserve_lowered":
                changes.append(ReserveChange(row.seq, "lowered", row.secret_minor))
            case _:
                changes.append(ReserveChange(row.seq, "confirmed", None, row.person_id))
    return StandingBook(tuple(bid for bid in bids if bid.seq not in fallen), tuple(changes))


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
    statement = (
        sa.select(
            BookEntry.seq,
            BookEntry.kind,
            BookEntry.at,
            BookEntry.person_id,
            BookEntry.secret_minor,
            BookEntry.salt,
            BookEntry.public,
            BookEntry.hash,
        )
        .where(BookEntry.auction_id == auction_id)
        .order_by(BookEntry.seq)
    )
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
