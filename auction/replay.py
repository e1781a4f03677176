"""Replays recorded auctions through the rules and tells which closing prices come out. No bid is decided here.

A recorded bid is a proxy maximum; bids are played in the order of their time, equal times in the order of the file.
`NA` is one anonymous bidder of its auction, each `Private` row another person. The recorded price is only compared
with, never computed from. One thing is read with it: the sites that these records come from show every bid of the
winner above the price at the price, so a later raise of the eventual winner may look like a repetition of the former
one. The rules refuse a repetition; here it counts as accepted, and apart as masked. It changes no price.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias

from auction.replay_file import BadRow, Stream, StreamBid, read_streams
from auction.rules import money
from auction.rules.increments import TABLES, Increments, for_currency
from auction.rules.playing import play
from auction.rules.terms import Terms

__all__ = ["BadRow", "Played", "Player", "Report", "RulesPlayer", "Stream", "StreamBid", "play_file", "text_lines"]

OPENS_AT: Final = datetime(2000, 1, 1, tzinfo=UTC)
MOST_ROWS_SHOWN: Final = 40

Progress: TypeAlias = Callable[[int, int], None]
Reason: TypeAlias = Literal[
    "matched",
    "rows_left_out",
    "no_bid_accepted",
    "hidden_reserve",
    "broken_history",
    "bids_refused",
    "other_increments",
]
EXPLANATIONS: Final[dict[Reason, str]] = {
    "matched": "the recorded price",
    "rows_left_out": "rows of this auction could not be read and were left out",
    "no_bid_accepted": "no recorded bid is good under these terms",
    "hidden_reserve": "hidden reserve: the price is the winner's maximum, above the runner-up and an increment",
    "broken_history": "broken history: the price and the recorded bids contradict each other",
    "bids_refused": "some recorded bids were refused, so the course was another",
    "other_increments": "between the runner-up and the winner, but by another increment than this table's",
}


class UnknownTable(ValueError):
    """There is no increments table of this name."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a player made of a stream: the closing price, and for each bid None or the code of its refusal."""

    price_minor: int | None
    refusals: tuple[str | None, ...]


class Player(Protocol):
    """Plays one auction's bids in order. The rules do it in memory; the service does it in its database."""

    def play(self, stream: Stream, terms: Terms) -> Played: ...


class RulesPlayer:
    """Plays through `auction.rules` alone."""

    def play(self, stream: Stream, terms: Terms) -> Played:
        course = play(terms, stream.bids)
        return Played(course.price_minor, course.refusals)


@dataclass(frozen=True, slots=True)
class AuctionResult:
    auction_id: str
    recorded_minor: int
    computed_minor: int | None
    bids: int
    masked: int
    refused: tuple[tuple[StreamBid, str], ...]
    reason: Reason

    @property
    def accepted(self) -> int:
        return self.bids - len(self.refused)


@dataclass(frozen=True, slots=True)
class Report:
    """What came out. `bad_rows` are those that could not be read, and those read with a doubt."""

    currency: str
    increments: str
    results: tuple[AuctionResult, ...]
    bad_rows: tuple[BadRow, ...]

    @property
    def matched(self) -> int:
        return sum(result.reason == "matched" for result in self.results)

    @property
    def bids(self) -> int:
        return sum(result.bids for result in self.results)

    @property
    def accepted(self) -> int:
        return sum(result.accepted for result in self.results)

    @property
    def masked(self) -> int:
        return sum(result.masked for result in self.results)

    def to_plain(self) -> dict[str, object]:
        """For `--json`. Amounts are decimal text, so that nobody rounds them."""
        return {
            "currency": self.currency,
            "increments": self.increments,
            "auctions": len(self.results),
            "matched": self.matched,
            "bids": self.bids,
            "accepted": self.accepted,
            "masked": self.masked,
            "refused": self.bids - self.accepted,
            "reasons": dict(Counter(result.reason for result in self.results)),
            "per_auction": [self._result_plain(result) for result in self.results],
            "bad_rows": [
                {"line": row.line, "auction_id": row.auction_id, "played": row.is_played, "reason": row.reason}
                for row in self.bad_rows
            ],
        }

    def _result_plain(self, result: AuctionResult) -> dict[str, object]:
        return {
            "id": result.auction_id,
            "recorded": self.amount(result.recorded_minor),
            "computed": self.amount(result.computed_minor),
            "reason": result.reason,
            "explanation": EXPLANATIONS[result.reason],
            "bids": result.bids,
            "accepted": result.accepted,
            "masked": result.masked,
            "refused": [{"line": bid.line, "code": code} for bid, code in result.refused],
        }

    def amount(self, minor: int | None) -> str | None:
        return None if minor is None else money.plain(minor, self.currency)


def play_file(
    path: str | Path,
    currency: str = "USD",
    increments_name: str | None = None,
    progress: Progress | None = None,
    player: Player | None = None,
) -> Report:
    """Plays every auction of the file. `progress` hears (done, total) after each auction.

    Raises AmountError for an unknown currency, UnknownTable for an unknown table, and OSError for an unreadable file.
    """
    money.exponent(currency)
    increments = _table(currency, increments_name)
    streams, bad_rows = read_streams(Path(path), currency)
    player = player or RulesPlayer()
    results = []
    for done, stream in enumerate(streams, start=1):
        results.append(_result(stream, player.play(stream, terms_of(stream, currency, increments))))
        if progress is not None:
            progress(done, len(streams))
    return Report(currency, increments.name, tuple(results), bad_rows)


def terms_of(stream: Stream, currency: str, increments: Increments, opens_at: datetime = OPENS_AT) -> Terms:
    """The terms under which a stream is played: no reserve, no soft close, because none is recorded."""
    last = max(bid.offset for bid in stream.bids)
    closes_at = opens_at + last + timedelta(days=1)
    return Terms("english", currency, opens_at, closes_at, stream.starting_minor, increments, soft_close=None)


def _table(currency: str, name: str | None) -> Increments:
    if name is None:
        return for_currency(currency)
    if name not in TABLES:
        raise UnknownTable(name)
    return TABLES[name]


def _result(stream: Stream, played: Played) -> AuctionResult:
    masked = _masked(stream, played)
    refused = tuple(
        (bid, code)
        for bid, code in zip(stream.bids, played.refusals, strict=True)
        if code is not None and bid not in masked
    )
    reason = _reason(stream, played, is_refused=bool(refused))
    return AuctionResult(
        stream.auction_id,
        stream.recorded_minor,
        played.price_minor,
        len(stream.bids),
        len(masked),
        refused,
        reason,
    )


def _masked(stream: Stream, played: Played) -> frozenset[StreamBid]:
    """The winner's repetitions of a maximum shown at the price, which must have been raises."""
    highest = max(bid.amount_minor for bid in stream.bids)
    winner_id = next(bid.bidder_id for bid in stream.bids if bid.amount_minor == highest)
    return frozenset(
        bid
        for bid, code in zip(stream.bids, played.refusals, strict=True)
        if code == "not_above_own_maximum"
        and bid.bidder_id == winner_id
        and bid.amount_minor == highest == stream.recorded_minor
    )


def _reason(stream: Stream, played: Played, *, is_refused: bool) -> Reason:
    """Why the computed price is what it is beside the recorded one."""
    recorded, computed = stream.recorded_minor, played.price_minor
    if recorded == computed:
        return "matched"
    if not stream.is_complete:
        return "rows_left_out"
    if computed is None:
        return "no_bid_accepted"
    winner_max, runner_max = _best_two(stream, played)
    if recorded > computed and recorded == winner_max:
        return "hidden_reserve"
    if recorded > winner_max or recorded < (runner_max or stream.starting_minor):
        return "broken_history"
    return "bids_refused" if is_refused else "other_increments"


def _best_two(stream: Stream, played: Played) -> tuple[int, int | None]:
    """The winner's maximum and the best of anybody else, among the accepted bids."""
    best: dict[int, int] = {}
    for bid, code in zip(stream.bids, played.refusals, strict=True):
        if code is None:
            best[bid.bidder_id] = max(bid.amount_minor, best.get(bid.bidder_id, 0))
    ordered = sorted(best.values(), reverse=True)
    return ordered[0], ordered[1] if len(ordered) > 1 else None


def text_lines(report: Report) -> Iterator[str]:
    """The report for a terminal."""
    refused = report.bids - report.accepted
    yield f"{len(report.results):,} auctions, {report.bids:,} bids ({report.currency}, increments {report.increments})"
    yield f"{report.matched:,} of {len(report.results):,} closing prices come out exactly as recorded."
    yield (
        f"{report.accepted:,} bids accepted, {report.masked:,} of them raises of the eventual winner that the record "
        f"masks at the price; {refused:,} refused."
    )
    yield from _mismatch_lines(report)
    yield from _refusal_lines(report)
    yield from _bad_row_lines(report)


def _mismatch_lines(report: Report) -> Iterator[str]:
    others = [result for result in report.results if result.reason != "matched"]
    if not others:
        return
    width = max(len("auction"), *(len(result.auction_id) for result in others))
    yield ""
    yield f"{len(others):,} other prices:"
    yield f"  {'auction':<{width}}  {'recorded':>14}  {'computed':>14}  what explains it"
    for result in others:
        recorded, computed = report.amount(result.recorded_minor), report.amount(result.computed_minor) or "none"
        yield f"  {result.auction_id:<{width}}  {recorded:>14}  {computed:>14}  {EXPLANATIONS[result.reason]}"


def _refusal_lines(report: Report) -> Iterator[str]:
    codes = Counter(code for result in report.results for _, code in result.refused)
    if codes:
        yield ""
        yield "Refused: " + ", ".join(f"{count:,} {code}" for code, count in codes.most_common())


def _bad_row_lines(report: Report) -> Iterator[str]:
    if not report.bad_rows:
        return
    yield ""
    yield f"Rows to look at: {len(report.bad_rows):,}"
    for row in report.bad_rows[:MOST_ROWS_SHOWN]:
        yield f"  line {row.line}: {row.reason}{'' if row.is_played else ' (left out)'}"
    if len(report.bad_rows) > MOST_ROWS_SHOWN:
        yield f"  and {len(report.bad_rows) - MOST_ROWS_SHOWN:,} more"
