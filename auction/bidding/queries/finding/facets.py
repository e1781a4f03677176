"""Facets: how many lots there are of each kind among those that were found, counted as if a facet's own choice were
not made, so that a reader sees what else there is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final

import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.bidding.queries.finding.orders import price
from auction.bidding.queries.finding.wanted import ENDINGS, WITH_BIDS, WITHOUT_BIDS, Wanted, bounds
from auction.catalogue.models import CONDITIONS, Listing
from auction.rules import formats, money

# Beyond so many lots nobody chooses by numbers any more, and counting would take longer than finding.
MOST_COUNTED: Final = 1_000
# Whole units of a currency between which a house's prices commonly lie.
EDGES: Final[dict[str, tuple[int, ...]]] = {
    "USD": (50, 250, 1000), "EUR": (50, 250, 1000), "GBP": (50, 250, 1000), "AED": (200, 1000, 5000),
    "SAR": (200, 1000, 5000), "EGP": (1000, 5000, 25000), "KWD": (20, 100, 500), "JPY": (5000, 25000, 100000),
}  # fmt: skip
MOST_EDGES: Final = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet. `count` is None where so much was found that nothing is counted."""

    value: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices by facet; those that lead nowhere are left out. `without` is how many lots there were with one of
    the choices made taken back; `currency` is the one in which all prices are. `total` counts what is shown.
    """

    options: Mapping[str, Sequence[Option]]
    total: int
    currency: str = ""
    without: Mapping[str, int] = field(default_factory=dict)
    is_exact: bool = True


def edges_of(currency: str) -> tuple[int, ...]:
    """The edges of price bands in minor units; none for a currency the house does not sell in."""
    return tuple(edge * 10 ** money.exponent(currency) for edge in EDGES.get(currency, ()))


def filters(wanted: Wanted, now: datetime) -> list[sa.ColumnElement[bool]]:
    """The conditions on auctions and listings that the choices of a reader make."""
    least, most, _faults = bounds(wanted)
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.conditions:
        conditions.append(Listing.condition.in_(wanted.conditions))
    if wanted.currency:
        conditions.append(Auction.currency == wanted.currency)
    if least is not None:
        conditions.append(price >= least)
    if most is not None:
        conditions.append(price <= most)
    if wanted.format:
        conditions.append(Auction.format == wanted.format)
    if wanted.ending and not wanted.is_ended:
        conditions.append(Auction.closes_at <= now + timedelta(hours=ENDINGS[wanted.ending]))
    if wanted.bids:
        conditions.append(Auction.bid_count > 0 if wanted.bids == WITH_BIDS else Auction.bid_count == 0)
    if wanted.is_buy_now:
        conditions.append(Auction.buy_now_minor.is_not(None))
    return conditions


# What is asked of each lot to count it. Read as it is: where a lot belongs is told from it more cheaply than in SQL.
TRAITS: Final = (
    Auction.id.label("auction_id"),
    Listing.category_id.label("category"),
    Listing.condition.label("condition"),
    Auction.currency.label("currency"),
    Auction.format.label("format"),
    Auction.closes_at.label("closes_at"),
    Auction.bid_count.label("bid_count"),
    Auction.buy_now_minor.label("buy_now_minor"),
    price.label("price"),
)

Row = Any  # a row of TRAITS
_Test = Callable[[Row], bool]


def choose(wanted: Wanted, rows: Sequence[Row], now: datetime) -> Sequence[Row]:
    """Those of the lots that are what a reader has chosen."""
    tests = list(_tests(wanted, now).values())
    return [row for row in rows if all(test(row) for test in tests)] if tests else rows


def count(wanted: Wanted, rows: Sequence[Row], now: datetime) -> tuple[Facets, list[int]]:
    """Facets of lots by their traits, and which of the lots are chosen."""
    tests = _tests(wanted, now)
    # Which choices a lot fails: one that fails a single choice still counts in that choice's own facet.
    failed = [(row, [name for name, test in tests.items() if not test(row)]) for row in rows] if tests else []
    nearly = {name: [row for row, names in failed if names in ([], [name])] for name in tests}
    chosen = [row for row, names in failed if not names] if tests else rows

    def tally(name: str, place: Callable[[Row], Any]) -> Counter[str]:
        return Counter(map(place, nearly.get(name, chosen)))

    currencies = tally("currency", attrgetter("currency"))
    currency = wanted.currency or (next(iter(currencies)) if len(currencies) == 1 else "")
    edges = edges_of(currency)
    counted: dict[str, Mapping[str, int]] = {
        "category": {str(place): lots for place, lots in tally("category", attrgetter("category")).items()},
        "condition": {place: lots for place, lots in tally("condition", attrgetter("condition")).items() if place},
        "currency": currencies,
        "price": tally("price", lambda row: str(bisect_right(edges, row.price))) if edges else {},
        "ending": {} if wanted.is_ended else _endings(nearly.get("ending", chosen), now),
        "bids": tally("bids", lambda row: WITH_BIDS if row.bid_count else WITHOUT_BIDS),
        "buy_now": {"1": lots} if (lots := sum(map(_has_buy_now, nearly.get("buy_now", chosen)))) else {},
        "format": tally("format", attrgetter("format")),
    }
    without = {name: len(nearly[name]) for name in tests}
    ids = [row.auction_id for row in chosen]
    return Facets(_options(wanted, counted), len(ids), currency, without), ids


def uncounted(wanted: Wanted, total: int) -> Facets:
    """The choices there always are, when so much was found that counting says nothing."""
    everywhere = {
        "condition": dict.fromkeys(CONDITIONS),
        "ending": {} if wanted.is_ended else dict.fromkeys(ENDINGS),
        "bids": dict.fromkeys((WITH_BIDS, WITHOUT_BIDS)),
        "buy_now": {"1": None},
        "price": {str(place): None for place in range(MOST_EDGES + 1)} if edges_of(wanted.currency) else {},
        "currency": dict.fromkeys(EDGES),
    }
    return Facets(_options(wanted, everywhere), total, wanted.currency, is_exact=False)


def _endings(rows: Sequence[Row], now: datetime) -> dict[str, int]:
    """What ends within an hour ends within a day, too."""
    ends = sorted(row.closes_at for row in rows)
    counted = {name: bisect_right(ends, now + timedelta(hours=hours)) for name, hours in ENDINGS.items()}
    return {name: lots for name, lots in counted.items() if lots}


def _ends_within(row: Row, hours: int, now: datetime) -> bool:
    ends: bool = row.closes_at <= now + timedelta(hours=hours)
    return ends


def _has_buy_now(row: Row) -> bool:
    return row.buy_now_minor is not None


def _tests(wanted: Wanted, now: datetime) -> dict[str, _Test]:
    """For each choice that was made, whether a row is among what was chosen."""
    least, most, _faults = bounds(wanted)
    tests: dict[str, _Test] = {}
    if wanted.conditions:
        tests["condition"] = lambda row: row.condition in wanted.conditions
    if wanted.currency:
        tests["currency"] = lambda row: row.currency == wanted.currency
    if wanted.currency and (wanted.least or wanted.most):
        tests["price"] = lambda row: (least or 0) <= row.price <= (money.MAX_MINOR if most is None else most)
    if wanted.format:
        tests["format"] = lambda row: row.format == wanted.format
    if wanted.ending and not wanted.is_ended:
        tests["ending"] = lambda row: _ends_within(row, ENDINGS[wanted.ending], now)
    if wanted.bids:
        tests["bids"] = lambda row: bool(row.bid_count) == (wanted.bids == WITH_BIDS)
    if wanted.is_buy_now:
        tests["buy_now"] = _has_buy_now
    return tests


def _options(wanted: Wanted, counted: Mapping[str, Mapping[str, int | None]]) -> dict[str, list[Option]]:
    orders: dict[str, Sequence[str]] = {
        "condition": CONDITIONS,
        "ending": tuple(ENDINGS),
        "bids": (WITH_BIDS, WITHOUT_BIDS),
        "buy_now": ("1",),
        "format": tuple(formats.FORMATS),
    }
    chosen: dict[str, Sequence[str]] = {
        "condition": wanted.conditions,
        "currency": (wanted.currency,),
        "ending": (wanted.ending,),
        "bids": (wanted.bids,),
        "buy_now": ("1",) if wanted.is_buy_now else (),
        "format": (wanted.format,),
    }
    options: dict[str, list[Option]] = {}
    for name, counts in counted.items():
        is_chosen = chosen.get(name, ())
        values = orders.get(name) or sorted(counts, key=lambda value: (-(counts[value] or 0), value))
        options[name] = [
            Option(value, counts.get(value), value in is_chosen)
            for value in values
            if value in counts or value in is_chosen
        ]
    return options
