"""How a lot comes to its buyer, and back: the seller's words, read into prices and days. Pure; writes nothing.

A lot is picked up where it stands, or sent at a flat price for each zone: an empty price means not sent there, 0 means
free of charge. Whoever was never asked (a lot of an older house, an import) has said nothing, and nothing is missed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from auction import languages
from auction.rules import money

PICKUP: Final = "pickup"
ZONES: Final = ("country", "region", "world")
DISPATCH_DAYS: Final = ("1", "2", "3", "5", "7", "10", "14", "21")
RETURNS: Final = ("none", "14", "30")
PAYERS: Final = ("buyer", "seller")
WORDS: Final = (PICKUP, *(f"ship_{zone}" for zone in ZONES), "dispatch", "returns", "return_payer")
DEFAULTS: Final[Mapping[str, str]] = {
    PICKUP: "",
    **{f"ship_{zone}": "" for zone in ZONES},
    "dispatch": "3",
    "returns": "none",
    "return_payer": "buyer",
}
ZONE_NAMES: Final[Mapping[str, LazyString]] = {
    PICKUP: _l("Pick-up"),
    "country": _l("Within the country"),
    "region": _l("To the region"),
    "world": _l("To the rest of the world"),
}
_NO_COUNTRIES: Final = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the buyer and its flat price; picking up costs nothing."""

    zone: str
    price_minor: int

    @property
    def name(self) -> str:
        return str(ZONE_NAMES[self.zone])


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a seller has promised. `return_days` is 0 when nothing is taken back."""

    currency: str
    ways: tuple[Way, ...]
    dispatch_days: int
    return_days: int
    return_payer: str

    @property
    def is_sent(self) -> bool:
        return any(way.zone != PICKUP for way in self.ways)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lot stands, as buyers see it."""

    country: str | None
    town: str

    @property
    def text(self) -> str:
        known = [part for part in (self.town, country_name(self.country)) if part]
        return str(_(", ")).join(known)


def read(words: Mapping[str, str], currency: str) -> tuple[Delivery | None, dict[str, list[str]]]:
    """The promise, None where nothing was said or something cannot be read; and what is wrong, by field."""
    if not words:
        return None, {}
    faults: dict[str, list[str]] = {}
    ways = [Way(PICKUP, 0)] if words.get(PICKUP) else []
    for zone in ZONES:
        name = f"ship_{zone}"
        try:
            price_minor = price(words.get(name, ""), currency)
        except money.AmountError as error:
            faults[name] = [error.code]
            continue
        ways += [] if price_minor is None else [Way(zone, price_minor)]
    chosen = {name: words.get(name) or DEFAULTS[name] for name in ("dispatch", "returns", "return_payer")}
    for name, offered in (("dispatch", DISPATCH_DAYS), ("returns", RETURNS), ("return_payer", PAYERS)):
        if chosen[name] not in offered:
            faults[name] = ["not_a_choice"]
    if faults:
        return None, faults
    days = 0 if chosen["returns"] == "none" else int(chosen["returns"])
    return Delivery(currency, tuple(ways), int(chosen["dispatch"]), days, chosen["return_payer"]), {}


def missing(words: Mapping[str, str], promised: Delivery | None, place: Place) -> dict[str, list[str]]:
    """What a seller who was asked has not said: a way to the buyer, and where the lot stands."""
    if not words:
        return {}
    faults = {
        "delivery": "delivery_needed" if promised is not None and not promised.ways else None,
        "country": None if place.country else "country_needed",
        "town": None if place.town else "town_needed",
    }
    return {field: [code] for field, code in faults.items() if code}


def price(text: str, currency: str) -> int | None:
    """A flat price as typed: None when nothing is said, 0 for free. Raises AmountError."""
    if not text.strip():
        return None
    try:
        return money.parse_amount(text, currency)
    except money.AmountError as error:
        if error.code == "zero":
            return 0
        raise


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, in the order of the reader's alphabet."""
    names = {str(code): str(name) for code, name in languages.reader().locale.territories.items()}
    codes = (code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
    return sorted(((code, names[code]) for code in codes), key=lambda country: _letters(country[1]))


def is_country(code: str) -> bool:
    return len(code) == 2 and code not in _NO_COUNTRIES and code in languages.reader().locale.territories


def country_name(code: str | None) -> str:
    return str(languages.reader().locale.territories.get(code, code)) if code else ""


def _letters(name: str) -> str:
    """Å stands with A, and أ with ا."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
