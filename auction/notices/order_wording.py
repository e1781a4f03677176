"""The words of notices about orders, for `wording`. Knows kinds and payloads; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction.notices.models import (
    ORDER_CANCELLED,
    ORDER_COMPLETED,
    ORDER_DELIVERED,
    ORDER_DISPUTED,
    ORDER_PAID,
    ORDER_READY,
    ORDER_RECEIVED,
    ORDER_REFUNDED,
    ORDER_RESOLVED,
    ORDER_SHIPPED,
    PART_REFUNDED,
    PAYMENT_DECLINED,
    PAYMENT_SENT_BACK,
    SALE_REFUNDED,
)

HEADLINES: Final[Mapping[str, LazyString]] = {
    ORDER_PAID: _l("Paid: please send it"),
    ORDER_RECEIVED: _l("Your payment arrived"),
    ORDER_SHIPPED: _l("On its way to you"),
    ORDER_READY: _l("Ready for pick-up"),
    ORDER_DELIVERED: _l("Delivered"),
    ORDER_COMPLETED: _l("Order completed"),
    ORDER_CANCELLED: _l("Order cancelled"),
    ORDER_REFUNDED: _l("Your money is on its way back"),
    PART_REFUNDED: _l("A part of the price comes back to you"),
    ORDER_DISPUTED: _l("The buyer told of a problem"),
    ORDER_RESOLVED: _l("The problem was settled"),
    PAYMENT_DECLINED: _l("Your payment was declined"),
    PAYMENT_SENT_BACK: _l("A payment is on its way back to you"),
    SALE_REFUNDED: _l("An order of yours was refunded"),
}

TEXTS: Final[Mapping[str, LazyString]] = {
    ORDER_PAID: _l("The buyer has paid %(price)s. The house holds the money until the lot has arrived."),
    ORDER_RECEIVED: _l("We received %(price)s and hold it until the lot has arrived. The seller has been told."),
    ORDER_SHIPPED: _l("The seller has sent it. When it has arrived, please say so on the order’s page."),
    ORDER_READY: _l("You can pick it up. The order’s page has the place, the times and the code to show."),
    ORDER_DELIVERED: _l(
        "It counts as delivered. Say within three days if something is wrong; after that the seller is paid."
    ),
    ORDER_COMPLETED: _l("The order is completed, and your part of %(price)s is on your account."),
    ORDER_CANCELLED: _l("The order was cancelled. Nothing is to be paid for it any more."),
    ORDER_REFUNDED: _l("The order was refunded. Depending on your bank the money takes some days."),
    PART_REFUNDED: _l("The seller gives back %(part)s of what you paid. The order goes on."),
    ORDER_DISPUTED: _l("The money stays with the house until it is settled. Please answer on the order’s page."),
    ORDER_RESOLVED: _l("The problem was settled, and the order is completed."),
    PAYMENT_DECLINED: _l("Nothing was taken. You can try again, or pay in another way, until the order’s day is over."),
    PAYMENT_SENT_BACK: _l("It came when nothing was to be paid any more. You get all of it back."),
    SALE_REFUNDED: _l("The house sent %(price)s back to the buyer. The order’s page says why."),
}

CHOICES: Final[Mapping[str, LazyString]] = {
    ORDER_PAID: _l("When a lot I sold is paid"),
    ORDER_RECEIVED: _l("When my payment has arrived"),
    ORDER_SHIPPED: _l("When something I bought is on its way"),
    ORDER_READY: _l("When something I bought can be picked up"),
    ORDER_DELIVERED: _l("When something I bought counts as delivered"),
    ORDER_COMPLETED: _l("When an order of mine is completed"),
    ORDER_CANCELLED: _l("When an order is cancelled"),
    ORDER_REFUNDED: _l("When money comes back to me"),
    PART_REFUNDED: _l("When a part of a price comes back to me"),
    ORDER_DISPUTED: _l("When a buyer tells of a problem"),
    ORDER_RESOLVED: _l("When a problem is settled"),
    PAYMENT_DECLINED: _l("When my payment is declined"),
    PAYMENT_SENT_BACK: _l("When a payment of mine is sent back"),
    SALE_REFUNDED: _l("When the house refunds an order of mine"),
}
