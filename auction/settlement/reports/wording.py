"""The words for the kinds of accounts. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

KIND_NAMES: Final[Mapping[str, LazyString]] = {
    "buyer": _l("Buyers"),
    "seller": _l("Sellers"),
    "escrow": _l("In escrow"),
    "revenue": _l("Revenue"),
    "tax": _l("Tax"),
    "shipping": _l("Delivery"),
    "deposits": _l("Deposits"),
    "provider": _l("Payment providers"),
}
