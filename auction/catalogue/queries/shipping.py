"""Reads of a seller's tables of prices for sending. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from auction.catalogue.models import ShippingTable
from auction.db import db
from auction.errors import Absent
from auction.rules.delivery import Rates


@dataclass(frozen=True, slots=True)
class TableView:
    """One table, for its seller alone."""

    id: int
    name: str
    currency: str
    rates: Rates
    changed_at: datetime


def shipping_tables(seller_id: int) -> list[TableView]:
    """Somebody's tables, by name."""
    rows = db.session.execute(
        sa.select(*_COLUMNS).where(ShippingTable.seller_id == seller_id).order_by(ShippingTable.name, ShippingTable.id)
    )
    return [_view(row) for row in rows]


def shipping_table(table_id: int, seller_id: int) -> TableView:
    """Raises Absent, also for somebody else's."""
    row = db.session.execute(
        sa.select(*_COLUMNS).where(ShippingTable.id == table_id, ShippingTable.seller_id == seller_id)
    ).first()
    if row is None:
        raise Absent(kind="shipping_tables")
    return _view(row)


_COLUMNS = ShippingTable.id, ShippingTable.name, ShippingTable.currency, ShippingTable.rates, ShippingTable.changed_at


def _view(row: Any) -> TableView:
    return TableView(row.id, row.name, row.currency, Rates.from_plain(row.rates), row.changed_at)
