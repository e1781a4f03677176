"""Reads of orders; every one hands out frozen values. Writes nothing."""

from auction.settlement.orders.queries.courses import Finished, courses, find_finished
from auction.settlement.orders.queries.delivering import delivery_price, ways_of
from auction.settlement.orders.queries.orders import (
    ChangeView,
    OrderCard,
    OrderedLot,
    OrderView,
    bought_by,
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
    "counts_of",
    "courses",
    "delivery_price",
    "find_finished",
    "order",
    "people_of",
    "sold_by",
    "state_of",
    "ways_of",
]
