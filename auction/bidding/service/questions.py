"""Asking about a lot: possible while its auction is open. The question itself is the catalogue's."""

from __future__ import annotations

import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.catalogue import service as catalogue
from auction.catalogue.service import Asked
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict


def ask_question(*, auction_id: int, person_id: int, text: str) -> Asked:
    """Ask the seller of a lot that is open. Locks the listing; the auction goes on meanwhile.

    Raises Absent, Conflict (ended), Invalid (question), Forbidden (own_question, not_verified, sanctioned,
    question_blocked), TooMany (questions_waiting, questions_today).
    """
    words = catalogue.tidy_question(text)
    with transaction() as session:
        columns = Auction.listing_id, Auction.opens_at, Auction.closes_at, Auction.ended_at
        lot = session.execute(sa.select(*columns).where(Auction.id == auction_id)).one_or_none()
        now = time_under_lock(session)
        if lot is None or lot.opens_at > now:
            raise Absent(auction_id=auction_id)
        if lot.ended_at is not None or lot.closes_at <= now:
            raise Conflict("no_questions_after_end")
        return catalogue.enter_question(session, listing_id=lot.listing_id, person_id=person_id, words=words)
