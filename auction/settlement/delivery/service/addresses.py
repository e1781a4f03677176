"""People's address books: kept, one of them first, thrown away; and what orders forget of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue.delivery import is_country
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.settlement.delivery import formats
from auction.settlement.delivery.models import Address, Pickup
from auction.settlement.orders import service as orders
from auction.settlement.orders.models import Order
from auction.settlement.orders.service.choosing import OVER

MOST_ADDRESSES: Final = 20
KEEP_ADDRESSES: Final = timedelta(days=90)
"""How long an order that is over keeps where it went, for a claim or a return."""


@dataclass(frozen=True, slots=True)
class AddressKept:
    address_id: int
    is_default: bool


def keep_address(
    *, person_id: int, country: str, typed: Mapping[str, str], is_default: bool = False, address_id: int | None = None
) -> AddressKept:
    """Add an address to one's book, or change one. The first is the default one. Orders keep the copy they have.

    Locks the address. Raises Absent, Conflict (too_many_addresses), Invalid by field (country_unknown and those of
    `formats.faults`).
    """
    if not is_country(country):
        raise Invalid(fields={"country": ["country_unknown"]})
    parts = formats.tidy(country, typed)
    faults = formats.faults(country, parts)
    if faults:
        raise Invalid.of(faults, {"example": formats.format_of(country).example})
    with transaction() as session:
        row = None if address_id is None else _own(session, address_id, person_id)
        now = time_under_lock(session)
        if row is None:
            row = _new(session, person_id, now)
        row.country, row.parts, row.changed_at = country, parts, now
        if is_default or row.is_default:
            _put_first(session, row)
        session.flush()
        return AddressKept(row.id, row.is_default)


def make_default(*, address_id: int, person_id: int) -> AddressKept:
    """Propose this address first from now on. Locks it. Raises Absent."""
    with transaction() as session:
        row = _own(session, address_id, person_id)
        _put_first(session, row)
        session.flush()
        return AddressKept(row.id, True)


def delete_address(*, address_id: int, person_id: int) -> int:
    """Throw an address away, also out of one's orders that are over or not yet paid. Returns how many orders had it.

    What is paid and on its way keeps it until it is over. Locks the address. Raises Absent.
    """
    with transaction() as session:
        row = _own(session, address_id, person_id)
        was_default = row.is_default
        session.delete(row)
        session.flush()
        if was_default:
            newest = sa.select(Address).where(Address.person_id == person_id).order_by(Address.changed_at.desc())
            next_one = session.execute(newest.limit(1)).scalar_one_or_none()
            if next_one is not None:
                next_one.is_default = True
        return orders.forget_address(session, buyer_id=person_id, address_id=address_id)


def forget_old_addresses() -> int:
    """Take addresses, and places of picking up, out of the orders that have been over for long. Returns how many."""
    with transaction() as session:
        before = time_under_lock(session) - KEEP_ADDRESSES
        forgotten = orders.forget_old_addresses(session, before=before)
        over = sa.select(Order.id).where(Order.state.in_(OVER), Order.changed_at <= before)
        session.execute(sa.delete(Pickup).where(Pickup.order_id.in_(over)))
        return len(forgotten)


def _own(session: Session, address_id: int, person_id: int) -> Address:
    row = lock_row(session, Address, address_id)
    if row.person_id != person_id:
        raise Absent(kind="addresses")
    return row


def _new(session: Session, person_id: int, now: datetime) -> Address:
    count = session.execute(
        sa.select(sa.func.count()).select_from(Address).where(Address.person_id == person_id)
    ).scalar_one()
    if count >= MOST_ADDRESSES:
        raise Conflict("too_many_addresses", limit=MOST_ADDRESSES)
    row = Address(person_id=person_id, is_default=count == 0, created_at=now)
    session.add(row)
    return row


def _put_first(session: Session, row: Address) -> None:
    with session.no_autoflush:
        session.execute(
            sa.update(Address).where(Address.person_id == row.person_id, Address.is_default).values(is_default=False)
        )
    row.is_default = True
