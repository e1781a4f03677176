"""The ways by which the lots of an order can come to its buyer, and what each costs for all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auction.catalogue.delivery import Delivery, Way, read
from auction.rules.delivery import fits, together

Promise = Mapping[str, Any]


def ways_of(promises: Sequence[Promise], currency: str) -> tuple[Way, ...]:
    """The ways that every lot of an order can take, each at the price of all lots together."""
    promised = _read(promises, currency)
    if not promised:
        return ()
    offered = {way.zone: [one.offer(way.zone) for one in promised] for way in promised[0].ways}
    whole = {zone: [offer for offer in offers if offer is not None] for zone, offers in offered.items()}
    return tuple(Way(zone, together(zone, offers)) for zone, offers in whole.items() if len(offers) == len(promised))


def fitting_ways(
    promises: Sequence[Promise], currency: str, seller_country: str | None, buyer_country: str | None
) -> tuple[Way, ...]:
    """Those of the ways that lead to a country."""
    return tuple(way for way in ways_of(promises, currency) if fits(way.zone, seller_country, buyer_country))


def delivery_price(promises: Sequence[Promise], zone: str | None, currency: str) -> int | None:
    """What a way costs for all these lots; None where none is chosen or none is offered."""
    return next((way.price_minor for way in ways_of(promises, currency) if way.zone == zone), None)


def _read(promises: Sequence[Promise], currency: str) -> list[Delivery]:
    """The promises; none at all where one of the lots says nothing of its way."""
    found = [read({name: str(word) for name, word in one.items()}, currency)[0] for one in promises]
    return [one for one in found if one is not None] if all(found) else []
