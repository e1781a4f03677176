"""What may be done about an order that is not paid, now: for the page of its seller, and its panel for both. Writes
nothing and decides nothing: each verb asks again under its lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auction import clock
from auction.bidding import queries as bidding
from auction.bidding.queries import EndedLot, Relisting
from auction.db import db
from auction.errors import Absent
from auction.rules import unpaid as law
from auction.rules.unpaid import Underbid
from auction.settlement.orders import queries as orders
from auction.settlement.orders.queries import OrderView
from auction.settlement.unpaid.queries.lots import has_live_order, is_relisted, not_to_offer
from auction.settlement.unpaid.queries.offers import OfferView, offers_of
from auction.settlement.unpaid.queries.strikes import StrikeView, strike_of_order


@dataclass(frozen=True, slots=True)
class UnpaidState:
    """How an order stands as to its payment: for the panel on its page."""

    is_over: bool
    is_overdue: bool
    may_cancel_from: datetime
    strike: StrikeView | None


@dataclass(frozen=True, slots=True)
class LotChoices:
    """One lot of a cancelled order. `fit` may be offered it, the best first: nobody, where it is not free."""

    auction_id: int
    title: str
    currency: str
    is_free: bool
    can_relist: bool
    offer_until: datetime
    fit: tuple[Underbid, ...]
    offers: tuple[OfferView, ...]
    relisting: Relisting

    @property
    def open_offer(self) -> OfferView | None:
        return next((one for one in self.offers if one.is_open), None)


@dataclass(frozen=True, slots=True)
class Choices:
    """All that a seller may do with an order that was not paid."""

    order: OrderView
    state: UnpaidState
    waits: tuple[tuple[int, datetime], ...]
    can_agree_late: bool
    lots: tuple[LotChoices, ...]


def unpaid_state(order: OrderView) -> UnpaidState:
    now = clock.now()
    waits = order.state == "awaiting_payment"
    from_at = law.may_cancel_from(order.due_at)
    return UnpaidState(waits and now >= order.due_at, waits and now >= from_at, from_at, strike_of_order(order.id))


def choices_of(order_id: int, seller_id: int) -> Choices:
    """For the seller alone. Raises Absent, also when the order was paid: then there is nothing of this to choose."""
    order = orders.order(order_id, seller_id)
    if order.role != "seller" or order.state not in ("awaiting_payment", "cancelled"):
        raise Absent(kind="orders")
    now = clock.now()
    state = unpaid_state(order)
    waits = tuple((days, law.waited_until(order.due_at, now, days)) for days in law.WAITS)
    lots: tuple[LotChoices, ...] = ()
    if order.state == "cancelled":
        ended = bidding.ended_lots([lot.auction_id for lot in order.lots])
        lots = tuple(_lot(ended[lot.auction_id], now) for lot in order.lots if lot.auction_id in ended)
    strike = state.strike
    can_agree = strike is not None and strike.state == "in_force" and strike.new_order_id is None
    in_time = strike is not None and now < strike.late_until and strike.order_id == order_id
    return Choices(order, state, waits, can_agree and in_time and all(lot.is_free for lot in lots), lots)


def _lot(lot: EndedLot, now: datetime) -> LotChoices:
    session = db.session()
    offers = tuple(offers_of(lot.auction_id, lot.seller_id))
    has_order = has_live_order(session, lot.auction_id)
    was_relisted = is_relisted(session, lot.auction_id)
    is_offered = any(one.is_open for one in offers)
    is_free = not (has_order or was_relisted or is_offered)
    fit: tuple[Underbid, ...] = ()
    if is_free and now < law.may_offer_until(lot.ended_at):
        known = bidding.underbids(lot.auction_id)
        excluded = not_to_offer(session, lot, [one.person_id for one in known], now)
        fit = tuple(law.whom_to_offer(known, excluded))
    return LotChoices(
        auction_id=lot.auction_id,
        title=lot.title,
        currency=lot.currency,
        is_free=is_free,
        can_relist=is_free,
        offer_until=law.may_offer_until(lot.ended_at),
        fit=fit,
        offers=offers,
        relisting=bidding.relisting_of(lot.auction_id),
    )
