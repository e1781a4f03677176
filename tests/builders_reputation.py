"""Builders for finished orders and what was said after them: good defaults. Call inside an app context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from auction import outbox
from auction.catalogue.service import questions
from auction.db import time_under_lock, transaction
from auction.reputation import service
from auction.reputation.service import Given, Said
from auction.settlement.orders import queries as orders
from auction.settlement.orders.service import lock_order
from auction.settlement.orders.service.advancing import By, advance
from auction.settlement.payments import service as payments
from tests.builders_settlement import a_paid_order

__all__ = ["Deal", "a_deal", "ask", "finish", "give", "step"]


@dataclass(frozen=True)
class Deal:
    """A finished order and its two people."""

    order_id: int
    buyer_id: int
    seller_id: int


def step(order_id: int, name: Any, role: Any, person_id: int | None = None) -> None:
    """Take an order on by one step of the rules."""
    with transaction() as session:
        order = lock_order(session, order_id)
        advance(session, order, name, by=By(role, person_id), at=time_under_lock(session))


def finish(order_id: int) -> Deal:
    """Send a paid order, have it confirmed, and deliver the facts."""
    buyer_id, seller_id = orders.people_of(order_id)
    step(order_id, "ship", "seller", seller_id)
    payments.confirm_received(order_id=order_id, person_id=buyer_id)
    outbox.drain()
    return Deal(order_id, buyer_id, seller_id)


def a_deal(**order: Any) -> Deal:
    """An order that is completed. Arguments are those of `a_paid_order`."""
    return finish(a_paid_order(**order))


def give(deal: Deal, side: str, stars: int = 5, text: str = "", **details: int) -> Given:
    """Feedback of one side, by default the best without a word."""
    person_id = deal.buyer_id if side == "buyer" else deal.seller_id
    return service.give_feedback(order_id=deal.order_id, person_id=person_id, said=Said(stars, text, details))


def ask(listing_id: int, person_id: int, text: str = "Does it still run?") -> int:
    """A question about a published listing. Returns its id."""
    with transaction() as session:
        return questions.enter_question(session, listing_id=listing_id, person_id=person_id, words=text).question_id
