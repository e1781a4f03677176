"""The words for providers. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROVIDER_NAMES: Final[Mapping[str, LazyString]] = {
    "test": _l("Test payment"),
    "bank": _l("Bank transfer"),
    "stripe": _l("Card or wallet"),
}
