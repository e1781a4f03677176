"""The orders of a list, and the cursor that says where in it a page ends: the values it is ordered by, and the id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.bidding.queries.finding.wanted import Wanted
from auction.db import AnyRow, UtcDateTime
from auction.rules import money

price: Final[sa.ColumnElement[int]] = sa.func.coalesce(Auction.price_minor, Auction.starting_minor)
SORTS: Final = ("relevance", "ending", "new", "price", "price_down", "bids")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a list is ordered by."""

    column: Any
    is_descending: bool = False

    @property
    def ordered(self) -> Any:
        return self.column.desc() if self.is_descending else self.column

    def beyond(self, value: Any) -> sa.ColumnElement[bool]:
        is_beyond: sa.ColumnElement[bool] = self.column < value if self.is_descending else self.column > value
        return is_beyond

    def read(self, text: str) -> Any:
        """A value of the cursor. Raises ValueError for what this column never holds."""
        if isinstance(self.column.type, UtcDateTime):
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None or not 2000 < moment.year < 2300:
                raise ValueError("no instant of ours")
            return moment
        if isinstance(self.column.type, sa.String):
            if text not in money.CURRENCIES:
                raise ValueError("no currency")
            return text
        number = int(text)
        if abs(number) >= (2**63 if isinstance(self.column.type, sa.BigInteger) else 2**31):
            raise ValueError("no number of this column")
        return number


def keys_of(wanted: Wanted, weight: sa.ColumnElement[int]) -> tuple[Key, ...]:
    """What a wish orders by, the id last. Prices are compared within a currency: while no one currency is asked for,
    the currencies come one after the other. `weight` is how well a lot answers the words.
    """
    ends = Key(Auction.ended_at, is_descending=True) if wanted.is_ended else Key(Auction.closes_at)
    match wanted.sort:
        case "relevance" if wanted.text:
            keys: tuple[Key, ...] = (Key(weight, is_descending=True), ends)
        case "new":
            keys = (Key(Auction.opens_at, is_descending=True),)
        case "price" | "price_down":
            worth = Key(price, is_descending=wanted.sort == "price_down")
            keys = (worth,) if wanted.currency else (Key(Auction.currency), worth)
        case "bids":
            keys = (Key(Auction.bid_count, is_descending=True),)
        case _:
            keys = (ends,)
    return (*keys, Key(Auction.id, is_descending=keys[-1].is_descending))


def cursor(row: AnyRow, count: int) -> str:
    """Where a page ends: the row's values of so many keys, which stand last in it."""
    values = row[-count:]
    return "~".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def beyond(after: str, keys: Sequence[Key]) -> sa.ColumnElement[bool]:
    """What comes behind a cursor; all of it behind one that is none of this order's."""
    parts = after.split("~")
    if len(parts) != len(keys):
        return sa.true()
    try:
        values = [key.read(part) for key, part in zip(keys, parts, strict=True)]
    except ValueError:
        return sa.true()
    steps = []
    for place, (key, value) in enumerate(zip(keys, values, strict=True)):
        same = (earlier.column == given for earlier, given in zip(keys[:place], values, strict=False))
        steps.append(sa.and_(*same, key.beyond(value)))
    first, value = keys[0], values[0]
    return sa.and_(sa.or_(first.beyond(value), first.column == value), sa.or_(*steps))
