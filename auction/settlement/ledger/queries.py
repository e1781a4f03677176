"""Reads of the ledger: balances, a person's or an order's moves, and the proof that nothing is lost. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from auction.db import db
from auction.settlement.ledger.models import Account, Move
from auction.settlement.ledger.service import NEVER_SHORT, Of


@dataclass(frozen=True, slots=True)
class MoveView:
    """One move. `source` and `target` are the accounts' keys."""

    id: int
    at: datetime
    cause: str
    what: str
    source: str
    target: str
    currency: str
    amount_minor: int
    order_id: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look through the whole ledger found. Sound when `faults` is empty."""

    accounts: int
    moves: int
    faults: tuple[str, ...]


def balance(account: Of, currency: str, session: Session | None = None) -> int:
    """What is on an account, in minor units; nothing on one that was never used."""
    statement = sa.select(Account.balance_minor).where(Account.key == account.key(currency))
    return (session or db.session).execute(statement).scalar_one_or_none() or 0


def balances(kind: str, session: Session | None = None) -> list[tuple[str, str, int]]:
    """(key, currency, minor units) of every account of a kind."""
    statement = (
        sa.select(Account.key, Account.currency, Account.balance_minor)
        .where(Account.kind == kind)
        .order_by(Account.key)
    )
    return [(row.key, row.currency, row.balance_minor) for row in (session or db.session).execute(statement)]


def moves_of_order(order_id: int, session: Session | None = None) -> list[MoveView]:
    return _moves(session, Move.order_id == order_id)


def moves_of_account(account: Of, currency: str, *, since: datetime | None = None) -> list[MoveView]:
    """Everything that went in or out of an account, oldest first."""
    ids = sa.select(Account.id).where(Account.key == account.key(currency)).scalar_subquery()
    touched = sa.or_(Move.from_id == ids, Move.to_id == ids)
    return _moves(None, touched if since is None else sa.and_(touched, Move.at >= since))


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened on one account between two moments, and what was on it before and after."""

    before_minor: int
    moves: tuple[MoveView, ...]
    after_minor: int


def stretch(account: Of, currency: str, since: datetime, until: datetime) -> Stretch:
    """Every move on an account from one moment on and before another, oldest first."""
    key = account.key(currency)
    before_minor = _sum_until(key, since)
    ids = sa.select(Account.id).where(Account.key == key).scalar_subquery()
    touched = sa.or_(Move.from_id == ids, Move.to_id == ids)
    moves = sorted(_moves(None, sa.and_(touched, Move.at >= since, Move.at < until)), key=lambda one: (one.at, one.id))
    change = sum(one.amount_minor if one.target == key else -one.amount_minor for one in moves)
    return Stretch(before_minor, tuple(moves), before_minor + change)


def _sum_until(key: str, moment: datetime) -> int:
    ids = sa.select(Account.id).where(Account.key == key).scalar_subquery()
    signed = sa.case((Move.to_id == ids, Move.amount_minor), else_=-Move.amount_minor)
    touched = sa.or_(Move.from_id == ids, Move.to_id == ids)
    return int(db.session.execute(sa.select(sa.func.sum(signed)).where(touched, Move.at < moment)).scalar_one() or 0)


def first_move_at(account: Of) -> datetime | None:
    """When anything first moved on somebody's accounts, in whatever currency."""
    ids = sa.select(Account.id).where(Account.kind == account.kind, Account.person_id == account.person_id)
    first = sa.select(sa.func.min(Move.at)).where(sa.or_(Move.from_id.in_(ids), Move.to_id.in_(ids)))
    return db.session.execute(first).scalar_one()


@dataclass(frozen=True, slots=True)
class KindSum:
    """What all accounts of a kind hold together in one currency."""

    kind: str
    currency: str
    accounts: int
    balance_minor: int


def sums_by_kind() -> list[KindSum]:
    total = sa.func.sum(Account.balance_minor)
    rows = db.session.execute(
        sa.select(Account.currency, Account.kind, sa.func.count(), total)
        .group_by(Account.currency, Account.kind)
        .order_by(Account.currency, Account.kind)
    )
    return [KindSum(kind, currency, count, int(minor)) for currency, kind, count, minor in rows]


def last_moves(
    *, kind: str = "", currency: str = "", cause: str = "", before: int | None = None, limit: int = 50
) -> list[MoveView]:
    """Moves, newest first: of accounts of a kind, in a currency, of one cause. Those before a move's number."""
    wanted: list[sa.ColumnElement[bool]] = [sa.true()]
    if kind:
        ids = sa.select(Account.id).where(Account.kind == kind)
        wanted.append(sa.or_(Move.from_id.in_(ids), Move.to_id.in_(ids)))
    if currency:
        wanted.append(Move.currency == currency)
    if cause:
        wanted.append(Move.cause == cause)
    if before is not None:
        wanted.append(Move.id < before)
    newest = sa.select(Move.id).where(*wanted).order_by(Move.id.desc()).limit(limit)
    return _moves(None, Move.id.in_(newest))[::-1]


def _moves(session: Session | None, which: sa.ColumnElement[bool]) -> list[MoveView]:
    source, target = aliased(Account), aliased(Account)
    statement = (
        sa.select(
            Move.id, Move.at, Move.cause, Move.what, source.key.label("source"), target.key.label("target"),
            Move.currency, Move.amount_minor, Move.order_id,
        )
        .join(source, source.id == Move.from_id)
        .join(target, target.id == Move.to_id)
        .where(which)
        .order_by(Move.id)
    )  # fmt: skip
    return [MoveView(*row) for row in (session or db.session).execute(statement)]


def check() -> Checked:
    """Recompute every balance from the moves. Says each account that differs, each that is short and may not be, and
    each currency in which the sum of all accounts is not nothing: then money was made or lost.
    """
    went_in = _sums(Move.to_id)
    went_out = _sums(Move.from_id)
    rows = db.session.execute(
        sa.select(Account.id, Account.key, Account.kind, Account.currency, Account.balance_minor).order_by(Account.key)
    ).all()
    faults: list[str] = []
    totals: dict[str, int] = {}
    for row in rows:
        reckoned = went_in.get(row.id, 0) - went_out.get(row.id, 0)
        if reckoned != row.balance_minor:
            faults.append(f"{row.key}: holds {row.balance_minor}, its moves make {reckoned}")
        if reckoned < 0 and row.kind in NEVER_SHORT:
            faults.append(f"{row.key}: is short by {-reckoned}")
        totals[row.currency] = totals.get(row.currency, 0) + row.balance_minor
    faults += [f"{currency}: all accounts together hold {total}, not 0" for currency, total in totals.items() if total]
    count = db.session.execute(sa.select(sa.func.count()).select_from(Move)).scalar_one()
    return Checked(len(rows), count, tuple(faults))


def _sums(side: sa.orm.InstrumentedAttribute[int]) -> dict[int, int]:
    total = sa.func.sum(Move.amount_minor).label("total")
    rows = db.session.execute(sa.select(side.label("account_id"), total).group_by(side))
    return {row.account_id: int(row.total) for row in rows}
