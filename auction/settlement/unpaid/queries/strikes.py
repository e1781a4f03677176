"""Strikes as their buyer, their seller and the staff see them. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.accounts import queries as accounts
from auction.db import db
from auction.rules import unpaid as law
from auction.rules.unpaid import Struck
from auction.settlement.orders.models import OrderLot
from auction.settlement.unpaid.models import LatePayment, Strike, StrikeAppeal, StrikeRedemption


@dataclass(frozen=True, slots=True)
class StrikeView:
    """One strike with all that became of it. `state` is in_force, redeemed or expired."""

    id: int
    order_id: int
    person_id: int
    buyer: str
    seller: str
    title: str
    state: str
    struck_at: datetime
    expires_at: datetime
    late_until: datetime
    redeemed_at: datetime | None
    redeemed_by: str | None
    reason: str
    asked_at: datetime | None
    new_order_id: int | None
    can_ask: bool
    appeal: str | None
    appealed_at: datetime | None
    decided_at: datetime | None
    is_granted: bool | None
    answer: str


def struck_of(person_id: int, session: Session | None = None) -> list[Struck]:
    """A person's strikes as the law counts them."""
    rows = (session or db.session).execute(
        sa.select(Strike.struck_at, StrikeRedemption.redeemed_at)
        .outerjoin(StrikeRedemption, StrikeRedemption.strike_id == Strike.id)
        .where(Strike.person_id == person_id)
    )
    return [Struck(row.struck_at, row.redeemed_at is not None) for row in rows]


def count_in_force(person_id: int) -> int:
    return law.in_force(struck_of(person_id), clock.now())


def strikes_of(person_id: int) -> list[StrikeView]:
    """Somebody's own strikes, newest first."""
    return _views(Strike.person_id == person_id)


def strike_of_order(order_id: int) -> StrikeView | None:
    """The strike that was recorded for an order, or for the one that was opened again in its place."""
    first = sa.select(LatePayment.strike_id).where(LatePayment.order_id == order_id).scalar_subquery()
    return next(iter(_views(sa.or_(Strike.order_id == order_id, Strike.id == first))), None)


def strikes_for_staff(*, is_waiting: bool, before: int | None = None, limit: int = 50) -> list[StrikeView]:
    """Every strike, newest first; or those alone whose appeal waits for a decision."""
    conditions: list[sa.ColumnElement[bool]] = []
    if is_waiting:
        waits = sa.and_(StrikeAppeal.strike_id.is_not(None), StrikeAppeal.decided_at.is_(None))
        conditions += [waits, StrikeRedemption.strike_id.is_(None)]
    if before is not None:
        conditions.append(Strike.id < before)
    return _views(*conditions, limit=limit)


def _views(*conditions: sa.ColumnElement[bool], limit: int = 100) -> list[StrikeView]:
    rows = db.session.execute(
        sa.select(Strike, StrikeRedemption, StrikeAppeal, LatePayment)
        .outerjoin(StrikeRedemption, StrikeRedemption.strike_id == Strike.id)
        .outerjoin(StrikeAppeal, StrikeAppeal.strike_id == Strike.id)
        .outerjoin(LatePayment, LatePayment.strike_id == Strike.id)
        .where(*conditions)
        .order_by(Strike.id.desc())
        .limit(limit)
    ).all()
    handles = accounts.handles([each for row in rows for each in (row.Strike.person_id, row.Strike.seller_id)])
    titles = _titles([row.Strike.order_id for row in rows])
    now = clock.now()
    return [
        _view(row.Strike, row.StrikeRedemption, row.StrikeAppeal, row.LatePayment, handles, titles, now) for row in rows
    ]


def _titles(order_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(OrderLot.order_id, OrderLot.title)
        .where(OrderLot.order_id.in_(order_ids))
        .order_by(OrderLot.id.desc())
    )
    return {row.order_id: row.title for row in rows}


def _view(
    strike: Strike,
    redemption: StrikeRedemption | None,
    appeal: StrikeAppeal | None,
    late: LatePayment | None,
    handles: dict[int, str],
    titles: dict[int, str],
    now: datetime,
) -> StrikeView:
    is_in_force = law.in_force([Struck(strike.struck_at, redemption is not None)], now) == 1
    state = "redeemed" if redemption is not None else "in_force" if is_in_force else "expired"
    return StrikeView(
        id=strike.id,
        order_id=strike.order_id,
        person_id=strike.person_id,
        buyer=handles[strike.person_id],
        seller=handles[strike.seller_id],
        title=titles[strike.order_id],
        state=state,
        struck_at=strike.struck_at,
        expires_at=law.expires_at(strike.struck_at),
        late_until=law.late_until(strike.struck_at),
        redeemed_at=None if redemption is None else redemption.redeemed_at,
        redeemed_by=None if redemption is None else redemption.way,
        reason="" if redemption is None else redemption.reason,
        asked_at=None if late is None else late.asked_at,
        new_order_id=None if late is None else late.order_id,
        can_ask=is_in_force and late is None and now < law.late_until(strike.struck_at),
        appeal=None if appeal is None else appeal.text,
        appealed_at=None if appeal is None else appeal.made_at,
        decided_at=None if appeal is None else appeal.decided_at,
        is_granted=None if appeal is None else appeal.is_granted,
        answer="" if appeal is None else appeal.answer,
    )
