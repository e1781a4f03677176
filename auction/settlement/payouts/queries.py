"""Reads of payouts: a seller's balances and statement, and what the operator gives to the bank. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction.accounts import queries as accounts
from auction.db import db
from auction.errors import Absent
from auction.rules.iban import hinted, spaced
from auction.rules.orders import WITH_MONEY
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.models import Account
from auction.settlement.ledger.service import seller
from auction.settlement.orders.models import Order
from auction.settlement.payments.service import escrow
from auction.settlement.payouts.models import OPEN, Payout, PayoutBatch, PayoutDetails
from auction.settlement.payouts.service import MINIMUM


@dataclass(frozen=True, slots=True)
class DetailsView:
    """Where one's own money goes."""

    iban: str
    holder: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Purse:
    """What a seller has in one currency: on the account, and still held for orders under way, less the fees."""

    currency: str
    balance_minor: int
    pending_minor: int
    minimum_minor: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class PayoutView:
    """One payout. `hint` names the account without giving it away; `seller` is a handle."""

    id: int
    seller: str
    currency: str
    amount_minor: int
    provider: str
    state: str
    why: str
    hint: str
    batch_id: int | None
    opened_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None

    @property
    def last_at(self) -> datetime:
        return self.ended_at or self.sent_at or self.opened_at


@dataclass(frozen=True, slots=True)
class Line:
    """One move of a seller's account: what came (or went, below nothing), and what was there after it."""

    at: datetime
    what: str
    order_id: int | None
    cause: str
    amount_minor: int
    balance_minor: int

    @property
    def auction_id(self) -> int | None:
        """The lot that brought it about; None where it was something else."""
        kind, _colon, number = self.cause.partition(":")
        return int(number) if kind == "auction" else None


@dataclass(frozen=True, slots=True)
class Statement:
    """Every move of a stretch of time, oldest first."""

    currency: str
    before_minor: int
    lines: tuple[Line, ...]
    after_minor: int


@dataclass(frozen=True, slots=True)
class ForBank:
    """A line of the file for the bank."""

    reference: str
    iban: str
    holder: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """A file for the bank, and how its payouts stand."""

    id: int
    made_at: datetime
    made_by: str
    payouts: tuple[PayoutView, ...]

    @property
    def is_due(self) -> bool:
        return any(payout.state == "due" for payout in self.payouts)


def details_of(person_id: int) -> DetailsView | None:
    """None until they have said where it goes."""
    row = db.session.get(PayoutDetails, person_id)
    return None if row is None else DetailsView(spaced(row.iban), row.holder, row.refused_at is not None)


def purses(person_id: int) -> list[Purse]:
    """By currency, all that was ever used."""
    held = _pending(person_id)
    on_account = {
        row.currency: row.balance_minor
        for row in db.session.execute(
            sa.select(Account.currency, Account.balance_minor).where(
                Account.kind == "seller", Account.person_id == person_id
            )
        )
    }
    is_open = set(
        db.session.execute(
            sa.select(Payout.currency).where(Payout.seller_id == person_id, Payout.state.in_(OPEN))
        ).scalars()
    )
    return [
        Purse(one, on_account.get(one, 0), held.get(one, 0), MINIMUM.get(one, max(MINIMUM.values())), one in is_open)
        for one in sorted(held.keys() | on_account.keys())
    ]


def _pending(person_id: int) -> dict[str, int]:
    rows = db.session.execute(
        sa.select(Order).where(Order.seller_id == person_id, Order.state.in_(WITH_MONEY))
    ).scalars()
    held: dict[str, int] = {}
    for order in rows:
        held[order.currency] = held.get(order.currency, 0) + escrow.sellers_part(db.session(), order)
    return held


def payouts_of(person_id: int, *, limit: int = 20) -> list[PayoutView]:
    """One's own, newest first."""
    return _payouts(sa.select(Payout).where(Payout.seller_id == person_id).order_by(Payout.id.desc()).limit(limit))


def statement(person_id: int, currency: str, since: datetime, until: datetime) -> Statement:
    """What happened on a seller's account from one moment on and before another."""
    found = ledger.stretch(seller(person_id), currency, since, until)
    key, balance, lines = seller(person_id).key(currency), found.before_minor, []
    for move in found.moves:
        amount = move.amount_minor if move.target == key else -move.amount_minor
        balance += amount
        lines.append(Line(move.at, move.what, move.order_id, move.cause, amount, balance))
    return Statement(currency, found.before_minor, tuple(lines), found.after_minor)


def first_move_of(person_id: int) -> datetime | None:
    return ledger.first_move_at(seller(person_id))


def waiting(*, limit: int = 500) -> list[PayoutView]:
    """What is due and stands in no file yet, oldest first."""
    return _payouts(
        sa.select(Payout).where(Payout.state == "due", Payout.batch_id.is_(None)).order_by(Payout.id).limit(limit)
    )


def batches(*, limit: int = 20) -> list[BatchView]:
    """The files, newest first, with their payouts."""
    rows = db.session.execute(sa.select(PayoutBatch).order_by(PayoutBatch.id.desc()).limit(limit)).scalars().all()
    held = _payouts(sa.select(Payout).where(Payout.batch_id.in_([row.id for row in rows])).order_by(Payout.id))
    names = accounts.handles({row.made_by_id for row in rows})
    return [
        BatchView(
            row.id, row.made_at, names.get(row.made_by_id, ""), tuple(one for one in held if one.batch_id == row.id)
        )
        for row in rows
    ]


def recent(*, limit: int = 30) -> list[PayoutView]:
    """The last payouts that went without a file, newest first."""
    return _payouts(
        sa.select(Payout)
        .where(Payout.batch_id.is_(None), Payout.state != "due")
        .order_by(Payout.id.desc())
        .limit(limit)
    )  # fmt: skip


def for_bank(batch_id: int) -> list[ForBank]:
    """The lines of a file: the same whenever it is asked for. Raises Absent."""
    if db.session.get(PayoutBatch, batch_id) is None:
        raise Absent(kind="payout_batches")
    rows = db.session.execute(sa.select(Payout).where(Payout.batch_id == batch_id).order_by(Payout.id)).scalars()
    return [ForBank(f"PAYOUT-{row.id}", row.iban, row.holder, row.amount_minor, row.currency) for row in rows]


def _payouts(statement: sa.Select[Payout]) -> list[PayoutView]:
    rows: Sequence[Payout] = db.session.execute(statement).scalars().all()
    names = accounts.handles({row.seller_id for row in rows})
    return [
        PayoutView(
            row.id, names.get(row.seller_id, ""), row.currency, row.amount_minor, row.provider, row.state, row.why,
            hinted(row.iban), row.batch_id, row.opened_at, row.sent_at, row.ended_at,
        )
        for row in rows
    ]  # fmt: skip
