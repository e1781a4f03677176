"""Cancelling one bidder's bids: by the seller as the law allows, or by the house. The bidder stays a number to both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from auction.accounts import queries as people
from auction.accounts import service as accounts
from auction.bidding import queries
from auction.bidding.book import Lot
from auction.bidding.service.changes import change, kept_reason
from auction.bidding.views import Changed
from auction.catalogue import queries as catalogue
from auction.errors import Forbidden
from auction.rules.actions import Action, Bidder, CancelBids

STAFF = {"moderator", "operator"}


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Whose bids, by their number on the lot, and the public reason. `is_blocked_too`: the seller blocks them, too."""

    alias: int
    reason: str
    is_blocked_too: bool = False


def cancel_bids(*, auction_id: int, person_id: int, asked: Cancelling) -> Changed:
    """Let all standing bids of one bidder fall; the price is recomputed from the book. The seller's and the staff's.

    Locks the auction. What the staff does is audited. Raises Absent, Forbidden (not_your_lot), Invalid (reason:
    too_long), Conflict (no_bid_to_cancel, too_late_to_cancel, reason_needed, ended, not_open_yet).
    """
    reason = kept_reason(asked.reason)

    def action(session: Session, lot: Lot, bidder: Bidder, now: datetime) -> Action:
        is_house = not bidder.is_seller
        if is_house and not people.roles_of(bidder.id, session) & STAFF:
            raise Forbidden("not_your_lot")
        whose = queries.bidder_called(session, lot.id, asked.alias)
        if whose is not None:
            lot.aliases[whose] = asked.alias
            _write_beside(session, lot, person_id, whose, asked, now)
        standing = queries.standing_book(session, lot.id)
        by: Literal["seller", "house"] = "house" if is_house else "seller"
        return CancelBids(whose or 0, reason, standing.bids, standing.reserve_changes, by)

    return change(auction_id, person_id, action)


def _write_beside(session: Session, lot: Lot, actor_id: int, whose: int, asked: Cancelling, now: datetime) -> None:
    """What goes with it, should the rules agree: the seller's block, or the trail of what the staff does."""
    if actor_id != lot.seller_id:
        details = {"bidder": asked.alias, "reason": kept_reason(asked.reason)}
        accounts.audit(
            session, actor_id=actor_id, act="cancel_bids", subject=f"auction:{lot.id}", details=details, at=now
        )
    elif asked.is_blocked_too:
        seen_on = catalogue.title_of(session, lot.listing_id)
        accounts.block_step(
            session,
            owner_id=lot.seller_id,
            person_id=whose,
            now=now,
            seen_as=f"{lot.id}:{asked.alias}",
            seen_on=seen_on,
        )
