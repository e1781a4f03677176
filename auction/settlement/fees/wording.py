"""The words for this room's codes and for kinds of lines. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "share_range": _l("A percentage lies between 0 and 100, with two decimals at most."),
        "band_not_above": _l("Each band begins above the one before it."),
        "cap_below_least": _l("The most is not below the least."),
        "version_taken": _l("Another version begins at that very moment. Choose another."),
    }
)

SHARE_NAMES: Final[Mapping[str, LazyString]] = {
    "premium": _l("Buyer’s premium"),
    "final_value": _l("Final value fee"),
    "reserve": _l("Fee for a reserve price"),
}
LINE_NAMES: Final[Mapping[str, LazyString]] = {
    "goods": _l("Goods"),
    "premium": _l("Buyer’s premium"),
    "delivery": _l("Delivery"),
    "fee": _l("Seller’s fees"),
}
