"""Reads of deposits: how somebody stands with a lot or a sale, all of one's own, those of an order. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.bidding.admissions import queries as admitting
from auction.bidding.admissions.queries import Admitted, Asked, Scope
from auction.bidding.models import Auction
from auction.db import db
from auction.errors import Absent
from auction.settlement.deposits.models import FORFEIT, IN_HAND, Deposit
from auction.settlement.ledger.models import Move
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.payments.models import Payment, PaymentOffset


@dataclass(frozen=True, slots=True)
class DepositView:
    """One deposit, for its person and the staff. `payment_why` is the code of its payment's last no."""

    id: int
    auction_id: int | None
    sale_id: int | None
    names: Mapping[str, str]
    currency: str
    limit_minor: int | None
    amount_minor: int
    left_minor: int
    forfeited_minor: int
    returned_minor: int
    state: str
    why: str
    order_id: int | None
    changed_at: datetime
    payment_id: int
    provider: str
    ref: str | None
    payment_why: str
    is_on_its_way: bool
    person: str = ""

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"] or self.names["ar"]


_COLUMNS = (
    Deposit.id, Deposit.auction_id, Deposit.sale_id, Deposit.names, Deposit.currency, Deposit.limit_minor,
    Deposit.amount_minor, Deposit.left_minor, Deposit.forfeited_minor, Deposit.returned_minor, Deposit.state,
    Deposit.why, Deposit.order_id, Deposit.changed_at, Deposit.payment_id, Payment.provider, Payment.ref,
    Payment.why.label("payment_why"), Payment.is_on_its_way,
)  # fmt: skip
_ALL = sa.select(*_COLUMNS).join(Payment, Payment.id == Deposit.payment_id)


def is_for(scope: Scope) -> sa.ColumnElement[bool]:
    """The deposits of a lot or a sale."""
    if scope.sale_id is not None:
        return Deposit.sale_id == scope.sale_id
    return Deposit.auction_id == scope.auction_id


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with what a lot or a sale asks for. `put_down_minor` is held, `under_way` is not yet."""

    asked: Asked
    admitted: Admitted | None
    put_down_minor: int
    under_way: DepositView | None
    declined: DepositView | None


def find_standing(scope: Scope, person_id: int | None) -> Standing | None:
    """None where no deposit is asked for. Raises Absent for what one may not see."""
    asked = admitting.find_asked(scope, person_id)
    if asked is None:
        return None
    if person_id is None:
        return Standing(asked, None, 0, None, None)
    rows = db.session.execute(
        _ALL.where(is_for(asked.scope), Deposit.person_id == person_id).order_by(Deposit.id)
    ).all()
    views = [DepositView(*row) for row in rows]
    last = views[-1] if views else None
    return Standing(
        asked,
        admitting.find_admitted(asked.scope, person_id),
        sum(one.left_minor for one in views if one.state in IN_HAND),
        next((one for one in views if one.state == "asked"), None),
        last if last is not None and last.state == "given_up" and last.payment_why else None,
    )


def standing(scope: Scope, person_id: int | None) -> Standing:
    """Raises Absent, also where no deposit is asked for."""
    found = find_standing(scope, person_id)
    if found is None:
        raise Absent(kind="deposits")
    return found


def own_by_payment(payment_id: int, person_id: int) -> DepositView:
    """Raises Absent, also for everybody but its person."""
    row = db.session.execute(_ALL.where(Deposit.payment_id == payment_id, Deposit.person_id == person_id)).one_or_none()
    if row is None:
        raise Absent(kind="deposits")
    return DepositView(*row)


def deposits_of(person_id: int, *, before: int | None = None, limit: int = 30) -> list[DepositView]:
    """What somebody has put down, newest first; what never came is left out."""
    statement = _ALL.where(Deposit.person_id == person_id, Deposit.state != "given_up")
    if before is not None:
        statement = statement.where(Deposit.id < before)
    return [DepositView(*row) for row in db.session.execute(statement.order_by(Deposit.id.desc()).limit(limit))]


def count_in_hand(person_id: int) -> int:
    """How many deposits of somebody's the house has."""
    statement = sa.select(sa.func.count()).where(Deposit.person_id == person_id, Deposit.state.in_(IN_HAND))
    return db.session.execute(statement).scalar_one()


def in_hand(*, limit: int = 200) -> list[DepositView]:
    """For the staff: all that the house has, oldest first."""
    rows = db.session.execute(
        _ALL.add_columns(Deposit.person_id).where(Deposit.state.in_(IN_HAND)).order_by(Deposit.id).limit(limit)
    ).all()
    handles = accounts.handles([row.person_id for row in rows])
    return [replace(DepositView(*row[:-1]), person=handles[row.person_id]) for row in rows]


@dataclass(frozen=True, slots=True)
class OnOrder:
    """What deposits pay of an order's total, have paid, or were forfeited for it; and what is left to be paid."""

    counts_minor: int
    forfeited_minor: int
    due_minor: int


def on_order(order_id: int) -> OnOrder:
    """For the people of an order, and the staff."""
    total = db.session.execute(sa.select(Order.total_minor).where(Order.id == order_id)).scalar_one()
    gives = sa.case((PaymentOffset.used_minor > 0, PaymentOffset.used_minor), else_=PaymentOffset.offered_minor)
    given = db.session.execute(
        sa.select(sa.func.coalesce(sa.func.sum(gives), 0)).where(PaymentOffset.order_id == order_id)
    ).scalar_one()
    counts = min(total, int(given))
    return OnOrder(counts, forfeited_for(db.session(), order_id), total - counts)


def forfeited_for(session: Session, order_id: int) -> int:
    """What has been forfeited for an order, of all deposits: the moves know it, whatever a deposit did afterwards."""
    of_order = Move.order_id == order_id, Move.what == FORFEIT
    return int(
        session.execute(sa.select(sa.func.coalesce(sa.func.sum(Move.amount_minor), 0)).where(*of_order)).scalar_one()
    )


def held_for(order_id: int) -> list[tuple[Scope, list[int]]]:
    """The deposits of an order's buyer that are held for its lots, by what they open."""
    buyer_id = db.session.execute(sa.select(Order.buyer_id).where(Order.id == order_id)).scalar_one()
    lots = db.session.execute(sa.select(OrderLot.auction_id).where(OrderLot.order_id == order_id)).scalars().all()
    found = []
    for scope in {admitting.scope_of(auction_id) for auction_id in lots}:
        if scope is None:
            continue
        held = sa.select(Deposit.id).where(is_for(scope), Deposit.person_id == buyer_id, Deposit.state == "held")
        found.append((scope, list(db.session.execute(held.order_by(Deposit.id)).scalars())))
    return found


def next_order(session: Session, scope: Scope, person_id: int) -> int | None:
    """The first order of somebody's that awaits payment for a lot of it."""
    from_these = OrderLot.auction_id.in_(sa.select(Auction.id).where(scope.lots))
    return session.execute(
        sa.select(sa.func.min(Order.id))
        .join(OrderLot, OrderLot.order_id == Order.id)
        .where(Order.buyer_id == person_id, Order.state == "awaiting_payment", from_these)
    ).scalar_one_or_none()


def waits_for_order(session: Session, scope: Scope, person_id: int) -> bool:
    """Whether a lot that somebody has won has no order yet."""
    won = admitting.won_in(scope, person_id, session)
    ordered = session.execute(sa.select(OrderLot.auction_id).where(OrderLot.auction_id.in_(won))).scalars().all()
    return bool(set(won) - set(ordered))


def ids_of(*which: sa.ColumnElement[bool]) -> list[int]:
    """Deposits, the oldest first."""
    return list(db.session.execute(sa.select(Deposit.id).where(*which).order_by(Deposit.id)).scalars())


def payments_of(*which: sa.ColumnElement[bool]) -> list[int]:
    """Their payments."""
    return list(db.session.execute(sa.select(Deposit.payment_id).where(*which).order_by(Deposit.id)).scalars())
