"""The price graph of a lot by itself, for a page that has heard of a bid and draws it anew."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from auction import web
from auction.bidding.graph import Graph, draw
from auction.bidding.queries.lots import latest_auctions_of
from auction.bidding.queries.price_course import price_course, price_courses
from auction.bidding.routes.shelves import blueprint
from auction.errors import Absent

SMALL = 40
"""Steps of a small drawing."""


def graph_of(auction_id: int) -> Graph | None:
    """The drawing; None where there is nothing to draw."""
    course = price_course(auction_id)
    return None if course is None else draw(course)


def bids_graphs(listing_ids: Sequence[int]) -> dict[int, Graph]:
    """By listing, the bids on its newest auction: small drawings for a seller's desk."""
    auction_of = latest_auctions_of(listing_ids)
    courses = price_courses(list(auction_of.values()), finest=SMALL)
    found = {listing_id: courses.get(auction_id) for listing_id, auction_id in auction_of.items()}
    return {listing_id: draw(course) for listing_id, course in found.items() if course and course.bid_count}


@blueprint.get("/auctions/<int:auction_id>/graph")
@web.allow(web.ANYONE)
@web.limiter.limit("120/minute")
def graph(auction_id: int) -> ResponseReturnValue:
    """The graph as a part of a page."""
    drawn = graph_of(auction_id)
    if drawn is None:
        raise Absent(auction_id=auction_id)
    return render_template("bidding/graph.html", graph=drawn, auction_id=auction_id)
