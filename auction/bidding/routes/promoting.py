"""HTTP of promoting a lot: what it does and costs, and the wish itself."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web, wording
from auction.bidding import service
from auction.bidding.queries.promoted import promoting_of
from auction.bidding.routes.shelves import blueprint
from auction.errors import Conflict


@blueprint.get("/auctions/<int:auction_id>/promotion")
@web.allow(web.PERSON)
def promotion(auction_id: int) -> ResponseReturnValue:
    """What promoting a lot of one's own does, and what it costs."""
    return render_template("bidding/promotion.html", promoting=promoting_of(auction_id, web.person_id()))


@blueprint.post("/auctions/<int:auction_id>/promotion")
@web.allow(web.PERSON)
@web.limiter.limit("30/hour")
def promote(auction_id: int) -> ResponseReturnValue:
    """Promote it."""
    try:
        service.promote_lot(auction_id=auction_id, person_id=web.person_id())
        flash(_("Your lot is promoted."), "good")
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    return redirect(url_for("bidding.promotion", auction_id=auction_id), 303)
