"""The page of a lot and what one can do on it: bid, buy, retract, read its book; for the seller, its changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flask import Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, languages, web, wording
from auction.bidding import queries, service
from auction.bidding.queries import lot_page as pages
from auction.bidding.queries.watching import beside
from auction.bidding.routes.around import around
from auction.bidding.routes.presenting import Typed, lot_page
from auction.bidding.routes.shelves import blueprint
from auction.bidding.routes.watching import note_view
from auction.bidding.sales.queries import place_of
from auction.bidding.schemas import BID_KEY
from auction.catalogue import queries as catalogue
from auction.catalogue import routes as catalogue_routes
from auction.errors import Invalid, Refusal
from auction.rules import chain
from auction.shapes import LARGEST_ID


@blueprint.get("/auctions/<int:auction_id>")
@web.allow(web.ANYONE)
def lot(auction_id: int) -> ResponseReturnValue:
    """The live page of a lot."""
    view = pages.lot_view(auction_id, web.find_person_id())
    answer = _show(view, Typed({name: request.args.get(name, "") for name in ("amount", "zone")}))
    note_view(view)
    return answer


def _show(view: pages.LotView, typed: Typed, status: int = 200) -> ResponseReturnValue:
    page = lot_page(view, typed)
    aside = beside(page.card.auction_id, page.listing_id, page.seller.id, web.find_person_id())
    place = place_of(page.card.auction_id)
    return render_template("bidding/lot.html", lot=page, beside=aside, place=place, **around(view)), status


def show_refused(
    auction_id: int, refusal: Refusal, field: str, words: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """The page again: what was typed, and the reason beside the field that it is about."""
    code = refusal.code
    if isinstance(refusal, Invalid) and refusal.fields:
        named, codes = next(iter(refusal.fields.items()))
        field, code = (named if named in (words or {}) else field), codes[0]
    errors = {field: wording.say(code, refusal.facts)}
    typed = Typed(words or {}, errors, needs_confirmation=code == "confirm_large_bid")
    view = pages.lot_view(auction_id, web.find_person_id())
    return _show(view, typed, int(web.status_of(refusal)))


def _to_lot(auction_id: int) -> ResponseReturnValue:
    return redirect(url_for("bidding.lot", auction_id=auction_id))


@blueprint.get("/auctions/<int:auction_id>/<any(bids, purchase, retraction, reserve, 'early-end', cancellation):_act>")
@web.allow(web.ANYONE)
def after_a_refusal(auction_id: int, _act: str) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the lot."""
    return _to_lot(auction_id)


@blueprint.get("/listings/<int:listing_id>/auction")
@web.allow(web.ANYONE)
def of_listing(listing_id: int) -> ResponseReturnValue:
    """The newest auction of a listing."""
    return _to_lot(queries.latest_auction_of(listing_id, web.find_person_id()))


@blueprint.post("/auctions/<int:auction_id>/bids")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
def place_bid(auction_id: int) -> ResponseReturnValue:
    """A bid without scripts: the page again, with the answer on it."""
    amount, key = request.form.get("amount", ""), request.form.get("key", "")
    try:
        if not re.fullmatch(BID_KEY, key):
            raise Invalid("key_needed")
        placed = service.place_bid(
            auction_id=auction_id,
            person_id=web.person_id(),
            amount=amount,
            key=key,
            is_confirmed=request.form.get("confirmed") == amount,  # this amount and no other
        )
    except Refusal as refusal:
        return show_refused(auction_id, refusal, "amount", {"amount": amount})
    flash(*_PLACED[placed.standing]())
    return _to_lot(auction_id)


_PLACED: dict[str, Callable[[], tuple[str, str]]] = {
    "leading": lambda: (_("Your bid is placed. You are the leading bidder."), "good"),
    "outbid": lambda: (_("Your bid is placed, but another bidder's maximum is higher."), "outbid"),
    "outbid_by_equal": lambda: (
        _("Your bid is placed, but another bidder offered the same amount earlier and stays ahead."),
        "outbid",
    ),
}


@blueprint.post("/auctions/<int:auction_id>/purchase")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def buy_now(auction_id: int) -> ResponseReturnValue:
    """Buy at the fixed price."""
    try:
        service.buy_now(auction_id=auction_id, person_id=web.person_id())
    except Refusal as refusal:
        return show_refused(auction_id, refusal, "purchase")
    flash(_("It is yours: you bought this lot at the fixed price."), "good")
    return _to_lot(auction_id)


@blueprint.post("/auctions/<int:auction_id>/retraction")
@web.allow(web.PERSON)
@web.limiter.limit("10/minute")
def retract(auction_id: int) -> ResponseReturnValue:
    """Take back one's bids."""
    reason = request.form.get("reason", "")
    try:
        service.retract_bid(auction_id=auction_id, person_id=web.person_id(), reason=reason)
    except Refusal as refusal:
        return show_refused(auction_id, refusal, "retraction", {"retraction": reason})
    flash(_("Your bid has been taken back. Everybody can see that in the history."), "note")
    return _to_lot(auction_id)


@blueprint.post("/auctions/<int:auction_id>/reserve")
@web.allow(web.PERSON)
def change_reserve(auction_id: int) -> ResponseReturnValue:
    """The seller lowers the reserve; or the leader confirms that a lowered one is met."""
    is_confirming, amount = request.form.get("confirm") == "1", request.form.get("amount", "")
    try:
        if is_confirming:
            service.confirm_reserve(auction_id=auction_id, person_id=web.person_id())
        else:
            service.lower_reserve(auction_id=auction_id, person_id=web.person_id(), amount=amount)
    except Refusal as refusal:
        return show_refused(auction_id, refusal, "confirm" if is_confirming else "reserve", {"reserve": amount})
    if is_confirming:
        flash(_("Thank you. Your maximum now meets the reserve price."), "good")
    else:
        flash(_("The reserve price has been lowered."), "good")
    return _to_lot(auction_id)


@blueprint.post("/auctions/<int:auction_id>/early-end")
@web.allow(web.SELLER)
def end_early(auction_id: int) -> ResponseReturnValue:
    """The seller ends the auction before its time, as far as the law allows."""
    how, reason = request.form.get("how", ""), request.form.get("reason", "")
    try:
        service.end_early(auction_id=auction_id, person_id=web.person_id(), how=how, reason=reason)
    except Refusal as refusal:
        field = "reason" if refusal.code == "reason_needed" else "how"
        return show_refused(auction_id, refusal, field, {"how": how, "reason": reason})
    flash(_("The auction has been ended."), "note")
    return _to_lot(auction_id)


@blueprint.post("/auctions/<int:auction_id>/cancellation")
@web.allow(web.PERSON)
@web.limiter.limit("30/minute")
def cancel_bids(auction_id: int) -> ResponseReturnValue:
    """The seller, or the staff, lets one bidder's bids fall."""
    bidder, reason = request.form.get("bidder", ""), request.form.get("why", "")
    is_blocked_too = request.form.get("block") == "on"
    alias = int(bidder) if bidder.isdecimal() and len(bidder) < 6 else 0
    asked = service.Cancelling(alias, reason, is_blocked_too=is_blocked_too)
    try:
        service.cancel_bids(auction_id=auction_id, person_id=web.person_id(), asked=asked)
    except Refusal as refusal:
        field = "bidder" if refusal.code == "no_bid_to_cancel" else "why"
        words = {"bidder": bidder, "why": reason, "block": "on" if is_blocked_too else ""}
        return show_refused(auction_id, refusal, field, words)
    flash(_("The bids have been cancelled. The bidder is told, and everybody can see it in the history."), "note")
    return _to_lot(auction_id)


@blueprint.get("/auctions/<int:auction_id>/history")
@web.allow(web.ANYONE)
def history(auction_id: int) -> ResponseReturnValue:
    """Every public line of the book, newest first."""
    view = pages.lot_view(auction_id, web.find_person_id())
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before <= LARGEST_ID:
        before = None
    lines = pages.history(auction_id, view.card.own.alias, limit=101, before=before)
    older = lines[99].seq if len(lines) > 100 else None
    return render_template("bidding/history.html", lot=lot_page(view, Typed()), lines=lines[:100], older=older)


@blueprint.get("/auctions/<int:auction_id>/book")
@web.allow(web.ANYONE)
@web.limiter.limit("60/minute")
def book(auction_id: int) -> ResponseReturnValue:
    """What the public book is, and how to check it."""
    view = pages.lot_view(auction_id, web.find_person_id())
    return render_template("bidding/book.html", lot=lot_page(view, Typed()), book=queries.soundness(auction_id))


@blueprint.get("/auctions/<int:auction_id>/book.json")
@web.allow(web.ANYONE)
@web.limiter.limit("60/minute")
def book_file(auction_id: int) -> ResponseReturnValue:
    """The public book as a file."""
    pages.lot_view(auction_id, web.find_person_id())
    answer: Response = jsonify(queries.whole_book(auction_id).to_public())
    answer.headers["Content-Disposition"] = f'attachment; filename="auction-{auction_id}-book.json"'
    return answer


@blueprint.get("/verify_book.py")
@web.allow(web.ANYONE)
def verifier() -> ResponseReturnValue:
    """The very file by which the house chains its books; needs only Python."""
    return send_file(
        chain.__file__, mimetype="text/x-python", as_attachment=True, download_name="verify_book.py", max_age=0
    )


@blueprint.get("/sell/<int:listing_id>/preview")
@web.allow(web.SELLER)
def preview(listing_id: int) -> ResponseReturnValue:
    """The lot's page as buyers will see it, before it is published."""
    wanted = catalogue.own_listing(listing_id, web.person_id()).wanted_terms
    terms, faults = service.terms_of(wanted, clock.now(), languages.reader().time_zone, queries.currency_table)
    if terms is None:
        refusal = Invalid.of(faults, {"currency": wanted.get("currency") or "USD"})
        return catalogue_routes.render_edit(listing_id, web.person_id(), refusal), int(web.status_of(refusal))
    view = pages.preview_view(listing_id, web.person_id(), terms)
    return render_template("bidding/preview.html", lot=lot_page(view, Typed(), is_preview=True))


@blueprint.post("/sell/<int:listing_id>/publish")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def publish(listing_id: int) -> ResponseReturnValue:
    """Open the auction on a listing; where something is missing, the form again with every fault beside its field."""
    try:
        published = service.publish_listing(listing_id=listing_id, person_id=web.person_id())
    except Invalid as refusal:
        return catalogue_routes.render_edit(listing_id, web.person_id(), refusal), int(web.status_of(refusal))
    flash(_("Your listing is published."), "good")
    return _to_lot(published.auction_id)
