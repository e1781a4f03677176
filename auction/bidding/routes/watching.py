"""Watching lots, and what one has looked at: the toggle on every card, one's lists. Decides nothing."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, web, wording
from auction.bidding import queries
from auction.bidding.queries import watching as pages
from auction.bidding.queries.lot_page import LotView
from auction.bidding.routes.shelves import blueprint
from auction.catalogue import queries as catalogue
from auction.catalogue import service
from auction.errors import Refusal

_WISH = "watch_wish"


@blueprint.get("/watching")
@web.allow(web.PERSON)
def watching() -> ResponseReturnValue:
    """One's watch list."""
    return render_template("bidding/watching.html", lots=pages.watch_list(web.person_id()))


@blueprint.post("/auctions/<int:auction_id>/watch")
@web.allow(web.ANYONE)
@web.limiter.limit("120/minute")
def watch(auction_id: int) -> ResponseReturnValue:
    """Watch a lot or no longer. Whoever is not signed in is led to do so, and the lot is watched when they are."""
    is_wanted = request.form.get("want") != "off"
    back = web.safe_next(url_for("bidding.lot", auction_id=auction_id))
    person_id = web.find_person_id()
    if person_id is None:
        if is_wanted:
            session[_WISH] = auction_id
        return redirect(url_for("security.login", next=back))
    _set(person_id, auction_id, is_wanted=is_wanted)
    return redirect(back, 303)


def _set(person_id: int, auction_id: int, *, is_wanted: bool) -> None:
    """Do it, and say on the next page what came of it."""
    try:
        change_watch(person_id, auction_id, is_wanted=is_wanted)
    except Refusal as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
        return
    flash(_("The lot is on your watch list.") if is_wanted else _("The lot is no longer on your watch list."), "good")


def change_watch(person_id: int, auction_id: int, *, is_wanted: bool) -> service.Watched:
    """Raises Absent and Conflict."""
    listing_id = queries.visible_listing(auction_id, person_id)
    verb = service.watch_listing if is_wanted else service.unwatch_listing
    return verb(person_id=person_id, listing_id=listing_id)


@blueprint.before_app_request
def grant_wish() -> None:
    """Whoever wished to watch a lot before they signed in watches it now."""
    if request.endpoint == "static" or web.is_program_call() or _WISH not in session:
        return
    person_id = web.find_person_id()
    if person_id is not None:
        _set(person_id, session.pop(_WISH), is_wanted=True)


def is_watched(auction_id: int) -> bool:
    """For templates: whether the reader watches this lot. One question for all the cards of a page."""
    person_id = web.find_person_id()
    if person_id is None:
        return False
    if "watched_auctions" not in g:
        g.watched_auctions = queries.watched_auctions(person_id)
    return auction_id in g.watched_auctions


def note_view(view: LotView) -> None:
    """Keep it that the reader looks at this lot: not a seller at their own, not a browser that looks ahead."""
    person_id = web.find_person_id()
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if person_id is None or view.is_seller or request.method != "GET" or "prefetch" in purpose:
        return
    last = catalogue.viewed_at(person_id, view.listing.id)
    is_fresh = last is not None and last > clock.now() - service.NOTED_EVERY
    if not is_fresh and catalogue.keeps_views(person_id):
        service.note_view(person_id=person_id, listing_id=view.listing.id)


@blueprint.get("/viewed")
@web.allow(web.PERSON)
def viewed() -> ResponseReturnValue:
    """What one has looked at, and whether that is kept."""
    person_id = web.person_id()
    return render_template(
        "bidding/viewed.html",
        cards=pages.recently_viewed(person_id, limit=service.MOST_VIEWS),
        is_kept=catalogue.keeps_views(person_id),
    )


@blueprint.post("/viewed/clear")
@web.allow(web.PERSON)
@web.limiter.limit("10/hour")
def clear_viewed() -> ResponseReturnValue:
    service.clear_views(person_id=web.person_id())
    flash(_("Your list is empty now."), "good")
    return redirect(url_for("bidding.viewed"), 303)


@blueprint.post("/viewed/keeping")
@web.allow(web.PERSON)
@web.limiter.limit("10/hour")
def keep_viewed() -> ResponseReturnValue:
    """Switch the list on or off."""
    is_kept = request.form.get("keep") == "on"
    service.keep_views(person_id=web.person_id(), is_kept=is_kept)
    flash(
        _("From now on we keep what you look at, for you alone.")
        if is_kept
        else _("We no longer keep what you look at, and have forgotten what we kept."),
        "good",
    )
    return redirect(url_for("bidding.viewed"), 303)
