"""Verbs of delivery; the only writer of its tables."""

from auction.settlement.delivery.service.addresses import (
    AddressKept,
    delete_address,
    forget_old_addresses,
    keep_address,
    make_default,
)
from auction.settlement.delivery.service.choosing import choose_delivery
from auction.settlement.delivery.service.handing import (
    hand_over,
    new_code,
    offer_pickup,
)
from auction.settlement.delivery.service.sending import (
    change_tracking,
    count_as_delivered,
    say_delivered,
    send,
    tell_problem,
)

__all__ = [
    "AddressKept",
    "change_tracking",
    "choose_delivery",
    "count_as_delivered",
    "delete_address",
    "forget_old_addresses",
    "hand_over",
    "keep_address",
    "make_default",
    "new_code",
    "offer_pickup",
    "say_delivered",
    "send",
    "tell_problem",
]
