"""Where streams come from: a seller's file with its bad rows and bounds, and ended auctions without a secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from auction.bidding import queries, service
from auction.errors import Invalid
from auction.rehearsal import sources
from auction.rehearsal.outcomes import rehearse
from auction.replay import play_file
from auction.rules.increments import TABLES, for_currency
from auction.rules.playing import play
from auction.rules.streams import scaled
from tests import services
from tests.bidding.builders import a_person, an_auction, bid, some_terms
from tests.rehearsal.conftest import HEADER, bids_file

BIDS = "ebay/bids.csv"


def test_a_file_is_read_as_replay_reads_it(tmp_path):
    rows = ["a,7,0.5,bob,5,7.50", "a,10,2.9,ann,5,7.50", "b,x,0.2,ann,5,9", "b,-3,0.3,ann,5,9", "b,9,0.4,,5,9"]
    taken = sources.streams_of_file(bids_file(*rows), "USD")
    (tmp_path / "bids.csv").write_bytes(bids_file(*rows))
    report = play_file(tmp_path / "bids.csv")
    assert [(row.line, row.reason) for row in taken.bad_rows] == [(row.line, row.reason) for row in report.bad_rows]
    assert [row.line for row in taken.bad_rows] == [4, 5, 6]
    (stream,) = taken.streams
    assert (stream.name, stream.starting_minor, stream.price_minor) == ("a", 500, 750)
    assert stream.length == timedelta(days=3)


@pytest.mark.parametrize(
    ("hours", "days"), [(1, 1), (23, 1), (24, 3), (71, 3), (24 * 7, 10), (24 * 29, 30), (24 * 40, 41)]
)
def test_the_planned_length_is_the_shortest_usual_one(hours: int, days: int):
    assert sources.planned_length(timedelta(hours=hours)) == timedelta(days=days)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_file"),
        (b"x" * (sources.LARGEST_FILE + 1), "stream_file_too_large"),
        ((HEADER + "\n").encode() + b"\n" * sources.MOST_LINES, "too_many_stream_rows"),
        ((HEADER + "\r").encode() + b"a,9,0.1,b,5,9\r" * (sources.MOST_BIDS + 1), "too_many_stream_rows"),
        (bids_file(*(f"a{number},9,0.1,b,5,9" for number in range(sources.MOST_STREAMS + 1))), "too_many_streams"),
    ],
    ids=["none", "large", "lines", "bids", "auctions"],
)
def test_a_file_beyond_bounds_is_refused(content: bytes, code: str):
    with pytest.raises(Invalid) as refused:
        sources.streams_of_file(content, "USD")
    assert refused.value.fields == {"file": [code]}


# --- auctions of this house -------------------------------------------------------------------------------------


def ended_at_twenty(travel: Any, secret: str, **listing: Any) -> int:
    """Sold at 20.50 to somebody whose maximum was `secret`."""
    lot = an_auction(listing=listing)
    bid(lot, a_person(), secret, is_confirmed=True)
    bid(lot, a_person(), "20")
    travel(days=4)
    service.close_due()
    return lot


@pytest.mark.parametrize("secret", ["35", "41.23", "900"])
def test_the_winners_maximum_is_in_no_stream(house, travel, secret: str):
    ended_at_twenty(travel, secret)
    (stream,) = queries.ended_streams("USD", category=None, streams=9, bids=99)
    assert [(one.bidder_id, one.amount_minor) for one in stream.bids] == [(1, 2_050), (2, 2_000)]
    assert stream.price_minor == 2_050
    assert stream.length == timedelta(days=3, hours=1)
    for starting in range(1_000, 100_000, 1_000):  # nor can it be asked for, under whatever terms
        probe = some_terms(reserve_minor=starting, starting_minor=1)
        assert (play(probe, stream.bids).price_minor or 0) <= 2_050


def test_nor_is_that_of_a_leader_below_the_reserve(house, travel):
    lot = an_auction(reserve_minor=90_000)
    bid(lot, a_person(), "350", is_confirmed=True)
    travel(days=4)
    service.close_due()
    (stream,) = queries.ended_streams("USD", category=None, streams=9, bids=99)
    assert [one.amount_minor for one in stream.bids] == [1_000]


def test_bids_taken_back_and_running_or_foreign_auctions_are_left_out(house, travel):
    lot = an_auction()
    hasty = a_person()
    bid(lot, hasty, "500", is_confirmed=True)
    bid(lot, a_person(), "20")
    service.retract_bid(auction_id=lot, person_id=hasty, reason="amount_error")
    an_auction(currency="EUR", increments=for_currency("EUR"))
    travel(days=4)
    service.close_due()
    an_auction()
    (stream,) = queries.ended_streams("USD", category=None, streams=9, bids=99)
    assert [one.amount_minor for one in stream.bids] == [1_000]


def test_ended_auctions_are_bounded_and_the_newest_come_first(house, travel):
    for number in range(4):
        lot = an_auction(starting_minor=1_000 + number)
        for _turn in range(2):
            bid(lot, a_person(), f"{20 + 10 * _turn}")
        travel(days=4)
        service.close_due()
    newest = queries.ended_streams("USD", category=None, streams=3, bids=99)
    assert [stream.starting_minor for stream in newest] == [1_003, 1_002, 1_001]
    assert len(queries.ended_streams("USD", category=None, streams=9, bids=5)) == 2


def test_they_are_played_only_together_and_from_five_on(house, travel):
    for _number in range(sources.FEWEST_ENDED - 1):
        ended_at_twenty(travel, "35")
    with pytest.raises(Invalid) as refused:
        sources.ended_streams("USD", "books")
    assert refused.value.fields == {"source": ["too_few_ended"]}
    ended_at_twenty(travel, "35", category="books")
    taken = sources.ended_streams("USD", "books")
    assert (len(taken.streams), taken.is_secret, taken.category) == (5, True, None)
    for _number in range(sources.FEWEST_ENDED - 1):
        ended_at_twenty(travel, "35", category="books")
    taken = sources.ended_streams("USD", "books")
    assert (len(taken.streams), taken.category) == (5, "books")


# --- real data --------------------------------------------------------------------------------------------------


@pytest.mark.shared_data
def test_at_replays_own_terms_the_real_streams_give_replays_prices(shared_data):
    if not (shared_data / BIDS).is_file():
        services.missing("data", "the shared eBay bids are not beside the repository")
    content = (shared_data / BIDS).read_bytes()
    report = play_file(shared_data / BIDS)
    taken = sources.streams_of_file(content, "USD")
    recorded = {result.auction_id: result for result in report.results}

    def prices(increments: str, times: int = 1) -> list[int | None]:
        found = []
        for stream in taken.streams:
            plain = some_terms(
                opens_at=(now := some_terms().opens_at),
                closes_at=now + stream.length,
                starting_minor=stream.starting_minor * times,
                increments=TABLES[increments],
                soft_close=None,
            )
            (outcome,) = rehearse(plain, [scaled(stream, times, 1)])
            found.append(outcome.price_minor)
        return found

    def matched(found: list[int | None]) -> int:
        pairs = zip(taken.streams, found, strict=True)
        return sum(price == recorded[stream.name].recorded_minor for stream, price in pairs)

    own = prices("usd")
    assert len(own) == 305
    assert own == [recorded[stream.name].computed_minor for stream in taken.streams]
    assert matched(own) == 297
    assert matched(prices("flat")) < 250
    assert matched(prices("gbp")) < 250
    assert prices("flat") != own
