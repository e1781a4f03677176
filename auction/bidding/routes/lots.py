"""The page of a lot and what one can do on it: bid, buy, retract, read its book; for the seller, its changes."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, languages, web, wording
from auction.bidding import queries, service
from auction.bidding.queries import lot_page as pages
from auction.bidding.routes.presenting import Typed, lot_page
from auction.bidding.routes.shelves import blueprint
from auction.catalogue import queries as catalogue
from auction.catalogue import routes as catalogue_routes
from auction.errors import Invalid, Refusal, SignInNeeded
from auction.rules import chain


@blueprint.get("/auctions/<int:auction_id>")
@web.allow(web.ANYONE)
def lot(auction_id: int) -> ResponseReturnValue:
    """The live page of a lot."""
    return _show(auction_id, Typed(amount=request.args.get("amount", "")))


def _show(auction_id: int, typed: Typed, status: int = 200) -> ResponseReturnValue:
    page = lot_page(pages.lot_view(auction_id, web.find_person_id()), typed)
    return render_template("bidding/lot.html", lot=page), status


@blueprint.get("/listings/<int:listing_id>/auction")
@web.allow(web.ANYONE)
def of_listing(listing_id: int) -> ResponseReturnValue:
    """The newest auction of a listing."""
    return redirect(url_for("bidding.lot", auction_id=queries.latest_auction_of(listing_id)))


@blueprint.post("/auctions/<int:auction_id>/bids")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
def place_bid(auction_id: int) -> ResponseReturnValue:
    """A bid without scripts: the page again, with the answer on it."""
    amount, key = request.form.get("amount", ""), request.form.get("key", "")
    try:
        if not 8 <= len(key) <= 64 or len(amount) > 64:
            raise Invalid("key_needed")
        placed = service.place_bid(
            auction_id=auction_id,
            person_id=web.person_id(),
            amount=amount,
            key=key,
            is_confirmed=request.form.get("confirmed") == "1",
        )
    except SignInNeeded:
        raise
    except Refusal as refusal:
        code = _first_code(refusal)
        typed = Typed(
            amount=amount,
            error=wording.say(code, refusal.facts),
            code=code,
            needs_confirmation=code == "confirm_large_bid",
        )
        return _show(auction_id, typed, int(web.status_of(refusal)))
    flash(*_PLACED[placed.standing]())
    return redirect(url_for("bidding.lot", auction_id=auction_id))


def _first_code(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid) and refusal.fields:
        return next(iter(refusal.fields.values()))[0]
    return refusal.code


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
    except SignInNeeded:
        raise
    except Refusal as refusal:
        typed = Typed(error=wording.say(refusal.code, refusal.facts), code=refusal.code)
        return _show(auction_id, typed, int(web.status_of(refusal)))
    flash(_("It is yours: you bought this lot at the fixed price."), "good")
    return redirect(url_for("bidding.lot", auction_id=auction_id))


@blueprint.post("/auctions/<int:auction_id>/retraction")
@web.allow(web.PERSON)
@web.limiter.limit("10/minute")
def retract(auction_id: int) -> ResponseReturnValue:
    """Take back one's bids."""
    try:
        service.retract_bid(auction_id=auction_id, person_id=web.person_id(), reason=request.form.get("reason", ""))
    except SignInNeeded:
        raise
    except Refusal as refusal:
        typed = Typed(retract_error=wording.say(refusal.code, refusal.facts))
        return _show(auction_id, typed, int(web.status_of(refusal)))
    flash(_("Your bid has been taken back. This is counted publicly."), "note")
    return redirect(url_for("bidding.lot", auction_id=auction_id))


@blueprint.post("/auctions/<int:auction_id>/reserve")
@web.allow(web.PERSON)
def change_reserve(auction_id: int) -> ResponseReturnValue:
    """The seller lowers the reserve; or the leader confirms that a lowered one is met."""
    try:
        if request.form.get("confirm") == "1":
            service.confirm_reserve(auction_id=auction_id, person_id=web.person_id())
            flash(_("Thank you. Your maximum now meets the reserve price."), "good")
        else:
            amount = request.form.get("amount", "")
            service.lower_reserve(auction_id=auction_id, person_id=web.person_id(), amount=amount)
            flash(_("The reserve price has been lowered."), "good")
    except SignInNeeded:
        raise
    except Refusal as refusal:
        typed = Typed(seller_error=wording.say(_first_code(refusal), refusal.facts))
        return _show(auction_id, typed, int(web.status_of(refusal)))
    return redirect(url_for("bidding.lot", auction_id=auction_id))


@blueprint.post("/auctions/<int:auction_id>/early-end")
@web.allow(web.SELLER)
def end_early(auction_id: int) -> ResponseReturnValue:
    """The seller ends the auction before its time, as far as the law allows."""
    try:
        service.end_early(
            auction_id=auction_id,
            person_id=web.person_id(),
            how=request.form.get("how", ""),
            reason=request.form.get("reason", "")[:500],
        )
    except Refusal as refusal:
        typed = Typed(seller_error=wording.say(refusal.code, refusal.facts))
        return _show(auction_id, typed, int(web.status_of(refusal)))
    flash(_("The auction has been ended."), "note")
    return redirect(url_for("bidding.lot", auction_id=auction_id))


@blueprint.get("/auctions/<int:auction_id>/history")
@web.allow(web.ANYONE)
def history(auction_id: int) -> ResponseReturnValue:
    """Every public line of the book, newest first."""
    view = pages.lot_view(auction_id, web.find_person_id())
    before = request.args.get("before", type=int)
    lines = pages.history(auction_id, view.card.own.alias, limit=101, before=before)
    older = lines[99].seq if len(lines) > 100 else None
    return render_template("bidding/history.html", lot=lot_page(view, Typed()), lines=lines[:100], older=older)


@blueprint.get("/auctions/<int:auction_id>/book")
@web.allow(web.ANYONE)
def book(auction_id: int) -> ResponseReturnValue:
    """What the public book is, and how to check it."""
    view = pages.lot_view(auction_id, web.find_person_id())
    whole = queries.whole_book(auction_id)
    return render_template(
        "bidding/book.html",
        lot=lot_page(view, Typed()),
        entry_count=len(whole.lines),
        head_hash=whole.head_hash,
        difference=chain.verify(whole.to_public()),
    )


@blueprint.get("/auctions/<int:auction_id>/book.json")
@web.allow(web.ANYONE)
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
    return send_file(chain.__file__, mimetype="text/x-python", as_attachment=True, download_name="verify_book.py")


@blueprint.get("/sell/<int:listing_id>/preview")
@web.allow(web.SELLER)
def preview(listing_id: int) -> ResponseReturnValue:
    """The lot's page as buyers will see it, before it is published."""
    wanted = catalogue.own_listing(listing_id, web.person_id()).wanted_terms
    terms, faults = service.terms_of(wanted, clock.now(), languages.reader().time_zone)
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
    return redirect(url_for("bidding.lot", auction_id=published.auction_id))
