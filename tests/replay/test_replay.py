"""Recorded auctions through the rules: how a record is read, what matches, and what explains the rest."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auction.replay import AuctionResult, Played, Report, Stream, play_file, text_lines
from auction.rules import money
from auction.rules.terms import Terms
from tests.rules.model import Model

HEADER = "auctionid,bid,bidtime,bidder,openbid,price"


def play(tmp_path: Path, *rows: str, currency: str = "USD", increments: str | None = None, **more: Any) -> Report:
    path = tmp_path / "bids.csv"
    path.write_text("\n".join([HEADER, *rows]))
    return play_file(path, currency, increments, **more)


def only(report: Report) -> AuctionResult:
    (result,) = report.results
    return result


def test_rows_are_played_by_time_and_equal_times_by_the_file(tmp_path: Path) -> None:
    rows = ["a,9,0.5,bob,5,9", "a,9,0.5,ann,5,9", "a,8,0.1,cat,5,9"]
    player = Elsewhere([])
    play(tmp_path, *rows, player=player)
    assert [bid.bidder for bid in player.asked[0][0].bids] == ["cat", "bob", "ann"]


def test_auctions_may_be_mixed_in_the_file(tmp_path: Path) -> None:
    rows = ["a,10,0.2,ann,5,7.50", "b,6,0.1,bob,5,5", "a,7,0.1,bob,5,7.50"]
    report = play(tmp_path, *rows)
    assert [(result.auction_id, result.computed_minor) for result in report.results] == [("a", 750), ("b", 500)]
    assert report.matched == 2


def test_na_is_one_person_and_each_private_row_another(tmp_path: Path) -> None:
    same = only(play(tmp_path, "a,10,0.1,NA,5,5", "a,20,0.2,NA,5,5"))
    others = only(play(tmp_path, "a,10,0.1,Private,5,10.50", "a,20,0.2,Private,5,10.50"))
    assert (same.reason, same.computed_minor) == ("matched", 500)
    assert (others.reason, others.computed_minor) == ("matched", 1_050)


def test_na_of_another_auction_is_another_person(tmp_path: Path) -> None:
    report = play(tmp_path, "a,10,0.1,NA,5,5", "b,20,0.2,NA,5,5")
    assert report.matched == 2


def test_masked_raises_of_the_winner_are_accepted_and_counted_apart(tmp_path: Path) -> None:
    rows = ["a,7,0.1,bob,5,7.50", "a,7.50,0.2,ann,5,7.50", "a,7.50,0.3,ann,5,7.50"]
    report = play(tmp_path, *rows)
    assert (report.matched, report.bids, report.accepted, report.masked) == (1, 3, 3, 1)


def test_a_repetition_by_anybody_else_is_refused(tmp_path: Path) -> None:
    rows = ["a,7,0.1,bob,5,7.50", "a,7,0.2,bob,5,7.50", "a,7.50,0.3,ann,5,7.50"]
    report = play(tmp_path, *rows)
    assert (report.matched, report.bids, report.accepted, report.masked) == (1, 3, 2, 0)
    assert [(bid.line, code) for bid, code in only(report).refused] == [(3, "not_above_own_maximum")]


def test_a_repetition_that_is_not_at_the_price_is_refused(tmp_path: Path) -> None:
    rows = ["a,7,0.1,bob,5,7.50", "a,9,0.2,ann,5,7.50", "a,9,0.3,ann,5,7.50"]
    assert play(tmp_path, *rows).accepted == 2


def test_a_bid_below_the_minimum_of_its_moment_is_refused(tmp_path: Path) -> None:
    report = play(tmp_path, "a,7,0.1,bob,5,8", "a,9,0.2,ann,5,8", "a,7.60,0.3,cat,5,8", "a,7.70,0.4,dan,5,8")
    assert [code for _, code in only(report).refused] == ["below_minimum", "below_minimum"]
    assert any("2 below_minimum" in line for line in text_lines(report))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["a,7,0.1,bob,5,7.50", "a,10,0.2,ann,5,7.50"], "matched"),
        (["a,7,0.1,bob,5,10", "a,10,0.2,ann,5,10"], "hidden_reserve"),
        (["a,10,0.2,ann,5,10"], "hidden_reserve"),
        (["a,7,0.1,bob,5,12", "a,10,0.2,ann,5,12"], "broken_history"),
        (["a,7,0.1,bob,5,6", "a,10,0.2,ann,5,6"], "broken_history"),
        (["a,7,0.1,bob,5,4", "a,10,0.2,ann,5,4"], "broken_history"),
        (["a,7,0.1,bob,5,8.25", "a,10,0.2,ann,5,8.25"], "other_increments"),
        (["a,7,0.1,bob,5,7.25", "a,10,0.2,ann,5,7.25"], "other_increments"),
        (["a,3,0.1,bob,5,5", "a,4,0.2,ann,5,5"], "no_bid_accepted"),
        (["a,7,0.1,bob,5,8.10", "a,9,0.2,ann,5,8.10", "a,7.60,0.3,cat,5,8.10"], "bids_refused"),
        (["a,7,0.1,bob,5,7.40", "a,9,0.2,ann,5,7.40", "a,7.60,0.3,cat,5,7.40"], "bids_refused"),
    ],
    ids=str,
)
def test_each_price_has_its_reason(tmp_path: Path, rows: list[str], reason: str) -> None:
    assert only(play(tmp_path, *rows)).reason == reason


def test_the_json_holds_what_was_promised(tmp_path: Path) -> None:
    report = play(tmp_path, "a,7,0.1,bob,5,10", "a,10,0.2,ann,5,10", "b,9,0.1,bob,5,5", "b,x,0.2,bob,5,5")
    plain = json.loads(json.dumps(report.to_plain()))
    assert {name: plain[name] for name in ("auctions", "matched", "bids", "accepted", "masked", "refused")} == {
        "auctions": 2,
        "matched": 1,
        "bids": 3,
        "accepted": 3,
        "masked": 0,
        "refused": 0,
    }
    first, second = plain["per_auction"]
    assert (first["id"], first["recorded"], first["computed"], first["reason"]) == (
        "a",
        "10.00",
        "7.50",
        "hidden_reserve",
    )
    assert (second["reason"], second["computed"]) == ("matched", "5.00")
    assert plain["bad_rows"][0]["line"] == 5


def test_the_recorded_price_never_makes_the_computed_one(tmp_path: Path) -> None:
    bids = ["a,7,0.1,bob,5,{}", "a,9,0.2,ann,5,{}", "a,8,0.3,cat,5,{}"]
    computed = {only(play(tmp_path, *(row.format(price) for row in bids))).computed_minor for price in (1, 8, 9, 50)}
    assert computed == {850}


@pytest.mark.parametrize(
    ("currency", "increments", "rows", "price"),
    [
        ("JPY", None, ["a,9000,0.1,bob,500,9100", "a,20000,0.2,ann,500,9100"], 9_100),
        ("KWD", None, ["a,9.5,0.1,bob,1.25,9.600", "a,20.125,0.2,ann,1.25,9.600"], 9_600),
        ("AED", None, ["a,95,0.1,bob,1,97", "a,200,0.2,ann,1,97"], 9_700),
        ("USD", "gbp", ["a,20,0.1,bob,1,21", "a,200,0.2,ann,1,21"], 2_100),
        ("USD", "flat", ["a,0.50,0.1,bob,0.10,1.50", "a,200,0.2,ann,0.10,1.50"], 150),
        ("SEK", "ladder-2-5-8", ["a,3100,0.1,bob,1,3200", "a,5000,0.2,ann,1,3200"], 320_000),
    ],
)
def test_other_currencies_and_tables(
    tmp_path: Path, currency: str, increments: str | None, rows: list[str], price: int
) -> None:
    report = play(tmp_path, *rows, currency=currency, increments=increments)
    assert (report.matched, only(report).computed_minor) == (1, price)


def test_progress_is_told_auction_by_auction(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = ["a,10,0.2,ann,5,5", "b,6,0.1,bob,5,5"]
    play(tmp_path, *rows, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@dataclass
class Elsewhere:
    """A player that answers without the rules, as the service's will."""

    asked: list[tuple[Stream, Terms]]

    def play(self, stream: Stream, terms: Terms) -> Played:
        self.asked.append((stream, terms))
        return Played(500, (None, *["below_minimum"] * (len(stream.bids) - 1)))


def test_another_player_can_take_the_place_of_the_rules(tmp_path: Path) -> None:
    player = Elsewhere([])
    report = play(tmp_path, "a,10,0.5,ann,5,5", "a,12,1.5,bob,5,5", player=player)
    ((stream, terms),) = player.asked
    assert [(bid.bidder, bid.bidder_id, bid.amount_minor, bid.offset) for bid in stream.bids] == [
        ("ann", 1, 1_000, timedelta(hours=12)),
        ("bob", 2, 1_200, timedelta(hours=36)),
    ]
    assert terms.closes_at - terms.opens_at > timedelta(hours=36)
    assert (report.matched, report.accepted, report.bids) == (1, 1, 2)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(50, 3_000)), min_size=1, max_size=25),
    st.sampled_from([50, 100, 499]),
)
def test_what_a_site_of_these_rules_would_have_recorded_comes_out(
    tmp_path_factory: pytest.TempPathFactory, course: list[tuple[int, int]], starting: int
) -> None:
    """A site that masks its winner's maximum, told by the slow model: every price and every bid comes out."""
    opens_at = datetime(2026, 3, 1, tzinfo=UTC)
    model = Model(starting, None, opens_at, opens_at + timedelta(days=7), window=0)
    for minute, (who, amount) in enumerate(course):
        model.bid(who, amount, opens_at + timedelta(minutes=minute))
    price = model.price()
    if price is None:
        return
    rows = []
    for line in model.bids():
        shown = min(line.amount, price) if line.who == model.leader() else line.amount
        days = (line.at - opens_at) / timedelta(days=1)
        cells = [money.plain(minor, "USD") for minor in (shown, starting, price)]
        rows.append(f"x,{cells[0]},{days:.6f},p{line.who},{cells[1]},{cells[2]}")
    report = play(tmp_path_factory.mktemp("site"), *rows)
    assert (report.matched, report.accepted, report.bids) == (1, len(rows), len(rows))
