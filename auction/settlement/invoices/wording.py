"""The words of papers, and how a word is kept in every language of the house. No decision lives here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction.languages import LANGUAGES, Reader, reading_as

HOUSE: Final = _l("Mazad")

KIND_NAMES: Final[Mapping[str, LazyString]] = {
    "invoice": _l("Invoice"),
    "receipt": _l("Receipt"),
    "fee_invoice": _l("Invoice for fees"),
    "credit_note": _l("Credit note"),
}

LINE_NAMES: Final[Mapping[str, LazyString]] = {
    "hammer": _l("Hammer price"),
    "premium": _l("Buyer’s premium"),
    "delivery": _l("Delivery"),
    "final_value": _l("Final value fee"),
    "insertion": _l("For opening a lot"),
    "reserve": _l("Fee for a reserve price"),
    "promotion": _l("For promoting a lot"),
    "payment": _l("Payment received"),
    "deposit": _l("Deposit"),
    "part_back": _l("Part of the price given back"),
    "back_before": _l("Given back before"),
}


def in_all(word: Callable[[], str]) -> dict[str, str]:
    """A word in every language of the house, to be kept: {"en": …, "ar": …}."""
    kept = {}
    for language in LANGUAGES:
        with reading_as(Reader(language=language)):
            kept[language] = word()
    return kept
