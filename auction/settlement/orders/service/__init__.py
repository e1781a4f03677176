"""Verbs and steps of orders; the only writer of their tables."""

from auction.settlement.orders.service.advancing import Advanced, advance, lock_order, note_change
from auction.settlement.orders.service.choosing import (
    Chosen,
    choose_way,
    forget_address,
    forget_old_addresses,
    need_way,
    set_way,
)
from auction.settlement.orders.service.combining import Combined, combine, lock_orders
from auction.settlement.orders.service.opening import LotToOrder, Opened, open_from_sale, open_order
from auction.settlement.orders.service.reckoning import reckon_anew

__all__ = [
    "Advanced",
    "Chosen",
    "Combined",
    "LotToOrder",
    "Opened",
    "advance",
    "choose_way",
    "combine",
    "forget_address",
    "forget_old_addresses",
    "lock_order",
    "lock_orders",
    "need_way",
    "note_change",
    "open_from_sale",
    "open_order",
    "reckon_anew",
    "set_way",
]
