"""Offering a lot anew that was not sold: steps for whoever knows that it is free. The old auction and its book stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding.models import Auction, Relisting
from auction.bidding.queries.relisting import EndedLot, ended_lot
from auction.catalogue import service as catalogue
from auction.db import lock_row
from auction.errors import Conflict


@dataclass(frozen=True, slots=True)
class Relisted:
    """The draft in which the next auction waits. `is_new` is False where it was there before."""

    auction_id: int
    listing_id: int
    is_new: bool


def lock_ended(session: Session, auction_id: int) -> EndedLot:
    """A step: lock an ended auction's row. What becomes of its lot is decided under this lock alone.

    Raises Absent, Conflict (still_running).
    """
    if lock_row(session, Auction, auction_id).ended_at is None:
        raise Conflict("still_running")
    return ended_lot(auction_id, session)


def relist_lot(session: Session, lot: EndedLot, *, now: datetime) -> Relisted:
    """A step: draft the next auction of a locked lot, with the old words, pictures and terms to begin from; once.

    Raises Absent, Forbidden (not_a_seller), Conflict (too_many_drafts).
    """
    before = session.execute(
        sa.select(Relisting.listing_id).where(Relisting.auction_id == lot.auction_id)
    ).scalar_one_or_none()
    if before is not None:
        return Relisted(lot.auction_id, before, is_new=False)
    draft = catalogue.copy_own(session, listing_id=lot.listing_id, person_id=lot.seller_id, now=now)
    session.add(Relisting(auction_id=lot.auction_id, listing_id=draft.listing_id, relisted_at=now))
    session.flush()
    return Relisted(lot.auction_id, draft.listing_id, is_new=True)
