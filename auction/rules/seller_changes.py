"""What the seller may change while the auction runs: the reserve, one bidder's bids, its end. Only whether it may be.

Reserve: lowered, never raised, and only until it is met; 0 or nothing takes it away.
Confirming it is the leader's answer to a lowering: possible when their maximum reaches it.
Ending early:
- more than 12 hours before the end without bids: freely;
- with bids more than 12 hours before the end: sell to the leader, or cancel all bids with a public reason;
- inside the last 12 hours with a qualifying bid (there is no reserve, or it is met): only sell to the leader;
- inside the last 12 hours otherwise: cancel with a public reason.
Selling to the leader needs a leader, and a reserve that is met or absent.
Cancelling the bids of one bidder, always with a public reason; all that stand fall:
- more than 12 hours before the end: the seller may;
- inside the last 12 hours: only while there is no qualifying bid, whoever's it is;
- the house may at any time before the end.
"""

from datetime import datetime, timedelta
from typing import Final

from auction.rules.actions import CancelBids, EndEarly, LowerReserve, Reject
from auction.rules.retraction import own_bids
from auction.rules.standing import State, can_confirm

LAST_HOURS: Final = timedelta(hours=12)


def lowering_refusal(reserve_minor: int | None, is_met: bool, action: LowerReserve) -> Reject | None:
    if reserve_minor is None:
        return Reject("no_reserve")
    if is_met:
        return Reject("reserve_already_met")
    if not 0 <= (action.amount_minor or 0) < reserve_minor:
        return Reject("reserve_not_lower", {"reserve_minor": reserve_minor})
    return None


def confirming_refusal(state: State, bidder_id: int) -> Reject | None:
    if state.leader_id is None or bidder_id != state.leader_id:
        return Reject("not_leader")
    if state.reserve_minor is None:
        return Reject("no_reserve")
    if state.is_reserve_met:
        return Reject("reserve_already_met")
    return None if can_confirm(state) else Reject("maximum_below_reserve")


def cancelling_refusal(
    action: CancelBids, closes_at: datetime, now: datetime, *, has_qualifying_bid: bool
) -> Reject | None:
    if not own_bids(action):
        return Reject("no_bid_to_cancel")
    if action.by == "seller" and closes_at - now <= LAST_HOURS and has_qualifying_bid:
        return Reject("too_late_to_cancel")
    return None if action.reason.strip() else Reject("reason_needed")


def ending_refusal(
    action: EndEarly, closes_at: datetime, now: datetime, *, has_bids: bool, is_reserve_met: bool
) -> Reject | None:
    is_late = closes_at - now <= LAST_HOURS
    if action.how == "sell":
        if not has_bids:
            return Reject("no_leader")
        return None if is_reserve_met else Reject("reserve_not_met")
    if is_late and has_bids and is_reserve_met:
        return Reject("only_sell_to_leader")
    if (is_late or has_bids) and not action.reason.strip():
        return Reject("reason_needed")
    return None
