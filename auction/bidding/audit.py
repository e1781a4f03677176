"""The house's own check of a book: its hash chain, its secrets against their commitments, its replay, and its row."""

from __future__ import annotations

from dataclasses import dataclass

from auction.bidding import queries
from auction.bidding.queries import WholeBook
from auction.rules import book, chain, formats
from auction.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Finding:
    is_sound: bool
    text: str


def verify(auction_id: int) -> Finding:
    """The first difference between what is stored and what the rules say, or that there is none. Raises Absent."""
    whole = queries.whole_book(auction_id)
    broken = _chain(whole) or _commitments(whole) or _replay(whole)
    if broken is not None:
        return Finding(False, f"auction {auction_id}: {broken}")
    return Finding(True, f"auction {auction_id}: {len(whole.lines)} entries, sound; head {whole.head_hash}")


def _chain(whole: WholeBook) -> str | None:
    difference = chain.verify(whole.to_public())
    if difference is not None:
        return f"entry {difference.seq}, {difference.field}: {difference.why}"
    if whole.lines[-1].hash != whole.head_hash:
        return "the auction's row names another head hash than the last entry"
    return None


def _commitments(whole: WholeBook) -> str | None:
    for line in whole.lines:
        stated = line.public["commitment"]
        if stated is not None and chain.commitment(line.salt or "", line.secret_minor or 0) != stated:
            return f"entry {line.seq}: the secret amount is not the one that was committed to"
    return None


def _replay(whole: WholeBook) -> str | None:
    terms = Terms.from_plain(whole.terms)
    people = whole.people()
    entries = [line.entry(people) for line in whole.lines]
    played = book.replay(terms, entries)
    if played.difference is not None:
        lost = played.difference
        return f"entry {lost.seq}, {lost.field}: stored {lost.stored!r}, by the rules {lost.computed!r}"
    if formats.of(terms.format).state_to_plain(played.state) != whole.state:
        return "the auction's row holds another state than its book leads to"
    return None
