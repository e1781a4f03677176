"""Steps that move money, for use inside the transaction of whatever brings the move about. Nothing else writes here.

An account is known by its key: `buyer:12:USD`, `seller:7:USD`, `escrow:USD`, `provider:test:USD`. Accounts are locked
in the order of their keys, so that two moves never wait for each other in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.db import is_sqlite
from auction.errors import Conflict
from auction.settlement.ledger.models import Account, Move

# What may never run below nothing: money that is not there cannot be paid out or set free.
NEVER_SHORT = ("escrow", "deposits", "tax", "shipping")


@dataclass(frozen=True, slots=True)
class Of:
    """An account by what it is. `person_id` for buyer and seller, `name` for a provider."""

    kind: str
    person_id: int | None = None
    name: str = ""

    def key(self, currency: str) -> str:
        whose = [str(self.person_id)] if self.person_id is not None else [self.name] if self.name else []
        return ":".join([self.kind, *whose, currency])


ESCROW, REVENUE, TAX, SHIPPING, DEPOSITS = Of("escrow"), Of("revenue"), Of("tax"), Of("shipping"), Of("deposits")


def buyer(person_id: int) -> Of:
    return Of("buyer", person_id)


def seller(person_id: int) -> Of:
    return Of("seller", person_id)


def provider(name: str) -> Of:
    return Of("provider", name=name)


@dataclass(frozen=True, slots=True)
class Transfer:
    """An amount in minor units to go from one account to another; `what` says which part of its cause it is."""

    what: str
    source: Of
    target: Of
    amount_minor: int


class Overdrawn(Conflict):
    """An account of the house would run below nothing. A fault of ours: nobody asks for it on purpose."""

    code = "account_overdrawn"


def move(
    session: Session,
    *,
    cause: str,
    currency: str,
    transfers: Iterable[Transfer],
    at: datetime,
    order_id: int | None = None,
) -> int:
    """A step: move amounts, all of one cause and in one currency. Returns how many were new.

    Amounts of nothing are left out. What this cause has moved before is not moved again. Locks the accounts in the
    order of their keys. Raises Overdrawn, ValueError for an amount below nothing.
    """
    wanted = [one for one in transfers if one.amount_minor]
    if any(one.amount_minor < 0 for one in wanted):
        raise ValueError("an amount below nothing goes the other way")
    if not wanted:
        return 0
    ids = _locked(session, currency, {one.source for one in wanted} | {one.target for one in wanted})
    rows = [
        {
            "cause": cause,
            "what": one.what,
            "from_id": ids[one.source.key(currency)],
            "to_id": ids[one.target.key(currency)],
            "currency": currency,
            "amount_minor": one.amount_minor,
            "order_id": order_id,
            "at": at,
        }
        for one in wanted
    ]
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    new = session.execute(
        insert(Move).on_conflict_do_nothing().returning(Move.from_id, Move.to_id, Move.amount_minor), rows
    ).all()
    _carry(session, [(row.from_id, row.to_id, row.amount_minor) for row in new])
    return len(new)


def _locked(session: Session, currency: str, accounts: Iterable[Of]) -> dict[str, int]:
    """The accounts' ids by key, each made when it is first needed, all locked."""
    named = sorted({account.key(currency): account for account in accounts}.items())
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    rows = [
        {"key": key, "kind": one.kind, "person_id": one.person_id, "name": one.name, "currency": currency}
        for key, one in named
    ]
    session.execute(insert(Account).on_conflict_do_nothing(index_elements=["key"]), rows)
    found = session.execute(
        sa.select(Account.key, Account.id)
        .where(Account.key.in_([key for key, _one in named]))
        .order_by(Account.key)
        .with_for_update()
    )
    return {key: account_id for key, account_id in found}  # noqa: C416


def _carry(session: Session, moved: Sequence[tuple[int, int, int]]) -> None:
    """Bring the balances up to the moves. Raises Overdrawn."""
    change: dict[int, int] = defaultdict(int)
    for from_id, to_id, amount_minor in moved:
        change[from_id] -= amount_minor
        change[to_id] += amount_minor
    for account_id, minor in sorted(change.items()):
        row = session.execute(
            sa.update(Account)
            .where(Account.id == account_id)
            .values(balance_minor=Account.balance_minor + minor)
            .returning(Account.kind, Account.balance_minor)
            .execution_options(synchronize_session=False)
        ).one()
        if row.balance_minor < 0 and row.kind in NEVER_SHORT:
            raise Overdrawn(kind=row.kind)
