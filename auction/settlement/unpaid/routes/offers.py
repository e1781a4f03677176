"""The page of one second chance offer: the person who is offered accepts or declines, the seller takes it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web
from auction.settlement.unpaid import queries, service
from auction.settlement.unpaid.queries.offers import bill_of_offer
from auction.settlement.unpaid.routes.choices import blueprint
from auction.settlement.unpaid.wording import OFFER_STATES


@blueprint.get("/offers/<int:offer_id>")
@web.allow(web.PERSON)
def offer(offer_id: int) -> ResponseReturnValue:
    """One offer: for the one it is made to, and for its seller."""
    found = queries.offer(offer_id, web.person_id())
    return render_template("settlement/offer.html", offer=found, bill=bill_of_offer(found), states=OFFER_STATES)


@blueprint.post("/offers/<int:offer_id>/accept")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def accept_offer(offer_id: int) -> ResponseReturnValue:
    accepted = service.accept_offer(offer_id=offer_id, person_id=web.person_id())
    flash(_("The lot is yours. Please pay for it as you would for one you have won."), "good")
    return redirect(url_for("settlement.order", order_id=accepted.order_id), 303)


@blueprint.post("/offers/<int:offer_id>/decline")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def decline_offer(offer_id: int) -> ResponseReturnValue:
    service.decline_offer(offer_id=offer_id, person_id=web.person_id())
    flash(_("You have declined the offer. You owe nothing."), "note")
    return redirect(url_for("unpaid.offer", offer_id=offer_id), 303)


@blueprint.post("/offers/<int:offer_id>/withdrawal")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def withdraw_offer(offer_id: int) -> ResponseReturnValue:
    service.withdraw_offer(offer_id=offer_id, person_id=web.person_id())
    flash(_("The offer is taken back."), "note")
    return redirect(web.safe_next(url_for("unpaid.offer", offer_id=offer_id)), 303)
