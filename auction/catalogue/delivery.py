"""How a lot comes to its buyer, and back: the seller's words, read into prices and days. Pure; writes nothing.

A lot is picked up where it stands, or sent: at a flat price for each zone (empty means not sent there, 0 free of
charge), or by one of the seller's tables at its weight. Of the table a copy (RATES) lies among the words, renewed until
the lot is published. Whoever was never asked (an older lot, an import) has said nothing, and nothing is missed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from auction import languages
from auction.rules import money
from auction.rules.delivery import PICKUP, ZONES, Offer, Rates

TABLE: Final = "table"
WEIGHT: Final = "weight"
RATES: Final = "rates"
HEAVIEST_GRAMS: Final = 2_000_000
DISPATCH_DAYS: Final = ("1", "2", "3", "5", "7", "10", "14", "21")
RETURNS: Final = ("none", "14", "30")
PAYERS: Final = ("buyer", "seller")
WORDS: Final = (PICKUP, TABLE, WEIGHT, *(f"ship_{zone}" for zone in ZONES), "dispatch", "returns", "return_payer")
DEFAULTS: Final[Mapping[str, str]] = {
    PICKUP: "",
    TABLE: "",
    WEIGHT: "",
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
_WHOLE: Final = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[ ,٬\u00a0\u202f][0-9]{3}){1,2}")
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
    """What a seller has promised. `return_days` is 0 when nothing is taken back. `rates` where a table says the prices,
    and `grams` what the lot then weighs.
    """

    currency: str
    ways: tuple[Way, ...]
    dispatch_days: int
    return_days: int
    return_payer: str
    rates: Rates | None = None
    grams: int = 0

    @property
    def is_sent(self) -> bool:
        return any(way.zone != PICKUP for way in self.ways)

    def offer(self, zone: str) -> Offer | None:
        """What this lot costs to send in one zone, alone or with others; None where it is not sent."""
        way = next((way for way in self.ways if way.zone == zone), None)
        return None if way is None else Offer(way.price_minor, self.rates, self.grams)


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
    rates, grams, faults = _by_table(words, currency)
    sent, unread = ([], {}) if words.get(TABLE) else _flat(words, currency)
    faults |= unread
    if rates is not None and not faults:
        priced = [(zone, rates.price(zone, grams)) for zone in ZONES]
        sent = [Way(zone, price_minor) for zone, price_minor in priced if price_minor is not None]
        faults |= {} if sent else {WEIGHT: ["too_heavy"]}
    ways = ([Way(PICKUP, 0)] if words.get(PICKUP) else []) + sent
    chosen = {name: words.get(name) or DEFAULTS[name] for name in ("dispatch", "returns", "return_payer")}
    for name, offered in (("dispatch", DISPATCH_DAYS), ("returns", RETURNS), ("return_payer", PAYERS)):
        if chosen[name] not in offered:
            faults[name] = ["not_a_choice"]
    if faults:
        return None, faults
    days = 0 if chosen["returns"] == "none" else int(chosen["returns"])
    return Delivery(currency, tuple(ways), int(chosen["dispatch"]), days, chosen["return_payer"], rates, grams), {}


def _flat(words: Mapping[str, str], currency: str) -> tuple[list[Way], dict[str, list[str]]]:
    """The flat prices, and those that cannot be read."""
    ways: list[Way] = []
    faults: dict[str, list[str]] = {}
    for zone in ZONES:
        name = f"ship_{zone}"
        try:
            price_minor = price(words.get(name, ""), currency)
        except money.AmountError as error:
            faults[name] = [error.code]
            continue
        ways += [] if price_minor is None else [Way(zone, price_minor)]
    return ways, faults


def _by_table(words: Mapping[str, str], currency: str) -> tuple[Rates | None, int, dict[str, list[str]]]:
    """The table chosen, the weight, and what is wrong with them; no table where flat prices are meant."""
    if not words.get(TABLE):
        return None, 0, {}
    faults: dict[str, list[str]] = {}
    rates, table_currency = _rates_in(words)
    if rates is None:
        faults[TABLE] = ["table_gone"]
    elif table_currency != currency:
        faults[TABLE] = ["table_in_another_currency"]
    grams = grams_of(words.get(WEIGHT, ""))
    if grams is None:
        faults[WEIGHT] = ["weight_needed"]
    return (None, 0, faults) if faults or rates is None or grams is None else (rates, grams, faults)


def copy_of(rates: Rates, currency: str) -> str:
    """A table as it lies among the words of a listing."""
    return json.dumps({"currency": currency, "rates": rates.to_plain()}, sort_keys=True)


def _rates_in(words: Mapping[str, str]) -> tuple[Rates | None, str]:
    if not words.get(RATES):
        return None, ""
    kept = json.loads(words[RATES])
    return Rates.from_plain(kept["rates"]), kept["currency"]


def grams_of(text: str) -> int | None:
    """A weight in whole grams as typed, in either set of digits and grouped or not; None where it is none."""
    folded = "".join(str(unicodedata.digit(letter, letter)) for letter in text.strip())
    if not _WHOLE.fullmatch(folded):
        return None
    grams = int("".join(letter for letter in folded if letter.isdigit()))
    return grams if 0 < grams <= HEAVIEST_GRAMS else None


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
