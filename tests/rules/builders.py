"""Terms, bidders and moments with good defaults, and short ways to play a lot. No expectations live here."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from auction.rules import book, chain, formats
from auction.rules.actions import Accept, Action, Bidder, Event, PlaceBid, Reject
from auction.rules.english import State
from auction.rules.formats import Format
from auction.rules.increments import TABLES
from auction.rules.terms import SoftClose, Terms

OPENS_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CLOSES_AT = OPENS_AT + timedelta(days=7)
NOON = OPENS_AT + timedelta(days=1)
ALI, BOB, CAT, DEE = 1, 2, 3, 4


def terms(**changes: Any) -> Terms:
    fields: dict[str, Any] = {
        "format": "english",
        "currency": "USD",
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "starting_minor": 100,
        "increments": TABLES["usd"],
        "soft_close": SoftClose(),
    }
    return Terms(**(fields | changes))


def before_end(**time: float) -> datetime:
    return CLOSES_AT - timedelta(**time)


def bid(bidder_id: int, amount_minor: int) -> PlaceBid:
    return PlaceBid(Bidder(bidder_id), amount_minor, is_confirmed=True)


class Lot:
    """One auction played step by step, with the book it leaves."""

    def __init__(self, terms: Terms, rules: Format[Any] | None = None) -> None:
        self.terms = terms
        self.rules: Format[Any] = rules or formats.of(terms.format)
        self.state: Any = self.rules.opening(terms)
        self.entries = [book.entry(1, terms.opens_at, self.rules.opened(terms))]

    def ask(self, action: Action, at: datetime = NOON) -> Accept[Any] | Reject:
        answer = self.rules.consider(self.terms, self.state, action, at)
        if isinstance(answer, Accept):
            self.state = answer.state
            self.entries += [
                book.entry(len(self.entries) + place, at, event) for place, event in enumerate(answer.events, 1)
            ]
        return answer

    def accept(self, action: Action, at: datetime = NOON) -> State:
        answer = self.ask(action, at)
        assert isinstance(answer, Accept), answer
        return answer.state

    def events(self, action: Action, at: datetime = NOON) -> tuple[Event, ...]:
        answer = self.ask(action, at)
        assert isinstance(answer, Accept), answer
        return answer.events

    def code(self, action: Action, at: datetime = NOON) -> str:
        before = self.state
        answer = self.ask(action, at)
        assert isinstance(answer, Reject), answer
        assert self.state == before
        return answer.code

    def bids(self, *pairs: tuple[int, int], at: datetime = NOON) -> "Lot":
        for bidder_id, amount in pairs:
            self.accept(bid(bidder_id, amount), at)
        return self

    def quote(self, at: datetime = NOON) -> Any:
        return self.rules.quote(self.terms, self.state, at)


def lot(*pairs: tuple[int, int], at: datetime = NOON, **changes: Any) -> Lot:
    return Lot(terms(**changes)).bids(*pairs, at=at)


def salt(seq: int) -> str:
    return f"{seq:032x}"


def public_book(terms: Terms, entries: Iterable[book.Entry], auction_id: int = 7) -> dict[str, Any]:
    """The book as the world gets it, with made-up aliases and salts."""
    reserve = None if terms.reserve_minor is None else chain.commitment(salt(0), terms.reserve_minor)
    public_terms = terms.to_public(auction_id, reserve)
    last, lines = chain.genesis(public_terms), []
    for line in entries:
        secret = None if line.secret_minor is None else chain.commitment(salt(line.seq), line.secret_minor)
        names = {"bidder": alias(line.bidder_id), "leader": alias(line.leader_id)}
        public = book.public_entry(line.seq, line.at, line, commitment=secret, **names)
        last = chain.entry_hash(last, public)
        lines.append({**public, "hash": last})
    return chain.read(chain.canonical({"auction_id": auction_id, "terms": public_terms, "entries": lines}).decode())


def alias(bidder_id: int | None) -> str | None:
    return None if bidder_id is None else f"bidder-{bidder_id}"
