"""Home and one's own bids; the blueprint of all pages of bidding."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import web
from auction.bidding.queries import pages
from auction.bidding.queries.picked import picked_for
from auction.bidding.queries.promoted import promoted_lots
from auction.bidding.queries.watching import STANDINGS, recently_viewed, standing
from auction.bidding.sales.queries import on_show

blueprint = Blueprint("bidding", __name__)


@blueprint.get("/")
@web.allow(web.ANYONE)
def home() -> ResponseReturnValue:
    """What ends soon, what is new, what is contested, and what may please this reader."""
    person_id = web.find_person_id()
    view, viewed = pages.home_view(person_id), recently_viewed(person_id)
    picked = picked_for(person_id)
    return render_template(
        "bidding/home.html",
        view=view,
        viewed=viewed,
        picked=picked,
        sales=on_show(limit=4),
        promoted=promoted_lots(person_id),
    )


@blueprint.get("/my/bids")
@web.allow(web.PERSON)
def my_bids() -> ResponseReturnValue:
    """Every lot one has bid on, or those on which one stands in one way."""
    cards = pages.my_lots(web.person_id())
    standings = {card.auction_id: standing(card) for card in cards}
    counts = Counter(standings.values())
    shown = request.args.get("show", "")
    shown = shown if shown in STANDINGS else ""
    return render_template(
        "bidding/my_bids.html",
        cards=cards,
        standings=standings,
        counts={"": len(cards), **{each: counts[each] for each in STANDINGS}},
        shown=shown,
        visible={auction_id for auction_id, each in standings.items() if shown in ("", each)},
    )
