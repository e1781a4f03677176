"""Which auctions somebody wants to see, as an address says it. What it does not understand it leaves out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from auction.catalogue.models import CONDITIONS
from auction.rules import formats, money

PAGE: Final = 24
MOST_TEXT: Final = 200
LONGEST_AMOUNT: Final = 32
ENDINGS: Final[dict[str, int]] = {"1h": 1, "1d": 24, "3d": 72, "7d": 168}
RUNNING, ENDED = "running", "ended"
WITH_BIDS, WITHOUT_BIDS = "with", "without"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which auctions a list shows and in which order. Amounts are as typed, in `currency`; see `bounds`."""

    category_slug: str | None = None
    text: str = ""
    sort: str = "ending"
    after: str = ""
    seller_id: int | None = None
    limit: int = PAGE
    conditions: tuple[str, ...] = ()
    currency: str = ""
    least: str = ""
    most: str = ""
    format: str = ""
    ending: str = ""
    bids: str = ""
    is_buy_now: bool = False
    state: str = RUNNING

    @property
    def is_ended(self) -> bool:
        return self.state == ENDED


def read_query(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """An address's names and values as a wish. Words are put in the order of relevance unless another is asked for."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value.strip())

    def one(name: str, known: Iterable[str] | None = None, most: int = 60) -> str:
        value = given.get(name, [""])[0][:most]
        return value if known is None or value in known else ""

    text = one("q", most=MOST_TEXT)
    currency = one("currency", most=3).upper()
    return Wanted(
        category_slug=one("category") or None,
        text=text,
        sort=one("sort") or ("relevance" if text else "ending"),
        after=one("after", most=120),
        conditions=tuple(condition for condition in CONDITIONS if condition in given.get("condition", ())),
        currency=currency if currency in money.CURRENCIES else "",
        least=one("from", most=LONGEST_AMOUNT),
        most=one("to", most=LONGEST_AMOUNT),
        format=one("format", formats.FORMATS),
        ending=one("ending", ENDINGS),
        bids=one("bids", (WITH_BIDS, WITHOUT_BIDS)),
        is_buy_now=one("buy_now") == "1",
        state=one("state", (ENDED,)) or RUNNING,
    )


def query_of(wanted: Wanted) -> list[tuple[str, str]]:
    """The names and values of an address that says the same, without the place in the list."""
    usual = "relevance" if wanted.text else "ending"
    said: Sequence[tuple[str, str]] = (
        ("q", wanted.text),
        ("category", wanted.category_slug or ""),
        *(("condition", condition) for condition in wanted.conditions),
        ("currency", wanted.currency),
        ("from", wanted.least),
        ("to", wanted.most),
        ("format", wanted.format),
        ("ending", wanted.ending),
        ("bids", wanted.bids),
        ("buy_now", "1" if wanted.is_buy_now else ""),
        ("state", ENDED if wanted.is_ended else ""),
        ("sort", "" if wanted.sort == usual else wanted.sort),
    )
    return [(name, value) for name, value in said if value]


def bounds(wanted: Wanted) -> tuple[int | None, int | None, dict[str, str]]:
    """The least and the highest price in minor units, and what is wrong with either by its name in the address. Prices
    are compared within one currency only: without one there are no bounds.
    """
    found: dict[str, int | None] = {"from": None, "to": None}
    faults: dict[str, str] = {}
    for name, typed in (("from", wanted.least), ("to", wanted.most)):
        if not typed or not wanted.currency:
            continue
        try:
            found[name] = money.parse_amount(typed, wanted.currency)
        except money.AmountError as error:
            faults[name] = error.code
    return found["from"], found["to"], faults
