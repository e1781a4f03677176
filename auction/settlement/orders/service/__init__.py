"""Verbs and steps of orders; the only writer of their tables."""

from auction.settlement.orders.service.advancing import Advanced, advance, lock_order, note_change
from auction.settlement.orders.service.choosing import Chosen, choose_way
from auction.settlement.orders.service.opening import LotToOrder, Opened, open_from_sale, open_order
from auction.settlement.orders.service.reckoning import reckon_anew

__all__ = [
    "Advanced",
    "Chosen",
    "LotToOrder",
    "Opened",
    "advance",
    "choose_way",
    "lock_order",
    "note_change",
    "open_from_sale",
    "open_order",
    "reckon_anew",
]
