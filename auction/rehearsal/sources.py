"""Where the streams of a rehearsal come from: invented ones, auctions that have ended in this house, a seller's file.

The house's own are played only together, never one by one: at least FEWEST_ENDED of them, masked at their prices. A
file is read for one answer and kept nowhere. All is bounded, so that no rehearsal keeps the house busy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from auction import replay_file
from auction.bidding import queries
from auction.errors import Invalid
from auction.rehearsal import invented
from auction.replay_file import BadRow
from auction.rules.streams import Bid, Stream, scaled

LARGEST_FILE: Final = 1_000_000
MOST_LINES: Final = 12_000
MOST_BIDS: Final = 10_000
MOST_STREAMS: Final = 500
MOST_ENDED: Final = 60
FEWEST_ENDED: Final = 5
PLANNED_DAYS: Final = (1, 3, 5, 7, 10, 14, 30)
INVENTED: Final = tuple(invented.KINDS)
SOURCES: Final = ("invented", *INVENTED, "ended", "file")


@dataclass(frozen=True, slots=True)
class Taken:
    """The streams, and the rows of a file to look at. `is_secret`: they may only be shown together."""

    streams: tuple[Stream, ...]
    bad_rows: tuple[BadRow, ...] = ()
    is_secret: bool = False
    category: str | None = field(default=None, compare=False)


def invented_streams(source: str) -> Taken:
    """Of one kind, or of all in turn."""
    kinds = INVENTED if source == "invented" else (source,)
    return Taken(tuple(stream for kind in kinds for stream in invented.streams_of(kind)))


def ended_streams(currency: str, category: str | None) -> Taken:
    """Auctions of this house in this currency: of the category where enough have ended, else of all.

    Raises Invalid by field (source: too_few_ended).
    """
    for wanted in (category, None) if category else (None,):
        streams = queries.ended_streams(currency, category=wanted, streams=MOST_ENDED, bids=MOST_BIDS)
        if sum(bool(stream.bids) for stream in streams) >= FEWEST_ENDED:
            return Taken(streams, is_secret=True, category=wanted)
    raise Invalid(fields={"source": ["too_few_ended"]}, least=FEWEST_ENDED)


def streams_of_file(content: bytes, currency: str) -> Taken:
    """What a file holds. A row that cannot be read is told and left out.

    Raises Invalid by field (file: no_file, stream_file_too_large, too_many_stream_rows, too_many_streams).
    """
    if not content:
        raise Invalid(fields={"file": ["no_file"]})
    if len(content) > LARGEST_FILE:
        raise Invalid(fields={"file": ["stream_file_too_large"]}, megabytes=LARGEST_FILE // 1_000_000)
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_LINES:
        raise Invalid(fields={"file": ["too_many_stream_rows"]}, limit=MOST_BIDS)
    recorded, bad_rows = replay_file.streams_in(content, currency)
    if sum(len(one.bids) for one in recorded) > MOST_BIDS:
        raise Invalid(fields={"file": ["too_many_stream_rows"]}, limit=MOST_BIDS)
    if len(recorded) > MOST_STREAMS:
        raise Invalid(fields={"file": ["too_many_streams"]}, limit=MOST_STREAMS)
    return Taken(tuple(_as_stream(one) for one in recorded), bad_rows)


def _as_stream(recorded: replay_file.Stream) -> Stream:
    bids = tuple(Bid(bid.bidder_id, bid.amount_minor, bid.offset) for bid in recorded.bids)
    return Stream(
        recorded.auction_id, recorded.starting_minor, recorded.recorded_minor, planned_length(bids[-1].offset), bids
    )


def planned_length(last: timedelta) -> timedelta:
    """A record does not tell how long its auction was to run: the shortest usual length that holds the last bid."""
    usual = (timedelta(days=days) for days in PLANNED_DAYS)
    return next((length for length in usual if length > last), timedelta(days=last.days + 1))


def to_start_at(streams: tuple[Stream, ...], starting_minor: int) -> tuple[Stream, ...]:
    """Every stream as if its auction had begun at this price."""
    return tuple(scaled(stream, starting_minor, stream.starting_minor) for stream in streams)


def to_fetch(streams: tuple[Stream, ...], estimate_minor: int) -> tuple[Stream, ...]:
    """All streams by one factor, so that the middle one ended at the estimate; how far they lie apart stays."""
    prices = sorted(stream.price_minor for stream in streams)
    if not prices:
        return streams
    middle = prices[(len(prices) - 1) // 2]
    return tuple(scaled(stream, estimate_minor, middle) for stream in streams)
