"""What stands round a lot on its page: what is new to its reader, the price graph, its other auctions, what is alike,
how to share it."""

from __future__ import annotations

from typing import Any

from auction import web
from auction.bidding.queries.lot_page import LotView
from auction.bidding.queries.relisting import relisting_of
from auction.bidding.queries.similar import alike
from auction.bidding.queries.since import since_last_look
from auction.bidding.routes.graph import graph_of
from auction.bidding.routes.share import sharing_of_lot


def around(view: LotView) -> dict[str, Any]:
    """By the names that the page's parts know."""
    auction_id, reader_id = view.card.auction_id, web.find_person_id()
    return {
        "relisting": relisting_of(auction_id),
        "since": since_last_look(view, reader_id),
        "graph": graph_of(auction_id),
        "alike": alike(auction_id, reader_id),
        "sharing": sharing_of_lot(view.card),
    }
