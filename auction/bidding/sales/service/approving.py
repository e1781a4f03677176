"""Who may bid in a sale that asks for approval: people ask, the seller decides. What was bid before stands."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.bidding.models import Auction
from auction.bidding.sales.models import APPROVED, ASKED, DECLINED, Sale, SaleApproval, SaleLot
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid


@dataclass(frozen=True, slots=True)
class Decided:
    handle: str
    state: str


def ask_to_bid(*, sale_id: int, person_id: int) -> str:
    """Ask the seller of an announced sale to be let in. Asking twice changes nothing. Returns how it stands now.

    Locks the sale. Raises Absent, Forbidden (own_lot, blocked, sanctioned), Conflict (no_approval_needed, sale_over,
    approval_declined).
    """
    with transaction() as session:
        sale = lock_row(session, Sale, sale_id)
        if sale.state == "draft":
            raise Absent(kind="sales")
        _need_approval_sale(sale)
        now = time_under_lock(session)
        if sale.seller_id == person_id:
            raise Forbidden("own_lot")
        standing = accounts.standing_with(session, seller_id=sale.seller_id, person_id=person_id, now=now)
        if standing.is_blocked or standing.is_sanctioned:
            raise Forbidden("blocked" if standing.is_blocked else "sanctioned")
        known = session.get(SaleApproval, (sale_id, person_id))
        if known is not None and known.state == DECLINED:
            raise Conflict("approval_declined")
        if known is not None:
            return known.state
        if _is_over(session, sale):
            raise Conflict("sale_over")
        session.add(SaleApproval(sale_id=sale_id, person_id=person_id, state=ASKED, asked_at=now))
        outbox.record(session, "approval_asked", now, sale_id=sale_id, person_id=person_id)
    return ASKED


def decide_approval(*, sale_id: int, person_id: int, handle: str, is_approved: bool) -> Decided:
    """Let somebody bid in one's sale, or not, by their public name; also whom nobody has heard ask. Deciding anew is
    allowed at any time: it counts for bids to come. Locks the sale. Its seller's alone.

    Raises Absent, Invalid (handle: person_unknown, block_oneself), Conflict (no_approval_needed).
    """
    person = accounts.find_by_handle(handle)
    state = APPROVED if is_approved else DECLINED
    with transaction() as session:
        sale = lock_row(session, Sale, sale_id)
        if sale.seller_id != person_id:
            raise Absent(kind="sales")
        _need_approval_sale(sale)
        if person is None or person.id == person_id:
            raise Invalid(fields={"handle": ["person_unknown" if person is None else "approve_oneself"]})
        now = time_under_lock(session)
        known = session.get(SaleApproval, (sale_id, person.id))
        if known is None:
            session.add(SaleApproval(sale_id=sale_id, person_id=person.id, state=state, decided_at=now))
        elif known.state != state:
            known.state, known.decided_at = state, now
            if known.asked_at is not None:  # whoever has not asked is not bothered
                outbox.record(session, "approval_decided", now, sale_id=sale_id, person_id=person.id, state=state)
    return Decided(person.handle, state)


def _need_approval_sale(sale: Sale) -> None:
    if sale.wanted_terms.get("needs_approval") != "on":
        raise Conflict("no_approval_needed")


def _is_over(session: Session, sale: Sale) -> bool:
    if sale.state != "announced":
        return False
    still_open = (
        sa.select(SaleLot.id)
        .join(Auction, Auction.id == SaleLot.auction_id)
        .where(SaleLot.sale_id == sale.id, Auction.ended_at.is_(None))
    )
    return session.execute(still_open.limit(1)).first() is None
