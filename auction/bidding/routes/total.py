"""What a bid would come to, asked again by the script of the lot's page for another amount or another way."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from auction import web
from auction.bidding.queries import lot_page as pages
from auction.bidding.routes.presenting import total_of
from auction.bidding.routes.shelves import blueprint
from auction.errors import Invalid
from auction.rules import money


@blueprint.get("/auctions/<int:auction_id>/total")
@web.allow(web.ANYONE)
@web.limiter.limit("120/minute")
def total(auction_id: int) -> ResponseReturnValue:
    """The lines below the bid, for an amount and a way to the reader."""
    view = pages.lot_view(auction_id, web.find_person_id())
    try:
        bid_minor = money.parse_amount(request.args.get("amount", ""), view.card.currency)
    except money.AmountError as error:
        raise Invalid.of({"amount": [error.code]}, {**error.facts, "currency": view.card.currency}) from None
    found = total_of(view.listing, view.card, bid_minor, request.args.get("zone", ""))
    return render_template("bidding/total.html", total=found)
