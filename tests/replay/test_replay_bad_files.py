"""Files as they really come: what is wrong is named with its line, and the rest is played."""

from pathlib import Path

import pytest

from auction.replay import Report, UnknownTable, play_file, text_lines
from auction.rules.money import AmountError

HEADER = "auctionid,bid,bidtime,bidder,openbid,price"
GOOD = ["a,10,0.1,ann,5,7.50", "a,7,0.2,bob,5,7.50"]


def play(tmp_path: Path, content: str | bytes, currency: str = "USD") -> Report:
    path = tmp_path / "bids.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return play_file(path, currency)


def lines(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows, ""])


def test_a_good_file_plays(tmp_path: Path) -> None:
    report = play(tmp_path, lines(*GOOD))
    assert (report.matched, report.bids, report.accepted, report.bad_rows) == (1, 2, 2, ())


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + lines(*GOOD),
        lines(*GOOD).replace("\n", "\r\n"),
        lines(*GOOD).replace("\n", "\r"),
        lines(*GOOD).rstrip("\n"),
        "\n\n" + lines("", *GOOD, "", ",,,,,"),
        lines(*GOOD, header=HEADER.upper()),
        lines(*GOOD, header=HEADER.replace(",", " , ")),
        lines(*(row.replace(",", ",  ") for row in GOOD)),
        lines(*('"' + row.replace(",", '","') + '"' for row in GOOD)),
        lines('a,"2\nlines",10,0.1,ann,5,7.50', "a,,7,0.2,bob,5,7.50", header=HEADER.replace(",", ",item,", 1)),
        lines(
            "7.50,5,ann,0.1,10,a,x", "7.50,5,bob,0.2,7,a,y", header="price,openbid,bidder,bidtime,bid,auctionid,extra"
        ),
        lines("a,1e+01,0.1,ann,5.00,7.5", "a,7.000,2e-1,bob,5,+7.50"),
    ],
)
def test_other_ways_to_write_the_same(tmp_path: Path, content: str) -> None:
    report = play(tmp_path, content)
    assert (report.matched, report.bids, report.accepted, report.bad_rows) == (1, 2, 2, ())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,,0.3,cat,5,7.50", "missing: bid"),
        ("a,6,0.3,,5,", "missing: bidder, price"),
        (",6,0.3,cat,5,7.50", "missing: auctionid"),
        ("a,6,0.3,cat,5", "5 cells where the header has 6"),
        ("a,6,0.3,cat,5,7.50,8", "7 cells where the header has 6"),
        ("a,-6,0.3,cat,5,7.50", "bid is negative: -6"),
        ("a,6,-0.3,cat,5,7.50", "bidtime is negative: -0.3"),
        ("a,6,0.3,cat,-5,7.50", "openbid is negative: -5"),
        ("a,6,0.3,cat,5,-1", "price is negative: -1"),
        ("a,six,0.3,cat,5,7.50", "bid is not a number: six"),
        ("a,6,soon,cat,5,7.50", "bidtime is not a number: soon"),
        ("a,$6,0.3,cat,5,7.50", "bid is not a number: $6"),
        ("a,6,0.3,cat,NA,7.50", "openbid is not a number: NA"),
        ("a,1_0,0.3,cat,5,7.50", "bid is not a number: 1_0"),
        ("a,0x10,0.3,cat,5,7.50", "bid is not a number: 0x10"),
        ("a,inf,0.3,cat,5,7.50", "bid is not finite: inf"),
        ("a,NaN,0.3,cat,5,7.50", "bid is not finite: NaN"),
        ("a,6,-Infinity,cat,5,7.50", "bidtime is not finite: -Infinity"),
        ("a,0,0.3,cat,5,7.50", "bid is zero"),
        ("a,6,0.3,cat,0.00,7.50", "openbid is zero"),
        ("a,6.005,0.3,cat,5,7.50", "bid has more decimals than USD has: 6.005"),
        ("a,1e-9,0.3,cat,5,7.50", "bid has more decimals than USD has: 1e-9"),
        ("a,1e999,0.3,cat,5,7.50", "bid is too large: 1e999"),
        ("a,10000000000000.01,0.3,cat,5,7.50", "bid is too large: 10000000000000.01"),
        ("a,6,1e99,cat,5,7.50", "bidtime is too large: 1e99"),
        ("a,6,0.3," + "c" * 201 + ",5,7.50", "too long: bidder"),
        ('a,6,0.3,"cat,5,7.50', "a quote is opened and not closed"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_played(tmp_path: Path, row: str, reason: str) -> None:
    report = play(tmp_path, lines(GOOD[0], row, GOOD[1]))
    assert [(bad.line, bad.reason, bad.is_played) for bad in report.bad_rows] == [(3, reason, False)]
    assert (report.matched, report.bids, report.accepted) == (1, 2, 2)
    assert any(reason in line and "line 3" in line for line in text_lines(report))


def test_bytes_that_are_not_utf8_spoil_their_row_only(tmp_path: Path) -> None:
    bad = b"a,6,0.3,c\xe9t,5,7.50"
    report = play(tmp_path, "\n".join([HEADER, GOOD[0]]).encode() + b"\n" + bad + b"\n" + GOOD[1].encode())
    assert [(row.line, row.reason) for row in report.bad_rows] == [(3, "not UTF-8")]
    assert (report.matched, report.bids) == (1, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("\n\n  \n", "the file is empty"),
        ("id,amount\n1,2\n", "wrong header: no column auctionid, bid, bidtime, bidder, openbid, price"),
        (lines(*GOOD, header=HEADER.replace("price", "cost")), "wrong header: no column price"),
        (lines(*GOOD, header=HEADER.replace(",", ";")), "wrong header: no column auctionid"),
        (lines(*GOOD, header=HEADER + ",bid"), "wrong header: column bid stands twice"),
        (lines(*GOOD).encode("utf-16"), "not UTF-8 (it looks like UTF-16)"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "wrong header"),
    ],
)
def test_a_file_that_cannot_be_played_says_why(tmp_path: Path, content: str | bytes, reason: str) -> None:
    report = play(tmp_path, content)
    assert report.results == ()
    assert [row.line for row in report.bad_rows] == [1]
    assert reason in report.bad_rows[0].reason
    assert report.to_plain()["auctions"] == 0


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    report = play(tmp_path, HEADER + "\n")
    assert [row.reason for row in report.bad_rows] == ["the file has no rows"]


def test_nothing_but_bad_rows_plays_nothing(tmp_path: Path) -> None:
    report = play(tmp_path, lines("a,x,0.1,ann,5,7.50"))
    assert (report.results, len(report.bad_rows)) == ((), 1)


@pytest.mark.parametrize("column", ["openbid", "price"])
def test_rows_that_disagree_within_an_auction_are_played_and_named(tmp_path: Path, column: str) -> None:
    odd = "a,6,0.15,cat,4,7.50" if column == "openbid" else "a,6,0.15,cat,5,9"
    report = play(tmp_path, lines(GOOD[0], odd, GOOD[1]))
    (row,) = report.bad_rows
    assert (row.line, row.is_played, row.auction_id) == (3, True, "a")
    assert row.reason.startswith(f"{column} differs")
    assert (report.matched, report.bids, report.accepted) == (1, 3, 3)


def test_a_mismatch_is_laid_to_rows_left_out_where_there_are_any(tmp_path: Path) -> None:
    report = play(tmp_path, lines(GOOD[0], "a,7x,0.2,bob,5,7.50"))
    assert [result.reason for result in report.results] == ["rows_left_out"]


def test_many_bad_rows_are_counted_and_only_some_printed(tmp_path: Path) -> None:
    report = play(tmp_path, lines(*GOOD, *["a,x,1,cat,5,7.50"] * 100))
    text = list(text_lines(report))
    assert len(report.bad_rows) == 100
    assert text[-1] == "  and 60 more"


def test_unclosed_quotes_everywhere_stay_quick(tmp_path: Path) -> None:
    report = play(tmp_path, lines(*GOOD, *[f'b{number},6,0.3,cat,5,"7.50' for number in range(2_001)]))
    assert (report.matched, report.bids) == (1, 2)
    assert [row.line for row in report.bad_rows] == list(range(4, 2_005))


def test_a_cell_longer_than_csv_allows_spoils_its_row_only(tmp_path: Path) -> None:
    report = play(tmp_path, lines(GOOD[0], "a,6,0.3," + "c" * 200_000 + ",5,7.50", GOOD[1]))
    assert [row.line for row in report.bad_rows] == [3]
    assert report.matched == 1


def test_an_unknown_currency_or_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(lines(*GOOD))
    with pytest.raises(AmountError):
        play_file(path, "XYZ")
    with pytest.raises(UnknownTable):
        play_file(path, "USD", "nothing")
    with pytest.raises(OSError, match="none"):
        play_file(tmp_path / "none.csv")
