"""What everybody sees of bids taken back: how often on the lot, and how often by whom."""

from __future__ import annotations

import pytest

from tests.bidding.builders import a_person, an_auction, bid
from tests.bidding.paper import said, send

pytestmark = pytest.mark.usefixtures("moment")


def test_the_lots_page_counts_what_was_taken_back(enter, inside, client):
    lot, ann, ben = inside(an_auction), enter(a_person), inside(a_person)
    inside(bid, lot, ann.id, "50")
    for path in (f"/auctions/{lot}", f"/auctions/{lot}/history"):
        assert "taken back" not in said(client.get(path)).partition("Bid history")[2]
    for amount in ("60", "70"):
        inside(bid, lot, ann.id, amount)
        send(ann.client, ann.client.get(f"/auctions/{lot}"), "/retraction", reason="amount_error")
    inside(bid, lot, ben, "50")
    for path in (f"/auctions/{lot}", f"/auctions/{lot}/history"):
        page = said(client.get(path))
        assert "Bids were taken back 2 times on this lot." in page
        assert "Bidder 1 · 2 retractions" in page
        assert "Bidder 2 ·" not in page
    assert "سُحبت مزايدات على هذه القطعة مرتين." in said(client.get(f"/auctions/{lot}?lang=ar"))
