"""Promoting a lot: at its seller's wish it stands in a row of its own, from a moment on and to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.bidding.models import Auction, Promotion
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden


@dataclass(frozen=True, slots=True)
class Promoted:
    """The lot is promoted from `from_at` on; `is_new` is False when it was before."""

    auction_id: int
    from_at: datetime
    is_new: bool


def promote_lot(*, auction_id: int, person_id: int) -> Promoted:
    """Promote a lot from now on, or, while it is not open yet, from its opening on. The seller's alone. Asked again it
    changes nothing. Whoever knows the fees charges for it as soon as it begins; it is not given back.

    Locks the auction. Raises Absent, Forbidden (not_your_lot, not_a_seller), Conflict (already_ended).
    """
    with transaction() as session:
        row = lock_row(session, Auction, auction_id)
        now = time_under_lock(session)
        if row.seller_id != person_id:
            raise Absent(auction_id=auction_id) if row.opens_at > now else Forbidden("not_your_lot")
        if (before := session.get(Promotion, auction_id)) is not None:
            return Promoted(auction_id, before.from_at, is_new=False)
        if not accounts.may_sell(session, person_id, now):
            raise Forbidden("not_a_seller")
        if row.ended_at is not None or row.closes_at <= now:
            raise Conflict("already_ended")
        from_at = max(now, row.opens_at)
        begin(session, auction_id=auction_id, seller_id=person_id, from_at=from_at, now=now)
        return Promoted(auction_id, from_at, is_new=True)


def begin(session: Session, *, auction_id: int, seller_id: int, from_at: datetime, now: datetime) -> None:
    """A step: a lot is promoted from a moment on; then whoever charges for it is told."""
    session.add(Promotion(auction_id=auction_id, from_at=from_at, asked_at=now))
    outbox.record(session, "lot_promoted", from_at, auction_id=auction_id, seller_id=seller_id)
