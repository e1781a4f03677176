"""Reads recorded auctions from a CSV file into streams of bids. A bad row is named and left out; nothing is guessed.

Columns are found by their names in the first line, others are ignored. Amounts and times are decimal numbers as
programs write them: `10`, `10.50`, `1e+05`.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Final

from auction.rules import money

COLUMNS: Final = ("auctionid", "bid", "bidtime", "bidder", "openbid", "price")
LONGEST_DAYS: Final = 3660
LONGEST_CELL: Final = 200
LONGEST_RECORD_LINES: Final = 50
MICROSECONDS_A_DAY: Final = 86_400_000_000
ONE_PERSON_A_ROW: Final = "Private"

_NUMBER: Final = re.compile(r"(?P<sign>[+-]?)(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_NOT_FINITE: Final = re.compile(r"[+-]?(inf|infinity|nan|snan)", re.IGNORECASE)


REASONS: Final = {
    "utf_16": "not UTF-8 (it looks like UTF-16)",
    "not_csv": "not a CSV line ({error})",
    "open_quote": "a quote is opened and not closed",
    "empty_file": "the file is empty",
    "rowless_file": "the file has no rows",
    "columns_missing": "wrong header: no column {columns}",
    "columns_twice": "wrong header: column {columns} stands twice",
    "not_utf_8": "not UTF-8",
    "wrong_width": "{cells} cells where the header has {width}",
    "cells_missing": "missing: {columns}",
    "cells_too_long": "too long: {columns}",
    "number_not_finite": "{column} is not finite: {cell}",
    "number_unreadable": "{column} is not a number: {cell}",
    "number_negative": "{column} is negative: {cell}",
    "number_zero": "{column} is zero",
    "number_too_large": "{column} is too large: {cell}",
    "number_too_fine": "{column} has more decimals than {currency} has: {cell}",
    "rows_disagree": "{column} differs from the other rows of auction {auction}; theirs was taken",
}
"""Why a row is not as it should be, for a terminal; `rehearsal/wording.py` says the same to people."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row left out, or (`is_played`) one whose bid was played although something else in it is doubtful."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    auction_id: str | None = None
    is_played: bool = False

    @property
    def reason(self) -> str:
        return REASONS[self.code].format_map(dict(self.facts))


@dataclass(frozen=True, slots=True)
class StreamBid:
    """One recorded bid. `bidder_id` counts the people of one auction from 1; `offset` is the time since its start."""

    line: int
    bidder: str
    bidder_id: int
    amount_minor: int
    offset: timedelta


@dataclass(frozen=True, slots=True)
class Stream:
    """One recorded auction: its bids in the order they were made, and the price it is recorded to have closed at."""

    auction_id: str
    starting_minor: int
    recorded_minor: int
    bids: tuple[StreamBid, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    auction_id: str
    bidder: str
    amount_minor: int
    days: Decimal
    starting_minor: int
    recorded_minor: int


class _Unfit(Exception):
    """Why a row, or the whole file, cannot be read: one of REASONS and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read_streams(path: Path, currency: str) -> tuple[tuple[Stream, ...], tuple[BadRow, ...]]:
    """All auctions of the file in the order of their first row, and every row to look at. Raises OSError."""
    return streams_in(path.read_bytes(), currency)


def streams_in(content: bytes, currency: str) -> tuple[tuple[Stream, ...], tuple[BadRow, ...]]:
    """The same for what a file holds."""
    rows: dict[str, list[_Row]] = {}
    bad: list[BadRow] = []
    records = _records(content)
    try:
        columns, width = _columns(next(records, (1, [])))
    except _Unfit as unfit:
        return (), (BadRow(1, unfit.code, unfit.facts),)
    for line, cells in records:
        auction_id = None
        try:
            named = _named(cells, columns, width)
            auction_id = named["auctionid"]
            rows.setdefault(auction_id, []).append(_row(line, named, currency))
        except _Unfit as unfit:
            bad.append(BadRow(line, unfit.code, unfit.facts, auction_id))
    incomplete = {row.auction_id for row in bad}
    streams = tuple(_stream(found, bad, is_complete=name not in incomplete) for name, found in rows.items() if found)
    if not streams and not bad:
        bad.append(BadRow(2, "rowless_file"))
    return streams, tuple(sorted(bad, key=lambda row: row.line))


def _records(content: bytes) -> Iterator[tuple[int, list[str] | _Unfit]]:
    """(line, cells), or (line, why not). A quote that is never closed spoils its own line only."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield 1, _Unfit("utf_16")
        return
    text = content.decode("utf-8-sig", errors="surrogateescape")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    place = 0
    header: list[str] = []
    while place < len(lines):
        reader = csv.reader(line + "\n" for line in lines[place : place + LONGEST_RECORD_LINES])
        try:
            cells = next(reader)
        except csv.Error as error:
            yield place + 1, _Unfit("not_csv", error=str(error))
            place += 1
            continue
        is_blank = not any(cell.strip() for cell in cells)
        header = header or ([] if is_blank else cells)
        is_runaway = _has_run_away(header, cells, reader.line_num)
        if is_runaway:
            yield place + 1, _Unfit("open_quote")
        elif not is_blank:
            yield place + 1, cells
        place += 1 if is_runaway else reader.line_num


def _has_run_away(header: list[str], cells: list[str], lines: int) -> bool:
    """A quoted cell may hold several lines, but not one that we read."""
    broken = [name for name, cell in zip(header, cells, strict=False) if "\n" in cell]
    return (lines > 1 and len(cells) != len(header)) or any(name.strip().casefold() in COLUMNS for name in broken)


def _columns(first: tuple[int, list[str] | _Unfit]) -> tuple[dict[str, int], int]:
    """Where each needed column stands, and how many there are."""
    _, cells = first
    if isinstance(cells, _Unfit):
        raise cells
    if not cells:
        raise _Unfit("empty_file")
    names = [cell.strip().casefold() for cell in cells]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise _Unfit("columns_missing", columns=", ".join(missing))
    twice = [column for column in COLUMNS if names.count(column) > 1]
    if twice:
        raise _Unfit("columns_twice", columns=", ".join(twice))
    return {column: names.index(column) for column in COLUMNS}, len(names)


def _named(cells: list[str] | _Unfit, columns: dict[str, int], width: int) -> dict[str, str]:
    if isinstance(cells, _Unfit):
        raise cells
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        raise _Unfit("not_utf_8")
    if len(cells) != width:
        raise _Unfit("wrong_width", cells=len(cells), width=width)
    named = {column: cells[place].strip() for column, place in columns.items()}
    missing = [column for column, cell in named.items() if not cell]
    if missing:
        raise _Unfit("cells_missing", columns=", ".join(missing))
    long = [column for column, cell in named.items() if len(cell) > LONGEST_CELL]
    if long:
        raise _Unfit("cells_too_long", columns=", ".join(long))
    return named


def _row(line: int, named: dict[str, str], currency: str) -> _Row:
    return _Row(
        line,
        named["auctionid"],
        named["bidder"],
        _minor(named, "bid", currency),
        _days(named),
        _minor(named, "openbid", currency),
        _minor(named, "price", currency),
    )


def _number(named: dict[str, str], column: str) -> Decimal:
    cell = named[column]
    found = _NUMBER.fullmatch(cell)
    if found is None:
        code = "number_not_finite" if _NOT_FINITE.fullmatch(cell) else "number_unreadable"
        raise _Unfit(code, column=column, cell=cell)
    number = Decimal(cell)
    if found["sign"] == "-" and number:
        raise _Unfit("number_negative", column=column, cell=cell)
    return abs(number)


def _minor(named: dict[str, str], column: str, currency: str) -> int:
    number = _number(named, column)
    if not number:
        raise _Unfit("number_zero", column=column)
    if number.adjusted() > len(str(money.MAX_MINOR)):
        raise _Unfit("number_too_large", column=column, cell=named[column])
    with localcontext() as context:
        context.prec = 2 * LONGEST_CELL
        minor = number.scaleb(money.exponent(currency))
        if minor != minor.to_integral_value():
            raise _Unfit("number_too_fine", column=column, currency=currency, cell=named[column])
    if minor > money.MAX_MINOR:
        raise _Unfit("number_too_large", column=column, cell=named[column])
    return int(minor)


def _days(named: dict[str, str]) -> Decimal:
    days = _number(named, "bidtime")
    if days > LONGEST_DAYS:
        raise _Unfit("number_too_large", column="bidtime", cell=named["bidtime"])
    return days


def _stream(rows: list[_Row], bad: list[BadRow], *, is_complete: bool) -> Stream:
    starting = _agreed(rows, "openbid", [row.starting_minor for row in rows], bad)
    recorded = _agreed(rows, "price", [row.recorded_minor for row in rows], bad)
    people: dict[str, int] = {}
    bids = []
    for row in sorted(rows, key=lambda row: row.days):
        bidder = f"{row.bidder} {row.line}" if row.bidder == ONE_PERSON_A_ROW else row.bidder
        bidder_id = people.setdefault(bidder, len(people) + 1)
        offset = timedelta(microseconds=int(row.days * MICROSECONDS_A_DAY))
        bids.append(StreamBid(row.line, bidder, bidder_id, row.amount_minor, offset))
    return Stream(rows[0].auction_id, starting, recorded, tuple(bids), is_complete)


def _agreed(rows: list[_Row], column: str, values: list[int], bad: list[BadRow]) -> int:
    """What most rows of the auction say, the earlier where as many say otherwise; the others are named."""
    agreed = Counter(values).most_common(1)[0][0]
    for row, value in zip(rows, values, strict=True):
        if value != agreed:
            facts = {"column": column, "auction": row.auction_id}
            bad.append(BadRow(row.line, "rows_disagree", facts, row.auction_id, is_played=True))
    return agreed
