"""The words for this room's codes, states and steps. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "not_your_step": _l("This is not yours to do in this order."),
        "order_moved_on": _l("This order has moved on in the meantime. Please look at it again."),
        "already_ordered": _l("This lot stands in another order."),
        "choose_delivery_first": _l("Please choose first how the lot is to come to you."),
        "choose_address_first": _l("Please choose first where it is to be sent."),
        "way_does_not_fit": _l("This way does not lead to the country of that address. Please choose another."),
        "address_needed": _l("Please choose an address."),
        "too_few_orders": _l("It takes at least two orders to pay them together."),
        "too_many_orders": _l("At most {limit} orders can be paid together."),
        "cannot_combine": _l("Only orders of one buyer from one seller, in one currency, can be paid together."),
        "payment_under_way": _l("A payment for one of these orders is under way. Please wait until it is decided."),
        "account_overdrawn": _l("This would move money that is not there. It has been stopped and noted."),
        "why_needed": _l("Please give a reason. The other person will read it."),
        "nothing_to_refund": _l("Nothing has been paid that could be sent back."),
        "more_than_refundable": _l("At most {maximum} can be given back as a part of the price."),
        "bad_event": _l("This message does not bear a good signature."),
        "payment_settled": _l("This payment has been decided already."),
    }
)

STATE_NAMES: Final[Mapping[str, LazyString]] = {
    "awaiting_payment": _l("Awaiting payment"),
    "paid": _l("Paid"),
    "shipped": _l("On its way"),
    "ready_for_pickup": _l("Ready for pick-up"),
    "delivered": _l("Delivered"),
    "completed": _l("Completed"),
    "cancelled": _l("Cancelled"),
    "refunded": _l("Refunded"),
    "in_dispute": _l("In dispute"),
    "combined": _l("Combined with another order"),
}

# What a line of an order's course says.
STEP_NAMES: Final[Mapping[str, LazyString]] = {
    "open": _l("The order was opened"),
    "pay": _l("The payment arrived"),
    "ship": _l("The seller sent it"),
    "offer_pickup": _l("It is ready to be picked up"),
    "deliver": _l("It was delivered"),
    "confirm": _l("The buyer confirmed that it arrived"),
    "settle": _l("Completed, as nobody told of a problem"),
    "put_off": _l("The seller gave more time to pay"),
    "cancel": _l("The order was cancelled"),
    "refund": _l("The money was sent back"),
    "dispute": _l("The buyer told of a problem"),
    "resolve": _l("The problem was settled"),
    "combine": _l("Combined with another order"),
    "payment_declined": _l("A payment was declined"),
    "payment_sent_back": _l("A payment that came too late was sent back"),
    "part_refunded": _l("A part of the price was given back"),
    "deposit_applied": _l("The deposit counts towards it"),
    "deposit_forfeited": _l("The deposit was forfeited to the seller"),
    "tracking_changed": _l("The seller put the tracking number right"),
    "pickup_changed": _l("The seller changed where it is picked up"),
}
