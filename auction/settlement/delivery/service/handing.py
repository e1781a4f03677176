"""Picking up: offered with place and times, handed over against a code that the buyer alone sees.

The code is six digits of chance. It is compared in constant time, five wrong ones lock it until the buyer has a new one
made, and it stands in no fact, line or log.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

from sqlalchemy.orm import Session

from auction.db import time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.settlement.delivery.models import Pickup
from auction.settlement.delivery.service.sending import plain
from auction.settlement.orders.models import Order
from auction.settlement.orders.service import Advanced, advance, lock_order, note_change
from auction.settlement.orders.service.advancing import by_person

MOST_TRIES: Final = 5
LONGEST: Final = 300


def offer_pickup(*, order_id: int, person_id: int, place: str, times: str, town: str = "") -> Advanced:
    """The seller says where and when a paid order can be picked up; or puts it right while it waits.

    `town` is what others may be told of the place. Locks the order. Raises Absent, Forbidden (not_your_step), Conflict
    (order_moved_on, is_sent), Invalid (place, times: needed, too_long).
    """
    said = _tidy({"place": place, "times": times})
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        row = session.get(Pickup, order_id)
        if row is not None and order.state == "ready_for_pickup" and by.role != "buyer":
            row.place, row.times, row.changed_at = said["place"], said["times"], now
            note_change(session, order, "pickup_changed", by=by, at=now, facts={"place": town})
            return Advanced(order.id, order.state, order.seq)
        if order.zone not in (None, "pickup") and by.role == "seller":
            raise Conflict("is_sent")
        done = advance(session, order, "offer_pickup", by=by, at=now, facts={"place": town})
        session.add(
            Pickup(
                order_id=order_id, place=said["place"], times=said["times"], code=_code(), tries_left=MOST_TRIES,
                offered_at=now, changed_at=now,
            )
        )  # fmt: skip
        return done


def hand_over(*, order_id: int, person_id: int, code: str) -> Advanced:
    """The seller types the code that the buyer says at the hand-over: it is delivered. Locks the order.

    A wrong code is counted before it is refused. Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on,
    code_locked), Invalid (code: wrong_code, with `tries_left`).
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        if by.role == "buyer":
            raise Forbidden("not_your_step")
        row = _waiting(session, order)
        if row.tries_left == 0:
            raise Conflict("code_locked")
        if secrets.compare_digest(row.code.encode(), _digits(code).encode()):
            return advance(session, order, "deliver", by=by, at=now, facts={"by_code": True})
        row.tries_left, row.changed_at = row.tries_left - 1, now
        left = row.tries_left
    raise Invalid.of({"code": ["wrong_code" if left else "code_locked"]}, {"tries_left": left})


def new_code(*, order_id: int, person_id: int) -> Advanced:
    """The buyer has a new code made; the old one is worth nothing then. Locks the order.

    Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on).
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        if by_person(session, order, person_id).role != "buyer":
            raise Forbidden("not_your_step")
        row = _waiting(session, order)
        row.code, row.tries_left, row.changed_at = _code(), MOST_TRIES, now
        return Advanced(order.id, order.state, order.seq)


def _waiting(session: Session, order: Order) -> Pickup:
    row = session.get(Pickup, order.id)
    if row is None or order.state != "ready_for_pickup":
        raise Conflict("order_moved_on", state=order.state)
    return row


def _code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


def _digits(typed: str) -> str:
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in typed if letter.isalnum())[:12]


def _tidy(typed: dict[str, str]) -> dict[str, str]:
    said = {name: plain(text).strip() for name, text in typed.items()}
    faults = {name: ["too_long" if text else "needed"] for name, text in said.items() if not 0 < len(text) <= LONGEST}
    if faults:
        raise Invalid(fields=faults)
    return said
