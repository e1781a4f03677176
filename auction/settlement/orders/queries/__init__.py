"""Reads of orders; every one hands out frozen values. Writes nothing."""

from auction.settlement.orders.queries.courses import Finished, courses, find_finished
from auction.settlement.orders.queries.delivering import delivery_price, fitting_ways, ways_of
from auction.settlement.orders.queries.orders import (
    ChangeView,
    OrderCard,
    OrderedLot,
    OrderView,
    bought_by,
    combinable,
    combinable_with,
    counts_of,
    order,
    people_of,
    sold_by,
    state_of,
)

__all__ = [
    "ChangeView",
    "Finished",
    "OrderCard",
    "OrderView",
    "OrderedLot",
    "bought_by",
    "combinable",
    "combinable_with",
    "counts_of",
    "courses",
    "delivery_price",
    "find_finished",
    "fitting_ways",
    "order",
    "people_of",
    "sold_by",
    "state_of",
    "ways_of",
]
