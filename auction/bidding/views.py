"""What others may see of an auction: frozen values for pages, programs and sockets. Nothing secret fits in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from auction.rules.actions import Quote


@dataclass(frozen=True, slots=True)
class PublicState:
    """The complete public state of an auction at one `seq`: any later one replaces an earlier one.

    Amounts in minor units of `currency`. `price_minor` is the starting price while nobody has bid and None where the
    format hides it; `leader` is an alias, never a person.
    """

    auction_id: int
    seq: int
    currency: str
    phase: str
    price_minor: int | None
    minimum_minor: int | None
    count: int
    leader: int | None
    closes_at: datetime
    opens_at: datetime
    ended_at: datetime | None
    reserve: str
    buy_now_minor: int | None
    outcome: str | None
    hammer_minor: int | None
    server_now: datetime

    def to_plain(self) -> dict[str, Any]:
        """For JSON: instants as ISO 8601 text."""
        return {
            "auction_id": self.auction_id,
            "seq": self.seq,
            "currency": self.currency,
            "phase": self.phase,
            "price_minor": self.price_minor,
            "minimum_minor": self.minimum_minor,
            "count": self.count,
            "leader": self.leader,
            "closes_at": self.closes_at.isoformat(),
            "opens_at": self.opens_at.isoformat(),
            "ended_at": None if self.ended_at is None else self.ended_at.isoformat(),
            "reserve": self.reserve,
            "buy_now_minor": self.buy_now_minor,
            "outcome": self.outcome,
            "hammer_minor": self.hammer_minor,
            "server_now": self.server_now.isoformat(),
        }


def phase_at(*, is_ended: bool, opens_at: datetime, closes_at: datetime, now: datetime) -> str:
    """scheduled, open, closing (the end has come, nobody has closed it yet) or ended."""
    if is_ended:
        return "ended"
    if now >= closes_at:
        return "closing"
    return "open" if now >= opens_at else "scheduled"


def public_state(
    quote: Quote,
    *,
    auction_id: int,
    seq: int,
    currency: str,
    leader: int | None,
    opens_at: datetime,
    last_at: datetime,
    now: datetime,
) -> PublicState:
    """A rule's quote as the world sees it, with the leader's alias in place of the person."""
    outcome = quote.outcome
    return PublicState(
        auction_id=auction_id,
        seq=seq,
        currency=currency,
        phase=quote.phase,
        price_minor=quote.price_minor if quote.price_minor is not None else quote.starting_minor,
        minimum_minor=quote.minimum_minor,
        count=quote.bid_count,
        leader=leader,
        closes_at=quote.closes_at,
        opens_at=opens_at,
        ended_at=None if outcome is None else last_at,
        reserve=quote.reserve,
        buy_now_minor=quote.buy_now_minor,
        outcome=None if outcome is None else type(outcome).__name__.lower(),
        hammer_minor=getattr(outcome, "hammer_minor", None),
        server_now=now,
    )


class Placed(NamedTuple):
    """The answer to an accepted bid: how it stood when entered, and the bidder's own receipt for the book's commitment.

    `state` is the newest the house knows: another bid of the same moment may have overtaken this one already.
    """

    auction_id: int
    seq: int
    alias: int
    standing: str
    maximum_minor: int
    salt: str
    state: PublicState
    is_repeat: bool = False

    @property
    def is_leading(self) -> bool:
        return self.state.leader == self.alias


@dataclass(frozen=True, slots=True)
class Changed:
    """The answer to any other accepted change."""

    auction_id: int
    seq: int
    state: PublicState
    facts: dict[str, Any] = field(default_factory=dict)
