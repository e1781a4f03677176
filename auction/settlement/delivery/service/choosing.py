"""The buyer's choice before paying: an address of their book and a way that leads there."""

from __future__ import annotations

from auction.db import time_under_lock, transaction
from auction.errors import Invalid
from auction.rules.delivery import PICKUP
from auction.settlement.delivery.models import Address
from auction.settlement.orders import service as orders
from auction.settlement.orders.service import Chosen


def choose_delivery(*, order_id: int, person_id: int, zone: str, address_id: int | None) -> Chosen:
    """Copy an address of the buyer's into the order, take the way, and reckon the bill anew. Until it is paid.

    Locks the order. Raises Absent, Conflict (order_moved_on), Invalid (zone: not_a_choice, way_does_not_fit; address:
    address_needed).
    """
    with transaction() as session:
        order = orders.lock_order(session, order_id)
        row = session.get(Address, address_id) if address_id is not None else None
        if row is not None and row.person_id != person_id:
            row = None
        if address_id is not None and row is None and zone != PICKUP:
            raise Invalid(fields={"address": ["address_needed"]})
        copy = None if row is None else {"id": row.id, "country": row.country, **row.parts}
        now = time_under_lock(session)
        return orders.set_way(session, order, person_id=person_id, zone=zone, address=copy, now=now)
