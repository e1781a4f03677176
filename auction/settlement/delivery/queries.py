"""Reads of delivery: one's own address book, and what an order's page shows of parcel and pick-up. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import db
from auction.errors import Absent
from auction.settlement.delivery import carriers
from auction.settlement.delivery.models import Address, Pickup, Shipment
from auction.settlement.orders.queries import OrderView


@dataclass(frozen=True, slots=True)
class AddressView:
    """One address of one's own book."""

    id: int
    country: str
    parts: Mapping[str, str]
    is_default: bool


@dataclass(frozen=True, slots=True)
class ParcelView:
    """`link` is empty where the carrier shows nothing."""

    carrier: str
    carrier_name: str
    tracking: str
    link: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PickupView:
    """`code` is there for the buyer alone; `tries_left` for both."""

    place: str
    times: str
    code: str | None
    tries_left: int


def addresses_of(person_id: int) -> list[AddressView]:
    """One's book, the default first."""
    rows = db.session.execute(
        sa.select(Address)
        .where(Address.person_id == person_id)
        .order_by(Address.is_default.desc(), Address.changed_at.desc(), Address.id.desc())
    ).scalars()
    return [_view(row) for row in rows]


def countries_of(person_ids: Collection[int], session: Session) -> dict[int, str]:
    """The country of each person's default address, of those who have one. Usable in a write transaction."""
    rows = session.execute(
        sa.select(Address.person_id, Address.country).where(Address.person_id.in_(person_ids), Address.is_default)
    )
    return {row.person_id: row.country for row in rows}


def address(address_id: int, person_id: int) -> AddressView:
    """Raises Absent, also for somebody else's."""
    row = db.session.execute(
        sa.select(Address).where(Address.id == address_id, Address.person_id == person_id)
    ).scalar_one_or_none()
    if row is None:
        raise Absent(kind="addresses")
    return _view(row)


def parcel_of(order: OrderView) -> ParcelView | None:
    """With whom an order was sent, for whoever may see the order."""
    row = db.session.get(Shipment, order.id)
    if row is None:
        return None
    known = carriers.CARRIERS[row.carrier]
    return ParcelView(row.carrier, known.name, row.tracking, known.link(row.tracking), row.sent_at)


def pickup_of(order: OrderView) -> PickupView | None:
    """Where an order is picked up; the code for its buyer alone, while it waits."""
    row = db.session.get(Pickup, order.id)
    if row is None:
        return None
    shows = order.role == "buyer" and order.state == "ready_for_pickup"
    return PickupView(row.place, row.times, row.code if shows else None, row.tries_left)


def _view(row: Address) -> AddressView:
    return AddressView(row.id, row.country, {name: str(word) for name, word in row.parts.items()}, row.is_default)
