"""Who may bid, when, and which amounts ask for a second look: the same for every format. Nothing about price.

- A bid counts on the half-open interval [opens_at, closes_at) and while nobody has ended the auction.
- Never the seller on their own lot, nor an account sanctioned or on the seller's block list.
- Where the terms ask for it: only whoever has a verified address, has no unpaid case open, or has been approved by the
  seller for this sale. Each is looked at when a bid comes in; what was entered before stands.
- Where the terms ask for a deposit: only whoever has put it down, and with no amount above the limit it was for.
- An amount above `large_bid_factor` times the price and above the floor must be confirmed.
"""

from datetime import datetime

from auction.rules.actions import Bidder, Phase, PlaceBid, Reject
from auction.rules.chain import instant_text
from auction.rules.terms import Terms


def phase(terms: Terms, closes_at: datetime, now: datetime, *, is_ended: bool) -> Phase:
    """`closing` is the moment between the end and whoever closes it."""
    if is_ended:
        return "ended"
    if now >= closes_at:
        return "closing"
    return "open" if now >= terms.opens_at else "scheduled"


def ended_refusal(closes_at: datetime, now: datetime, *, is_ended: bool) -> Reject | None:
    return Reject("ended", {"closes_at": instant_text(closes_at)}) if is_ended or now >= closes_at else None


def time_refusal(terms: Terms, closes_at: datetime, now: datetime, *, is_ended: bool) -> Reject | None:
    if not is_ended and terms.opens_at <= now < closes_at:
        return None
    if is_ended or now >= closes_at:
        return Reject("ended", {"closes_at": instant_text(closes_at)})
    return Reject("not_open_yet", {"opens_at": instant_text(terms.opens_at)})


def person_refusal(terms: Terms, bidder: Bidder) -> Reject | None:
    if bidder.is_seller:
        return Reject("own_lot")
    if bidder.is_sanctioned:
        return Reject("sanctioned")
    if bidder.is_blocked:
        return Reject("blocked")
    if terms.needs_verified and not bidder.is_verified:
        return Reject("not_verified")
    if terms.needs_paid_up and bidder.has_open_unpaid:
        return Reject("open_unpaid")
    if terms.needs_approval and not bidder.is_approved:
        return Reject("approval_needed")
    if terms.deposit is not None and not bidder.has_deposit:
        return Reject("deposit_needed")
    return None


def limit_refusal(terms: Terms, bidder: Bidder, amount_minor: int) -> Reject | None:
    if terms.deposit is None or bidder.limit_minor is None or amount_minor <= bidder.limit_minor:
        return None
    return Reject("above_deposit_limit", {"limit_minor": bidder.limit_minor, "amount_minor": amount_minor})


def large_bid_refusal(terms: Terms, action: PlaceBid, price_minor: int) -> Reject | None:
    amount = action.amount_minor
    is_large = amount > terms.large_bid_factor * price_minor and amount > terms.large_bid_floor_minor
    if is_large and not action.is_confirmed:
        return Reject("confirm_large_bid", {"price_minor": price_minor, "amount_minor": amount})
    return None


def closing_refusal(closes_at: datetime, now: datetime, *, is_ended: bool) -> Reject | None:
    if is_ended:
        return Reject("already_ended")
    return Reject("not_due", {"closes_at": instant_text(closes_at)}) if now < closes_at else None
