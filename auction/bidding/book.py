"""The pen: turns what the rules accepted into lines of an auction's book, and the auction's row into their sum.

A Lot is taken from the locked row, written to by any number of accepted changes, and put back once. Knows no person's
reasons and no refusal; `service` decides when, the rules decide what.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk, logs, metrics
from auction.bidding.models import Auction, Bidder, BookEntry
from auction.bidding.views import PublicState, public_state
from auction.db import AnyRow, UtcDateTime
from auction.errors import Absent
from auction.rules import chain, formats
from auction.rules.actions import Accept, Event
from auction.rules.book import public_entry
from auction.rules.terms import Terms

log = logs.get("bidding")

_COLUMNS = (
    Auction.id,
    Auction.listing_id,
    Auction.seller_id,
    Auction.terms,
    Auction.state,
    Auction.seq,
    Auction.head_hash,
    Auction.bidder_count,
    Auction.opens_at,
    Auction.last_at,
    Auction.leader_id,
    Auction.leader_alias,
)
_TAKE = sa.select(*_COLUMNS).where(Auction.id == sa.bindparam("auction_id")).with_for_update()
_ASKED = bulk.given("asked", id=sa.Integer)
_TAKE_FREE = (
    sa.select(*_COLUMNS)
    .where(Auction.id.in_(sa.select(_ASKED.c.id)))
    .order_by(Auction.id)
    .with_for_update(skip_locked=True)
)
_TAKE_DUE = (
    sa.select(*_COLUMNS)
    .where(Auction.ended_at.is_(None), Auction.closes_at <= sa.bindparam("now", type_=UtcDateTime))
    .order_by(Auction.closes_at, Auction.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)


def canonical(public: Mapping[str, object]) -> bytes:
    """As `chain.canonical` writes an entry, to the byte, in an eighth of the time."""
    return orjson.dumps(public, option=orjson.OPT_SORT_KEYS)


@dataclass(slots=True)
class Lot:
    """An auction under our lock. `state` is the format's own; `lines` wait to be written."""

    id: int
    listing_id: int
    seller_id: int
    terms: Terms
    format: formats.Format[Any]
    state: Any
    seq: int
    head_hash: str
    bidder_count: int
    opens_at: datetime
    last_at: datetime
    leader_id: int | None = None
    aliases: dict[int, int] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    newcomers: list[dict[str, Any]] = field(default_factory=list)

    def alias_of(self, person_id: int) -> int:
        """The number the public knows this person by here; the next free one for a newcomer."""
        alias = self.aliases.get(person_id)
        if alias is None:
            self.bidder_count += 1
            alias = self.aliases[person_id] = self.bidder_count
            self.newcomers.append({"auction_id": self.id, "person_id": person_id, "alias": alias})
        return alias

    def enter(self, accepted: Accept[Any], now: datetime, request: str | None = None) -> int:
        """Write every event of an accepted change. Returns the `seq` of the first line, the one that was asked for."""
        first = self.seq + 1
        self.last_at = now
        self.state = accepted.state
        for number, event in enumerate(accepted.events):
            self._write(event, now, request if number == 0 else None)
            self.leader_id = event.leader_id
        return first

    def _write(self, event: Event, now: datetime, request: str | None) -> None:
        self.seq += 1
        salt = secrets.token_hex(16) if event.secret_minor is not None else None
        public = public_entry(
            self.seq,
            now,
            event,
            bidder=None if event.bidder_id is None else self.alias_of(event.bidder_id),
            leader=None if event.leader_id is None else self.alias_of(event.leader_id),
            commitment=None if salt is None else chain.commitment(salt, event.secret_minor or 0),
        )
        self.head_hash = chain.hash_after(self.head_hash, canonical(public))
        self.lines.append(
            {
                "auction_id": self.id,
                "seq": self.seq,
                "kind": event.kind,
                "at": now,
                "person_id": event.bidder_id,
                "secret_minor": event.secret_minor,
                "salt": salt,
                "request": request,
                "standing": event.standing,
                "public": public,
                "hash": self.head_hash,
            }
        )

    def line(self, seq: int) -> dict[str, Any]:
        """One of the waiting lines, which follow each other without a gap."""
        first: int = self.lines[0]["seq"]
        return self.lines[seq - first]

    def public(self, now: datetime) -> PublicState:
        quote = self.format.quote(self.terms, self.state, now)
        return public_state(
            quote,
            auction_id=self.id,
            seq=self.seq,
            currency=self.terms.currency,
            leader=None if quote.leader_id is None else self.aliases.get(quote.leader_id),
            opens_at=self.opens_at,
            last_at=self.last_at,
            now=now,
        )

    def row(self) -> dict[str, Any]:
        """The auction's columns as they have to be after the last line."""
        quote = self.format.quote(self.terms, self.state, self.last_at)
        outcome = quote.outcome
        return {
            "id": self.id,
            "state": self.format.state_to_plain(self.state),
            "closes_at": quote.closes_at,
            "ended_at": self.last_at if outcome is not None else None,
            "last_at": self.last_at,
            "seq": self.seq,
            "head_hash": self.head_hash,
            "price_minor": quote.price_minor,
            "minimum_minor": quote.minimum_minor,
            "buy_now_minor": quote.buy_now_minor,
            "bid_count": quote.bid_count,
            "bidder_count": self.bidder_count,
            "leader_id": quote.leader_id,
            "leader_alias": None if quote.leader_id is None else self.aliases.get(quote.leader_id),
            "reserve": quote.reserve,
            "outcome": None if outcome is None else type(outcome).__name__.lower(),
            "winner_id": getattr(outcome, "winner_id", None),
            "hammer_minor": getattr(outcome, "hammer_minor", None),
        }


def take(session: Session, auction_id: int) -> Lot:
    """Lock one auction until the transaction ends. Raises Absent."""
    row = session.connection().execute(_TAKE, {"auction_id": auction_id}).one_or_none()
    if row is None:
        raise Absent(auction_id=auction_id)
    return _lot(row)


def take_free(session: Session, auction_ids: Collection[int]) -> list[Lot]:
    """Lock those of these auctions that nobody else holds just now, until the transaction ends. Waits for none."""
    rows = bulk.as_parameter([{"id": auction_id} for auction_id in auction_ids])
    return [_lot(row) for row in session.connection().execute(_TAKE_FREE, {"asked": rows})]


def take_due(session: Session, now: datetime, limit: int) -> list[Lot]:
    """Lock the auctions whose end has come and that nobody else is just closing or bidding on.

    A row this process cannot read (a format it does not know, damaged terms) is logged, counted and left alone, so that
    it holds up no other.
    """
    lots = []
    for row in session.connection().execute(_TAKE_DUE, {"now": now, "most": limit}):
        try:
            lots.append(_lot(row))
        except (KeyError, TypeError, ValueError) as error:
            metrics.closings.labels("unreadable").inc()
            log.error("auction cannot be read", auction_id=row.id, error=type(error).__name__)
    return lots


def _lot(row: AnyRow) -> Lot:
    terms = Terms.from_plain(row.terms)
    kind = formats.of(terms.format)
    return Lot(
        id=row.id,
        listing_id=row.listing_id,
        seller_id=row.seller_id,
        terms=terms,
        format=kind,
        state=kind.state_from_plain(row.state),
        seq=row.seq,
        head_hash=row.head_hash,
        bidder_count=row.bidder_count,
        opens_at=row.opens_at,
        last_at=row.last_at,
        leader_id=row.leader_id,
        aliases={} if row.leader_id is None else {row.leader_id: row.leader_alias},
    )


def learn_aliases(session: Session, lot: Lot, people: Collection[int]) -> None:
    """Fill in the aliases of these people, where they have one."""
    statement = sa.select(Bidder.person_id, Bidder.alias).where(
        Bidder.auction_id == lot.id, Bidder.person_id.in_(people)
    )
    lot.aliases.update(session.execute(statement).all())


def put_back(session: Session, lots: Sequence[Lot]) -> None:
    """Write the waiting lines, the new bidders and the auctions' rows, however many lots."""
    bulk.insert(session, Bidder, [newcomer for lot in lots for newcomer in lot.newcomers])
    bulk.insert(session, BookEntry, [line for lot in lots for line in lot.lines])
    bulk.update(session, Auction, [lot.row() for lot in lots if lot.lines])
