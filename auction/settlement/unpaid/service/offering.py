"""Second chance offers: made by the seller, accepted or declined by the one who is offered, taken back, or lapsed.

Whatever happens to an offer happens under the lock of its row; that a lot is offered, ordered or listed anew only once,
under the lock of its ended auction. The offer's row is always locked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.bidding import queries as lots
from auction.bidding import service as bidding
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.rules import unpaid as law
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.service import open_order
from auction.settlement.orders.service.opening import LotToOrder, lot_to_order
from auction.settlement.unpaid.models import SecondChance
from auction.settlement.unpaid.queries.lots import need_free, not_to_offer
from auction.settlement.unpaid.queries.offers import lot_of_offer


@dataclass(frozen=True, slots=True)
class Offered:
    offer_id: int
    amount_minor: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    offer_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Accepted:
    offer_id: int
    order_id: int


def make_offer(*, order_id: int, auction_id: int, person_id: int, alias: int, days: int) -> Offered:
    """Offer a lot that was not paid to an underbidder, known by their number in that auction, at their own best amount.

    The seller's alone. Locks the auction. Records `second_chance_offered`. Raises Absent, Forbidden (not_a_seller),
    Conflict (order_moved_on, already_ordered, offered_elsewhere, already_relisted, too_late_to_offer), Invalid (days:
    not_a_choice; alias: not_to_be_offered).
    """
    if days not in law.OFFER_DAYS:
        raise Invalid(fields={"days": ["not_a_choice"]})
    with transaction() as session:
        lot = bidding.lock_ended(session, auction_id)
        now = time_under_lock(session)
        _need_cancelled(session, order_id, auction_id, person_id)
        if not accounts.may_sell(session, person_id, now):
            raise Forbidden("not_a_seller")
        if now >= law.may_offer_until(lot.ended_at):
            raise Conflict("too_late_to_offer")
        need_free(session, auction_id)
        known = lots.underbids(auction_id, session)
        fit = law.whom_to_offer(known, not_to_offer(session, lot, [one.person_id for one in known], now))
        chosen = next((one for one in fit if one.alias == alias), None)
        if chosen is None:
            raise Invalid(fields={"alias": ["not_to_be_offered"]})
        offer = SecondChance(
            auction_id=auction_id, order_id=order_id, seller_id=person_id, person_id=chosen.person_id,
            alias=alias, currency=lot.currency, amount_minor=chosen.amount_minor, state="open", offered_at=now,
            ends_at=law.offer_ends_at(now, days),
        )  # fmt: skip
        session.add(offer)
        session.flush()
        outbox.record(session, "second_chance_offered", now, **_about(offer, lot.title))
        return Offered(offer.id, offer.amount_minor, offer.ends_at)


def _need_cancelled(session: Session, order_id: int, auction_id: int, person_id: int) -> None:
    order = session.get(Order, order_id)
    holds = sa.select(OrderLot.id).where(OrderLot.order_id == order_id, OrderLot.auction_id == auction_id)
    if order is None or order.seller_id != person_id or session.execute(holds).first() is None:
        raise Absent(kind="orders")
    if order.state != "cancelled":
        raise Conflict("order_moved_on", state=order.state)


def accept_offer(*, offer_id: int, person_id: int) -> Accepted:
    """Take the lot at one's own amount: an order is opened at once; the old auction's book stays as it is. Accepting
    again finds the first order. Only for the one who is offered.

    Locks the offer, then the auction. Records `second_chance_ended`. Raises Absent, Conflict (offer_over, with its
    `state`; already_ordered), Forbidden (sanctioned, blocked).
    """
    found = lot_of_offer(offer_id)
    kept, _lot = lot_to_order(found.auction_id, found.amount_minor)
    with transaction() as session:
        offer = lock_row(session, SecondChance, offer_id)
        if offer.person_id != person_id:
            raise Absent(kind="second_chances")
        if offer.new_order_id is not None:
            return Accepted(offer_id, offer.new_order_id)
        bidding.lock_ended(session, offer.auction_id)
        now = time_under_lock(session)
        _need_open(offer, now)
        _need_welcome(session, offer, now)
        order_id = _order(session, offer, kept, now)
        offer.new_order_id = order_id
        _end(session, offer, "accepted", kept.title, now)
        return Accepted(offer_id, order_id)


def _order(session: Session, offer: SecondChance, kept: LotToOrder, now: datetime) -> int:
    order = open_order(
        session, seller_id=offer.seller_id, buyer_id=offer.person_id, currency=offer.currency, lots=[kept],
        origin="second_chance", now=now,
    )  # fmt: skip
    return order.id


def _need_welcome(session: Session, offer: SecondChance, now: datetime) -> None:
    """Whoever has been sanctioned or blocked since may not buy."""
    standing = accounts.standing_with(session, seller_id=offer.seller_id, person_id=offer.person_id, now=now)
    if standing.is_sanctioned or standing.is_blocked:
        raise Forbidden("sanctioned" if standing.is_sanctioned else "blocked")


def decline_offer(*, offer_id: int, person_id: int) -> Decided:
    """Not take it. Only for the one who is offered. Locks the offer. Raises Absent, Conflict (offer_over)."""
    return _decide(offer_id, person_id, "declined")


def withdraw_offer(*, offer_id: int, person_id: int) -> Decided:
    """Take it back. The seller's alone. Locks the offer. Raises Absent, Conflict (offer_over)."""
    return _decide(offer_id, person_id, "withdrawn")


def _decide(offer_id: int, person_id: int, state: str) -> Decided:
    title = lot_of_offer(offer_id).title
    with transaction() as session:
        offer = lock_row(session, SecondChance, offer_id)
        if person_id != (offer.person_id if state == "declined" else offer.seller_id):
            raise Absent(kind="second_chances")
        now = time_under_lock(session)
        _need_open(offer, now)
        _end(session, offer, state, title, now)
        return Decided(offer_id, state)


def lapse_offers(*, limit: int = 200) -> int:
    """End the offers whose time is over, at most `limit`. Returns how many. Claims each offer's row."""
    with transaction() as session:
        now = time_under_lock(session)
        over = session.execute(
            sa.select(SecondChance)
            .where(SecondChance.state == "open", SecondChance.ends_at <= now)
            .order_by(SecondChance.ends_at, SecondChance.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars().all()  # fmt: skip
        titles = lots.ended_lots([offer.auction_id for offer in over], session)
        for offer in over:
            _end(session, offer, "lapsed", titles[offer.auction_id].title, now)
        return len(over)


def _need_open(offer: SecondChance, now: datetime) -> None:
    """Open, and its time not over: whether or not the job has come by to say so."""
    if offer.state != "open" or now >= offer.ends_at:
        raise Conflict("offer_over", state=offer.state if offer.state != "open" else "lapsed")


def _end(session: Session, offer: SecondChance, state: str, title: str, now: datetime) -> None:
    offer.state, offer.decided_at = state, now
    session.flush()
    outbox.record(session, "second_chance_ended", now, **_about(offer, title), how=state)


def _about(offer: SecondChance, title: str) -> dict[str, object]:
    """What telling people of an offer needs; the amount is the offered person's own."""
    return {
        "offer_id": offer.id,
        "auction_id": offer.auction_id,
        "order_id": offer.order_id,
        "new_order_id": offer.new_order_id,
        "seller_id": offer.seller_id,
        "person_id": offer.person_id,
        "title": title,
        "currency": offer.currency,
        "amount_minor": offer.amount_minor,
        "ends_at": offer.ends_at.isoformat(),
    }
