"""The ways by which the lots of an order can come to its buyer, and what each costs for all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auction.catalogue.delivery import Delivery, Way, read

Promise = Mapping[str, Any]


def ways_of(promises: Sequence[Promise], currency: str) -> tuple[Way, ...]:
    """The ways that every lot of an order can take, each at the price of all lots together."""
    promised = _read(promises, currency)
    if not promised:
        return ()
    first, *others = promised
    return tuple(
        Way(way.zone, sum(_price(one, way.zone) for one in promised))
        for way in first.ways
        if all(any(other_way.zone == way.zone for other_way in other.ways) for other in others)
    )


def delivery_price(promises: Sequence[Promise], zone: str | None, currency: str) -> int | None:
    """What a way costs for all these lots; None where none is chosen or none is offered."""
    return next((way.price_minor for way in ways_of(promises, currency) if way.zone == zone), None)


def _read(promises: Sequence[Promise], currency: str) -> list[Delivery]:
    """The promises; none at all where one of the lots says nothing of its way."""
    found = [read({name: str(word) for name, word in one.items()}, currency)[0] for one in promises]
    return [one for one in found if one is not None] if all(found) else []


def _price(promised: Delivery, zone: str) -> int:
    return next(way.price_minor for way in promised.ways if way.zone == zone)
