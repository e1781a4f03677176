"""The look through the whole ledger: its sums, and whether what is held is what the orders say. Writes nothing.

All of it is read as of one moment, so that what moves meanwhile is no fault.
"""

from __future__ import annotations

import sqlalchemy as sa

from auction.db import db, end_read, is_sqlite
from auction.rules.orders import WITH_MONEY
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.models import Account
from auction.settlement.ledger.queries import Checked
from auction.settlement.orders.models import Order


def look() -> Checked:
    """What `ledger.queries.check` finds, and each currency in which escrow is not what the paid orders make."""
    end_read()
    if not is_sqlite():
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    sums = ledger.check()
    faults = (*sums.faults, *_escrow_faults())
    end_read()
    return Checked(sums.accounts, sums.moves, faults)


def _escrow_faults() -> list[str]:
    held = _by_currency(
        sa.select(Account.currency, sa.func.sum(Account.balance_minor)).where(Account.kind == "escrow"),
        Account.currency,
    )
    owed = _by_currency(
        sa.select(Order.currency, sa.func.sum(Order.total_minor - Order.refunded_minor)).where(
            Order.state.in_(WITH_MONEY)
        ),
        Order.currency,
    )
    return [
        f"escrow:{currency}: holds {held.get(currency, 0)}, the paid orders make {owed.get(currency, 0)}"
        for currency in sorted(held.keys() | owed.keys())
        if held.get(currency, 0) != owed.get(currency, 0)
    ]


def _by_currency(
    statement: sa.Select[str, int], currency: sa.orm.InstrumentedAttribute[str]
) -> dict[str, int]:  # fmt: skip
    return {one: int(minor) for one, minor in db.session.execute(statement.group_by(currency))}
