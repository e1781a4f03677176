"""The book of an auction: the line each event becomes, what of it still stands, and its replay through the rules.

From the entries alone the whole state follows: the house replays them and must get what it has stored. An entry here
carries its secret amount; `public_entry` is what the world sees of it and what `chain` hashes.
"""

import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from auction.rules import formats
from auction.rules.actions import (
    Accept,
    Action,
    Bidder,
    BookBid,
    BuyNow,
    CancelBids,
    Close,
    ConfirmReserve,
    EndEarly,
    Event,
    ExtendWith,
    Facts,
    Kind,
    LowerReserve,
    PlaceBid,
    Postpone,
    Reject,
    ReserveChange,
    ReserveState,
    Retract,
)
from auction.rules.chain import instant, instant_text
from auction.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Entry:
    """One line with its secret: an Event, its place and its time."""

    seq: int
    at: datetime
    kind: Kind
    bidder_id: int | None
    secret_minor: int | None
    price_minor: int | None
    leader_id: int | None
    closes_at: datetime
    bid_count: int
    reserve: ReserveState
    facts: Facts = field(default_factory=dict)


COMPARED: Final = (
    "kind",
    "bidder_id",
    "secret_minor",
    "price_minor",
    "leader_id",
    "closes_at",
    "bid_count",
    "reserve",
    "facts",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the stored book and the rules part for the first time."""

    seq: int
    field: str
    stored: object
    computed: object


@dataclass(frozen=True, slots=True)
class Replay:
    """The format's state after the last entry that agreed, and the first difference if there is one."""

    state: Any
    difference: Difference | None


def entry(seq: int, at: datetime, event: Event) -> Entry:
    return Entry(
        seq,
        at,
        event.kind,
        event.bidder_id,
        event.secret_minor,
        event.price_minor,
        event.leader_id,
        event.closes_at,
        event.bid_count,
        event.reserve,
        event.facts,
    )


def public_entry(
    seq: int, at: datetime, event: Event | Entry, *, bidder: int | None, leader: int | None, commitment: str | None
) -> dict[str, object]:
    """What the world sees: aliases for people and a commitment for the secret amount. Ready for `chain.entry_hash`."""
    return {
        "seq": seq,
        "at": instant_text(at),
        "kind": event.kind,
        "bidder": bidder,
        "commitment": commitment,
        "price_minor": event.price_minor,
        "leader": leader,
        "closes_at": instant_text(event.closes_at),
        "bid_count": event.bid_count,
        "reserve": event.reserve,
        "facts": dict(event.facts),
    }


def standing_history(entries: Iterable[Entry]) -> tuple[tuple[BookBid, ...], tuple[ReserveChange, ...]]:
    """The bids and reserve changes that no retraction has taken away: what `Retract` asks for."""
    bids: dict[int, BookBid] = {}
    changes: dict[int, ReserveChange] = {}
    for line in entries:
        match line:
            case Entry(kind="bid" | "raise", bidder_id=int(bidder_id), secret_minor=int(amount)):
                bids[line.seq] = BookBid(line.seq, bidder_id, amount, line.at)
            case Entry(kind="reserve_lowered", secret_minor=amount_minor):
                changes[line.seq] = ReserveChange(line.seq, "lowered", amount_minor=amount_minor)
            case Entry(kind="reserve_confirmed", bidder_id=bidder):
                changes[line.seq] = ReserveChange(line.seq, "confirmed", bidder_id=bidder)
            case Entry(kind="retraction" | "bids_cancelled"):
                for seq in _fallen(line):
                    bids.pop(seq, None)
                    changes.pop(seq, None)
            case _:
                pass
    return tuple(bids.values()), tuple(changes.values())


def replay(terms: Terms, entries: Sequence[Entry]) -> Replay:
    """Plays the stored entries through the rules of the terms' format, as far as both agree."""
    rules = formats.of(terms.format)
    state = rules.opening(terms)
    due: deque[Event] = deque([rules.opened(terms)])
    at: datetime | None = None
    for place, line in enumerate(entries, start=1):
        if line.seq != place:
            return Replay(state, Difference(place, "seq", line.seq, place))
        if at is not None and (line.at < at or (due and line.at != at)):
            return Replay(state, Difference(place, "at", instant_text(line.at), instant_text(at)))
        after = state
        if not due:
            answer = _ask(rules, terms, state, line, entries[: place - 1])
            if isinstance(answer, Reject):
                return Replay(state, Difference(place, "kind", line.kind, f"refused: {answer.code}"))
            after = answer.state
            due.extend(answer.events)
        difference = _difference(line, due.popleft())
        if difference is not None:
            return Replay(state, difference)
        state, at = after, line.at
    if due:
        return Replay(state, Difference(len(entries) + 1, "kind", None, due[0].kind))
    return Replay(state, None)


def _ask(
    rules: formats.Format[Any], terms: Terms, state: Any, line: Entry, before: Sequence[Entry]
) -> Accept[Any] | Reject:
    action = _action(line, before)
    return action if isinstance(action, Reject) else rules.consider(terms, state, action, line.at)


def _action(line: Entry, before: Sequence[Entry]) -> Action | Reject:
    """What must have been asked for this line to be written."""
    match line:
        case Entry(kind="bid" | "raise", bidder_id=int(bidder_id), secret_minor=int(amount)):
            return PlaceBid(Bidder(bidder_id), amount, is_confirmed=True)
        case Entry(kind="bought", bidder_id=int(bidder_id)):
            return BuyNow(Bidder(bidder_id))
        case Entry(kind="retraction", bidder_id=int(bidder_id)):
            bids, changes = standing_history(before)
            reason = str(line.facts.get("reason", ""))
            return Retract(bidder_id, reason, bids, changes, line.at + timedelta(microseconds=1))
        case Entry(kind="bids_cancelled", bidder_id=int(bidder_id), facts={"by": "seller" | "house" as by}):
            return CancelBids(bidder_id, str(line.facts.get("public_reason", "")), *standing_history(before), by)
        case Entry(kind="reserve_lowered"):
            return LowerReserve(line.secret_minor)
        case Entry(kind="reserve_confirmed", bidder_id=int(bidder_id)):
            return ConfirmReserve(bidder_id)
        case Entry(kind="cancelled"):
            return EndEarly("cancel", str(line.facts.get("public_reason", "")))
        case Entry(kind="ended_early"):
            return EndEarly("sell")
        case Entry(kind="postponed", closes_at=closes_at, facts={"behind": int(behind)}):
            return Postpone(closes_at, behind)
        case Entry(kind="extended_with", closes_at=closes_at, facts={"with": int(other), "since": str(since)}):
            return ExtendWith(closes_at, other, instant(since))
        case Entry(kind="closed"):
            return Close()
        case _:
            return Reject("out_of_place")


def _difference(line: Entry, event: Event) -> Difference | None:
    for name in COMPARED:
        stored, computed = _plain(getattr(line, name)), _plain(getattr(event, name))
        if stored != computed:
            return Difference(line.seq, name, stored, computed)
    return None


def _plain(value: Any) -> Any:
    """As it comes back from a store, so that a tuple and the list it was written as are the same."""
    return instant_text(value) if isinstance(value, datetime) else json.loads(json.dumps(value))


def _fallen(line: Entry) -> tuple[int, ...]:
    seqs = line.facts.get("fallen", ())
    return tuple(seqs) if isinstance(seqs, tuple | list) else ()
