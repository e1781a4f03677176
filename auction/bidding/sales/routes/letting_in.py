"""Who may bid in a sale: the button by which people ask, and the page on which the seller decides. Decides nothing."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, web, wording
from auction.bidding.sales import approvals, queries, service
from auction.bidding.sales.routes.shows import blueprint
from auction.errors import Conflict, Invalid, Refusal


@blueprint.post("/sales/<int:sale_id>/approval")
@web.allow(web.PERSON)
@web.limiter.limit("30/hour")
def ask(sale_id: int) -> ResponseReturnValue:
    """Ask to be let in, from the catalogue or from a lot's page."""
    try:
        service.ask_to_bid(sale_id=sale_id, person_id=web.person_id())
    except Refusal as refusal:
        if web.status_of(refusal) == HTTPStatus.NOT_FOUND:
            raise
        flash(wording.say(refusal.code, refusal.facts), "bad")
    else:
        flash(_("The seller has been asked. We tell you as soon as they have decided."), "good")
    return redirect(web.safe_next(url_for("sales.catalogue", sale_id=sale_id)), HTTPStatus.SEE_OTHER)


@blueprint.get("/sales/<int:sale_id>/approval")
@web.allow(web.ANYONE)
def after_asking(sale_id: int) -> ResponseReturnValue:
    """Whoever loads the form's address again, or comes here from signing in, means the sale."""
    return redirect(url_for("sales.catalogue", sale_id=sale_id))


@blueprint.get("/sell/sales/<int:sale_id>/approvals")
@web.allow(web.SELLER)
def applicants(sale_id: int) -> ResponseReturnValue:
    """Who waits to be let in, who is in, and who is not."""
    return _page(sale_id)


@blueprint.post("/sell/sales/<int:sale_id>/approvals")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def decide(sale_id: int) -> ResponseReturnValue:
    """Let somebody in, or not, by their public name."""
    handle, is_approved = request.form.get("handle", ""), request.form.get("decision") == "approve"
    try:
        decided = service.decide_approval(
            sale_id=sale_id, person_id=web.person_id(), handle=handle, is_approved=is_approved
        )
    except (Invalid, Conflict) as refusal:
        db.end_read()
        return _page(sale_id, refusal)
    if is_approved:
        flash(_("%(handle)s may bid in this sale now.", handle=decided.handle), "good")
    else:
        flash(_("%(handle)s may not bid in this sale. Bids that stand are not touched.", handle=decided.handle), "good")
    return redirect(url_for("sales.applicants", sale_id=sale_id), HTTPStatus.SEE_OTHER)


def _page(sale_id: int, refusal: Refusal | None = None) -> ResponseReturnValue:
    own = queries.own_sale(sale_id, web.person_id())
    codes = refusal.fields.get("handle", []) if isinstance(refusal, Invalid) else []
    facts = refusal.facts if refusal else {}
    shown = render_template(
        "bidding/sales/approvals.html",
        sale=own,
        people=approvals.approval_list(sale_id),
        typed=request.form.get("handle", "") if refusal else "",
        error=" ".join(wording.say(code, facts) for code in codes),
        problem=wording.say(refusal.code, facts) if refusal and not codes else "",
    )
    return shown, 200 if refusal is None else int(web.status_of(refusal))
