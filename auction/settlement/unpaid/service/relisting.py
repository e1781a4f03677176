"""Listing a lot anew that was not sold, or whose order came to nothing: once, as a draft linked with the old."""

from __future__ import annotations

from auction.bidding import service as bidding
from auction.bidding.service import Relisted
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict
from auction.settlement.unpaid.queries.lots import has_live_order, has_open_offer, was_ordered


def relist(*, auction_id: int, person_id: int) -> Relisted:
    """Draft the next auction of an ended lot, with the old words, pictures and terms to begin from. The seller's alone.

    A second time finds the first draft. Locks the auction. Raises Absent, Forbidden (not_a_seller), Conflict
    (still_running, already_ordered, offered_elsewhere, too_many_drafts).
    """
    with transaction() as session:
        lot = bidding.lock_ended(session, auction_id)
        if lot.seller_id != person_id:
            raise Absent(auction_id=auction_id)
        now = time_under_lock(session)
        is_sale_pending = lot.winner_id is not None and not was_ordered(session, auction_id)
        if is_sale_pending or has_live_order(session, auction_id):
            raise Conflict("already_ordered")
        if has_open_offer(session, auction_id):
            raise Conflict("offered_elsewhere")
        return bidding.relist_lot(session, lot, now=now)
