"""The seller's choices on one page, for an order that is not paid: wait, cancel, let pay late, offer, list anew."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, languages, web, wording
from auction.errors import Invalid, Refusal
from auction.rules.unpaid import OFFER_DAYS
from auction.settlement.unpaid import queries, service
from auction.settlement.unpaid.wording import OFFER_STATES

blueprint = Blueprint("unpaid", __name__)


@blueprint.get("/orders/<int:order_id>/unpaid")
@web.allow(web.PERSON)
def choices(order_id: int) -> ResponseReturnValue:
    """What the seller may do now. The seller's alone."""
    return _page(order_id)


def _page(order_id: int, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None) -> str:
    return render_template(
        "settlement/unpaid.html",
        choices=queries.choices_of(order_id, web.person_id()),
        offer_days=OFFER_DAYS,
        offer_states=OFFER_STATES,
        errors=errors or {},
        typed=typed or {},
    )


def _refused(order_id: int, refusal: Refusal, field: str, suffix: str = "") -> ResponseReturnValue:
    """The page again: what was typed, and the reason beside what it is about."""
    if web.wants_json():
        raise refusal
    db.end_read()
    code = refusal.code
    if isinstance(refusal, Invalid) and refusal.fields:
        field, codes = next(iter(refusal.fields.items()))
        code = codes[0]
    errors = {field + suffix: wording.say(code, refusal.facts)}
    return _page(order_id, errors, request.form), int(web.status_of(refusal))


def _back(order_id: int) -> ResponseReturnValue:
    return redirect(url_for("unpaid.choices", order_id=order_id), 303)


def _number(name: str) -> int:
    """A number of the form; one that no choice has where it is none."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else -1


@blueprint.post("/orders/<int:order_id>/unpaid/wait")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def wait(order_id: int) -> ResponseReturnValue:
    """Give the buyer more time."""
    try:
        waiting = service.wait_longer(order_id=order_id, person_id=web.person_id(), days=_number("days"))
    except Invalid as refusal:
        return _refused(order_id, refusal, "days")
    flash(_("The buyer now has until %(when)s, and is told.", when=languages.when(waiting.due_at)), "good")
    return _back(order_id)


@blueprint.post("/orders/<int:order_id>/unpaid/cancel")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def cancel(order_id: int) -> ResponseReturnValue:
    """Cancel the order, with a strike or without."""
    how = request.form.get("how", "")
    try:
        if how not in ("strike", "agreed"):
            raise Invalid(fields={"how": ["not_a_choice"]})
        done = service.cancel_unpaid(
            order_id=order_id, person_id=web.person_id(), with_strike=how == "strike", why=request.form.get("why", "")
        )
    except Refusal as refusal:
        if refusal.code not in ("invalid", "not_overdue"):
            raise
        return _refused(order_id, refusal, "how")
    if done.strike_id is None:
        flash(_("The order is cancelled. The lot is yours to sell again."), "good")
    else:
        flash(_("The order is cancelled and a strike recorded. The lot is yours to sell again."), "good")
    return _back(order_id)


@blueprint.post("/orders/<int:order_id>/unpaid/late")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def agree_late(order_id: int) -> ResponseReturnValue:
    """Let the buyer pay after all."""
    agreed = service.accept_late_payment(order_id=order_id, person_id=web.person_id())
    flash(_("The buyer may pay after all, until %(when)s.", when=languages.when(agreed.due_at)), "good")
    return redirect(url_for("settlement.order", order_id=agreed.order_id), 303)


@blueprint.post("/orders/<int:order_id>/unpaid/offers/<int:auction_id>")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def make_offer(order_id: int, auction_id: int) -> ResponseReturnValue:
    """Offer one lot of it to an underbidder."""
    try:
        service.make_offer(
            order_id=order_id, auction_id=auction_id, person_id=web.person_id(), alias=_number("alias"),
            days=_number("days"),
        )  # fmt: skip
    except Invalid as refusal:
        return _refused(order_id, refusal, "alias", f"-{auction_id}")
    flash(_("The offer is made. You hear as soon as it is answered."), "good")
    return _back(order_id)


@blueprint.get("/orders/<int:order_id>/unpaid/<any(wait, cancel, late):_act>")
@blueprint.get("/orders/<int:order_id>/unpaid/<any(offers):_act>/<int:_auction_id>")
@web.allow(web.PERSON)
def after_a_refusal(order_id: int, _act: str, _auction_id: int = 0) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the choices."""
    return redirect(url_for("unpaid.choices", order_id=order_id))


@blueprint.post("/auctions/<int:auction_id>/relisting")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def relist(auction_id: int) -> ResponseReturnValue:
    """List a lot anew that was not sold: on to the sale form, filled in as before."""
    relisted = service.relist(auction_id=auction_id, person_id=web.person_id())
    if relisted.is_new:
        flash(_("Here is your lot again, as it was. Change what should be different, then publish it."), "good")
    return redirect(url_for("catalogue.edit", listing_id=relisted.listing_id), 303)
