"""The form of a rehearsal: which terms may be tried, and how a draft's words and the tried ones are read. Writes
nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from babel import numbers
from flask_babel import gettext as _

from auction import languages
from auction.bidding import queries
from auction.bidding.queries import CurrencyTable
from auction.bidding.service import terms_of
from auction.catalogue import forms as sale
from auction.errors import Invalid
from auction.rules import money
from auction.rules.increments import TABLES, Increments
from auction.rules.terms import Terms

HOUSE: Final = "house"
"""The steps that auctions in this currency open with."""
TAKEN_OVER: Final = (
    "starting",
    "reserve",
    "duration",
    "soft_close",
    "window_minutes",
    "extension_minutes",
    "cap_minutes",
)
"""What a seller may take over into the draft. Steps are the house's and only tried."""
TRIED: Final = (*TAKEN_OVER, "increments", "source", "estimate", "amounts")
FRESH: Final = {"increments": HOUSE, "source": "invented", "estimate": "", "amounts": "scaled"}

Values = dict[str, str]
Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Side:
    """One set of terms as far as it can be read."""

    terms: Terms | None
    faults: Faults

    @property
    def is_playable(self) -> bool:
        return self.terms is not None and not self.faults


@dataclass(frozen=True, slots=True)
class Sides:
    """What the draft says, and what is tried. `words` are those that the tried terms were read from."""

    draft: Side
    tried: Side
    words: Mapping[str, Any]

    @property
    def are_alike(self) -> bool:
        return self.draft == self.tried


def currency_of(wanted: Mapping[str, Any]) -> str:
    """The draft's currency; where it names none that is offered, the one that its terms are read in."""
    currency = str(wanted.get("currency") or "USD")
    return currency if currency in queries.CURRENCIES_OFFERED else "USD"


def values_of(wanted: Mapping[str, Any]) -> Values:
    """The form as it stands before anything is tried: the draft's own words."""
    words = sale.DEFAULTS | {name: str(word) for name, word in wanted.items()}
    return {name: words[name] for name in TAKEN_OVER} | FRESH


def typed_in(form: Mapping[str, str]) -> Values:
    return {name: form[name] for name in TRIED if name in form}


def words_to_keep(form: Mapping[str, str]) -> Values:
    """The tried terms that go into the draft, as they were typed."""
    return {name: form[name] for name in TAKEN_OVER if name in form}


def read(wanted: Mapping[str, Any], typed: Mapping[str, str], now: datetime) -> Sides:
    """Both sets of terms, read as the house would read them on publishing at this moment."""
    tried = dict(wanted) | {name: typed[name] for name in TAKEN_OVER if name in typed}
    name = typed.get("increments", HOUSE)
    return Sides(_side(wanted, now, HOUSE), _side(tried, now, name), tried)


def _side(wanted: Mapping[str, Any], now: datetime, increments_name: str) -> Side:
    faults: Faults = {}

    def table_of(currency: str) -> CurrencyTable:
        table = queries.currency_table(currency)
        if increments_name in tables_of(currency):
            return replace(table, increments=tables_of(currency)[increments_name])
        faults["increments"] = ["unknown_choice"]
        return table

    terms, unfit = terms_of(wanted, now, languages.reader().time_zone, table_of)
    return Side(terms, unfit | faults)


def estimate(text: str, currency: str) -> int | None:
    """What the seller thinks the lot will fetch; None where they do not say. Raises Invalid by field."""
    if not text.strip():
        return None
    try:
        return money.parse_amount(text, currency)
    except money.AmountError as error:
        raise Invalid(fields={"estimate": [error.code]}, currency=currency) from None


def tables_of(currency: str) -> dict[str, Increments]:
    """The tables that may be tried in a currency: the one in force first, then the named ones that count as it does."""
    in_force = queries.currency_table(currency).increments
    return {HOUSE: in_force} | {
        name: table
        for name, table in TABLES.items()
        if table != in_force and (table.kind != "bands" or money.exponent(name.upper()) == money.exponent(currency))
    }


def choices_of_increments(currency: str) -> list[tuple[str, str]]:
    return [(name, _called(name, table, currency)) for name, table in tables_of(currency).items()]


def _called(name: str, table: Increments, currency: str) -> str:
    if name == HOUSE:
        return str(_("The house’s steps for %(currency)s", currency=_currency_name(currency)))
    match table.kind:
        case "ladder":
            return str(_("The sale room’s ladder: 2, 5, 8"))
        case "flat":
            return str(_("Always %(step)s", step=languages.money_text(table.steps[0], currency)))
        case "percent":
            share = languages.number(table.basis_points // 100)
            return str(_("%(percent)s%% of the price", percent=share))
        case "bands":
            return str(_("The built-in steps for %(currency)s", currency=_currency_name(name.upper())))


def _currency_name(currency: str) -> str:
    return str(numbers.get_currency_name(currency, locale=languages.reader().locale))


def choices_of_duration(wanted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """An exact end can be kept as the draft has it, not set here."""
    is_exact = wanted.get("duration") == sale.EXACT
    return [choice for choice in sale.choices_of_time() if is_exact or choice[0] != sale.EXACT]
