"""HTTP of what is done on an order's page: how it is delivered, that it arrived, problems, refunds, paying together."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web
from auction.catalogue import queries as catalogue
from auction.errors import Conflict, Forbidden, Invalid
from auction.settlement.delivery import service as delivery
from auction.settlement.orders import queries
from auction.settlement.pages.routes import blueprint, order_page
from auction.settlement.payments import service as payments

ACTS = (
    "any(delivery, shipment, tracking, pickup, handover, code, arrival, received, problem, settled, refund, together)"
)


@blueprint.post("/orders/<int:order_id>/delivery")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def choose_delivery(order_id: int) -> ResponseReturnValue:
    """The buyer's address and way, in one form."""
    chosen = request.form.get("address", type=web.a_number)
    zone = request.form.get("zone", "")
    return _act(
        order_id,
        "delivery",
        lambda: delivery.choose_delivery(order_id=order_id, person_id=web.person_id(), zone=zone, address_id=chosen),
        _("Your choice is kept, and the bill reckoned anew."),
    )


@blueprint.post("/orders/<int:order_id>/shipment")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def send(order_id: int) -> ResponseReturnValue:
    """The seller has sent it."""
    return _act(
        order_id,
        "shipment",
        lambda: delivery.send(
            order_id=order_id,
            person_id=web.person_id(),
            carrier=request.form.get("carrier", ""),
            tracking=request.form.get("tracking", ""),
        ),
        _("The buyer is told that it is on its way."),
    )


@blueprint.post("/orders/<int:order_id>/tracking")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def change_tracking(order_id: int) -> ResponseReturnValue:
    return _act(
        order_id,
        "tracking",
        lambda: delivery.change_tracking(
            order_id=order_id,
            person_id=web.person_id(),
            carrier=request.form.get("carrier", ""),
            tracking=request.form.get("tracking", ""),
        ),
        _("The tracking number is put right."),
    )


@blueprint.post("/orders/<int:order_id>/pickup")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def offer_pickup(order_id: int) -> ResponseReturnValue:
    """The seller says where and when it can be picked up."""
    found = queries.order(order_id, web.person_id())
    town = catalogue.listing(found.lots[0].listing_id).place.town if found.lots else ""
    return _act(
        order_id,
        "pickup",
        lambda: delivery.offer_pickup(
            order_id=order_id,
            person_id=web.person_id(),
            place=request.form.get("place", ""),
            times=request.form.get("times", ""),
            town=town,
        ),
        _("The buyer is told where and when."),
    )


@blueprint.post("/orders/<int:order_id>/handover")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def hand_over(order_id: int) -> ResponseReturnValue:
    """The seller types the buyer's code."""
    code = request.form.get("code", "")
    return _act(
        order_id,
        "handover",
        lambda: delivery.hand_over(order_id=order_id, person_id=web.person_id(), code=code),
        _("The code is right. It is handed over."),
    )


@blueprint.post("/orders/<int:order_id>/code")
@web.allow(web.PERSON)
@web.limiter.limit("10/hour")
def new_code(order_id: int) -> ResponseReturnValue:
    return _act(
        order_id,
        "code",
        lambda: delivery.new_code(order_id=order_id, person_id=web.person_id()),
        _("Here is a new code. The old one is worth nothing now."),
    )


@blueprint.post("/orders/<int:order_id>/arrival")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def say_delivered(order_id: int) -> ResponseReturnValue:
    """The seller knows from the carrier that it arrived."""
    day = request.form.get("day", "")
    return _act(
        order_id,
        "arrival",
        lambda: delivery.say_delivered(order_id=order_id, person_id=web.person_id(), day=day),
        _("Noted. The buyer has three days to tell of a problem."),
    )


@blueprint.post("/orders/<int:order_id>/received")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def confirm_received(order_id: int) -> ResponseReturnValue:
    """The buyer has it, and all is well: the seller gets the money."""
    return _act(
        order_id,
        "received",
        lambda: payments.confirm_received(order_id=order_id, person_id=web.person_id()),
        _("Thank you. The seller gets the money now."),
    )


@blueprint.post("/orders/<int:order_id>/problem")
@web.allow(web.PERSON)
@web.limiter.limit("20/hour")
def tell_problem(order_id: int) -> ResponseReturnValue:
    why = request.form.get("why", "")
    return _act(
        order_id,
        "problem",
        lambda: delivery.tell_problem(order_id=order_id, person_id=web.person_id(), why=why),
        _("The seller and the house are told. The money stays where it is until this is settled."),
    )


@blueprint.post("/orders/<int:order_id>/settled")
@web.allow(web.PERSON)
@web.limiter.limit("20/hour")
def settle_problem(order_id: int) -> ResponseReturnValue:
    """The buyer, or the staff with a reason, ends the dispute in the seller's favour."""
    why = request.form.get("why", "")
    return _act(
        order_id,
        "settled",
        lambda: payments.settle_problem(order_id=order_id, person_id=web.person_id(), why=why),
        _("The problem is settled, and the seller gets the money."),
    )


@blueprint.post("/orders/<int:order_id>/refund")
@web.allow(web.PERSON)
@web.limiter.limit("20/hour")
def refund(order_id: int) -> ResponseReturnValue:
    """The seller or the staff gives money back: all of it, or the amount typed."""
    why, amount = request.form.get("why", ""), request.form.get("amount", "")
    if request.form.get("how") == "part" and not amount.strip():
        return order_page(order_id, Invalid(fields={"amount": ["needed"]}), "refund")
    amount = amount if request.form.get("how") == "part" else ""
    return _act(
        order_id,
        "refund",
        lambda: payments.refund_order(order_id=order_id, person_id=web.person_id(), why=why, amount=amount),
        _("The money is on its way back to the buyer."),
    )


@blueprint.post("/orders/<int:order_id>/together")
@web.allow(web.PERSON)
@web.limiter.limit("30/hour")
def combine(order_id: int) -> ResponseReturnValue:
    """Pay an order together with others of the same seller: on to the one that takes their place."""
    others = request.form.getlist("order", type=web.a_number)
    try:
        made = payments.combine_orders(order_ids=[order_id, *others], person_id=web.person_id())
    except (Conflict, Invalid) as refusal:
        return order_page(order_id, refusal, "together")
    flash(_("These orders are one now."), "good")
    return redirect(url_for("settlement.order", order_id=made.order_id), HTTPStatus.SEE_OTHER)


@blueprint.get(f"/orders/<int:order_id>/<{ACTS}:_act>")
@web.allow(web.PERSON)
def after_a_refused_act(order_id: int, _act: str) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the order."""
    return redirect(url_for("settlement.order", order_id=order_id))


def _act(order_id: int, form: str, act: Callable[[], object], said: str) -> ResponseReturnValue:
    """Do it and go back to the order; or show the order with what was typed and why not."""
    try:
        act()
    except (Conflict, Forbidden, Invalid) as refusal:
        return order_page(order_id, refusal, form)
    flash(said, "good")
    return redirect(url_for("settlement.order", order_id=order_id), HTTPStatus.SEE_OTHER)
