"""A seller's own page, and following sellers. Decides nothing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web, wording
from auction.bidding.queries import watching as pages
from auction.bidding.routes.shelves import blueprint
from auction.catalogue import service
from auction.errors import Refusal


@blueprint.get("/sellers/<handle>")
@web.allow(web.ANYONE)
def seller(handle: str) -> ResponseReturnValue:
    """A seller's lots, and how many they have sold."""
    return render_template("bidding/seller.html", seller=pages.seller_page(handle, web.find_person_id()))


@blueprint.post("/sellers/<handle>/follow")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def follow(handle: str) -> ResponseReturnValue:
    """Follow a seller, or no longer."""
    found = pages.seller_page(handle, web.person_id())
    is_wanted = request.form.get("want") != "off"
    verb = service.follow_seller if is_wanted else service.unfollow_seller
    try:
        verb(person_id=web.person_id(), seller_id=found.id)
    except Refusal as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    else:
        words = _("You follow %(handle)s.") if is_wanted else _("You no longer follow %(handle)s.")
        flash(words % {"handle": found.handle}, "good")
    return redirect(web.safe_next(url_for("bidding.seller", handle=found.handle)), 303)


@blueprint.get("/following")
@web.allow(web.PERSON)
def following() -> ResponseReturnValue:
    """The sellers one follows."""
    return render_template("bidding/following.html", sellers=pages.following(web.person_id()))
