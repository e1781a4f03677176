"""Retraction: taking a bid back. Which of somebody's entries fall; the price after it is the format's law. Bids that
the seller or the house cancels (`seller_changes`) fall in the same way.

Only for a typing error in the amount, or because the description changed after the bidder's last entry.
- More than 12 hours before the end: all of that bidder's entries on the lot fall.
- Inside 12 hours: only the last one, and only within 1 hour of entering it.
- A confirmation of the reserve that stood on a fallen entry falls with it.
Extensions of the closing time that the fallen bids caused stay: others have relied on them.
"""

from datetime import datetime, timedelta
from typing import Final

from auction.rules.actions import RETRACTION_REASONS, BookBid, CancelBids, Reject, Retract
from auction.rules.chain import instant_text

FREELY_BEFORE_END: Final = timedelta(hours=12)
AFTER_ENTRY: Final = timedelta(hours=1)


def fallen(action: Retract, closes_at: datetime, now: datetime) -> tuple[BookBid, ...] | Reject:
    """The entries that fall, oldest first, or why none may."""
    own = own_bids(action)
    if not own:
        return Reject("no_bid_to_retract")
    if action.reason not in RETRACTION_REASONS:
        return Reject("unknown_reason", {"reason": action.reason})
    last = max(own, key=lambda bid: bid.seq)
    if action.reason == "description_changed" and not _changed_since(action.description_changed_at, last.at):
        return Reject("description_unchanged")
    if closes_at - now > FREELY_BEFORE_END:
        return own
    if now - last.at > AFTER_ENTRY:
        return Reject("retraction_too_late", {"was_possible_until": instant_text(last.at + AFTER_ENTRY)})
    return (last,)


def own_bids(action: Retract | CancelBids) -> tuple[BookBid, ...]:
    """All standing entries of the bidder whom it is about, oldest first."""
    return tuple(sorted((bid for bid in action.bids if bid.bidder_id == action.bidder_id), key=lambda bid: bid.seq))


def confirmations_fallen(action: Retract | CancelBids, falling: tuple[BookBid, ...]) -> tuple[int, ...]:
    """A confirmation of the reserve falls with the bids it stood on."""
    first = min(bid.seq for bid in falling)
    return tuple(
        change.seq
        for change in action.reserve_changes
        if change.kind == "confirmed" and change.bidder_id == action.bidder_id and change.seq > first
    )


def _changed_since(changed_at: datetime | None, at: datetime) -> bool:
    return changed_at is not None and changed_at > at
