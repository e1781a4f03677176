"""Reading each currency's table of increments: the operator's own where one is stored, else the one built in.

A table is copied into an auction's terms when it opens, so what is read here is for auctions still to come; what a
running one keeps to is asked by `increments_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding.models import Auction, CurrencyTerms
from auction.db import AnyRow, db
from auction.errors import Absent
from auction.rules import increments, money
from auction.rules.increments import Increments

CURRENCIES_OFFERED = ("USD", "EUR", "GBP", "AED", "SAR", "EGP", "KWD", "JPY")
_COLUMNS = (
    CurrencyTerms.currency,
    CurrencyTerms.increments,
    CurrencyTerms.large_bid_floor_minor,
    CurrencyTerms.changed_at,
)


@dataclass(frozen=True, slots=True)
class CurrencyTable:
    """What new auctions in a currency open with. `changed_at` is None while it is the built-in one."""

    currency: str
    increments: Increments
    large_bid_floor_minor: int
    changed_at: datetime | None = None


def built_in_table(currency: str) -> CurrencyTable:
    """The house's own, whatever the operator has stored."""
    return CurrencyTable(currency, increments.for_currency(currency), 100 * 10 ** money.exponent(currency))


def currency_table(currency: str, session: Session | None = None) -> CurrencyTable:
    """Raises Absent for a currency that is not offered."""
    statement = sa.select(*_COLUMNS).where(CurrencyTerms.currency == need_offered(currency))
    row = (session or db.session).execute(statement).one_or_none()
    return built_in_table(currency) if row is None else _stored(row)


def need_offered(currency: str) -> str:
    """The currency itself. Raises Absent when auctions are not held in it."""
    if currency not in CURRENCIES_OFFERED:
        raise Absent(currency=currency)
    return currency


def currency_tables() -> list[CurrencyTable]:
    """Of every currency offered, in the order of the sale form."""
    stored = {row.currency: _stored(row) for row in db.session.execute(sa.select(*_COLUMNS))}
    return [stored.get(currency) or built_in_table(currency) for currency in CURRENCIES_OFFERED]


def increments_of(auction_id: int) -> Increments:
    """The table that an auction keeps to, from its own terms. Raises Absent."""
    terms = db.session.execute(sa.select(Auction.terms).where(Auction.id == auction_id)).scalar_one_or_none()
    if terms is None:
        raise Absent(auction_id=auction_id)
    return Increments.from_plain(terms["increments"])


def _stored(row: AnyRow) -> CurrencyTable:
    return CurrencyTable(row.currency, Increments.from_plain(row.increments), row.large_bid_floor_minor, row.changed_at)
