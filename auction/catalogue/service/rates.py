"""Steps that copy a seller's table of prices into a listing that is not yet published, as the table is at the time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from auction.catalogue import delivery
from auction.catalogue.models import Listing, ShippingTable
from auction.rules.delivery import Rates


def words_now(session: Session, listing: Listing) -> Mapping[str, Any]:
    """A step that reads: a listing's words of delivery with the table it names; without one when that is gone."""
    words = {name: word for name, word in listing.delivery.items() if name != delivery.RATES}
    named = str(words.get(delivery.TABLE) or "")
    if named.isascii() and named.isdecimal() and len(named) < 10:
        row = session.get(ShippingTable, int(named))
        if row is not None and row.seller_id == listing.seller_id:
            words[delivery.RATES] = delivery.copy_of(Rates.from_plain(row.rates), row.currency)
    return words


def renew_rates(session: Session, listing: Listing) -> None:
    """A step: keep the table that a listing names as it is now."""
    words = dict(words_now(session, listing))
    if words != listing.delivery:
        listing.delivery = words
