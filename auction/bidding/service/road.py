"""Steps that the verbs of bidding share: who bids, how a rule's no is said, which facts follow. No transaction here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from auction import live, outbox
from auction.bidding.book import Lot
from auction.bidding.views import PublicState
from auction.db import after_commit
from auction.errors import Absent, Conflict, Forbidden, Invalid, Refusal
from auction.rules import money
from auction.rules.actions import Bidder, Reject, Sold

_OF_DEPOSITS = {"deposit_needed", "above_deposit_limit"}
_PERSONAL = {
    "own_lot", "sanctioned", "blocked", "not_verified", "open_unpaid", "approval_needed", "not_leader", *_OF_DEPOSITS,
}  # fmt: skip


def need_visible(lot: Lot, asker: Bidder, now: datetime) -> None:
    """Before it opens an auction is there for its seller alone. Raises Absent."""
    if now < lot.opens_at and not asker.is_seller:
        raise Absent(auction_id=lot.id)


def refusal_of(lot: Lot, reject: Reject) -> Refusal:
    """A rule's no as the house says it. The currency goes along so that amounts can be worded; and with a no for want
    of a deposit, what is asked for and the address at which it is put down.
    """
    facts: dict[str, object] = {**reject.facts, "currency": lot.terms.currency}
    if reject.code in _OF_DEPOSITS and lot.terms.deposit is not None:
        facts |= {"deposit": lot.terms.deposit.to_plain(), "put_down_at": f"/auctions/{lot.id}/deposit"}
    return (Forbidden if reject.code in _PERSONAL else Conflict)(reject.code, **facts)


def amount_of(text: str, lot: Lot) -> int:
    try:
        return money.parse_amount(text, lot.terms.currency)
    except money.AmountError as error:
        facts = {**error.facts, "currency": lot.terms.currency}
        raise Invalid.of({"amount": [error.code]}, facts) from None


class Leaders:
    """Who led at some moment of a transaction: whoever does not at its end has been outbid, and is told once."""

    def __init__(self, lot: Lot) -> None:
        self.seen: list[int] = []
        self.note(lot)

    def note(self, lot: Lot) -> None:
        if lot.leader_id is not None and lot.leader_id not in self.seen:
            self.seen.append(lot.leader_id)

    def overtaken(self, lot: Lot, but_for: int | None = None) -> list[int]:
        """Those who led and no longer do, leaving out one who stepped back of their own will."""
        return [person_id for person_id in self.seen if person_id not in (lot.leader_id, but_for)]


def record_outbid(session: Session, now: datetime, overtaken: Iterable[tuple[Lot, Sequence[int]]]) -> None:
    """One fact for each lot on which somebody no longer leads, with all of them."""
    facts: list[tuple[str, dict[str, object]]] = [
        ("outbid", {"auction_id": lot.id, "people": people, "seq": lot.seq}) for lot, people in overtaken if people
    ]
    outbox.record_many(session, now, facts)


def announce(session: Session, state: PublicState) -> None:
    """Push the new public state to the lot's room once it is committed. Before the opening it is nobody's business."""
    if state.phase == "scheduled" or state.opens_at > state.server_now:
        return
    after_commit(session, partial(live.push, f"auction:{state.auction_id}", "auction", state.to_plain()))


def closing_fact(lot: Lot) -> dict[str, object]:
    outcome = lot.format.settle(lot.terms, lot.state)
    sold = outcome if isinstance(outcome, Sold) else None
    return {
        "auction_id": lot.id,
        "seller_id": lot.seller_id,
        "winner_id": None if sold is None else sold.winner_id,
        "hammer_minor": None if sold is None else sold.hammer_minor,
        "currency": lot.terms.currency,
        "reason": None if sold is not None else getattr(outcome, "reason", None),
        "kind": lot.lines[-1]["kind"],
    }
