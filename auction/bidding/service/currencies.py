"""The operator's tables of increments: read as typed, checked field by field, and kept for auctions still to come.

What the operator types is bands (rows of "from" and "step", in any order, empty ones left out), one flat step, a
percentage or the saleroom's ladder; and the amount above which a bid ten times the price asks for a confirmation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_on_postgres
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.accounts.service import audit
from auction.bidding.models import CurrencyTerms
from auction.bidding.queries.currencies import CurrencyTable, built_in_table, currency_table, need_offered
from auction.db import is_sqlite, time_under_lock, transaction
from auction.errors import Forbidden, Invalid
from auction.rules import increments, money
from auction.rules.increments import Increments

OPERATOR = "operator"
KINDS = ("bands", "flat", "percent", "ladder")
MOST_BANDS = 60
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class TableTyped:
    """A table as the operator typed it: of each kind its own fields, whatever stands in the others."""

    kind: str = "bands"
    bands: tuple[tuple[str, str], ...] = ()
    flat: str = ""
    percent: str = ""
    least: str = ""
    floor: str = ""


def change_currency_terms(*, currency: str, typed: TableTyped, by_id: int) -> CurrencyTable:
    """Keep a table for the auctions of a currency that open from now on; running ones keep theirs. The operator's.

    Locks the currency's row. Raises Absent (not offered), Forbidden (role_needed), Invalid with the fault of each
    field: kind, from_1 and step_1 and so on by the typed rows, flat, percent, least, floor.
    """
    with transaction() as session:
        _lock(session, currency)
        _need_operator(session, by_id)
        table = read_table(currency, typed)
        before = currency_table(currency, session)
        _keep(session, table, by_id)
        return _noted(session, "change_increments", by_id, before, table)


def restore_currency_terms(*, currency: str, by_id: int) -> CurrencyTable:
    """Go back to the built-in table; where it stands already nothing happens. The operator's.

    Locks the currency's row. Raises Absent (not offered), Forbidden (role_needed).
    """
    with transaction() as session:
        _lock(session, currency)
        _need_operator(session, by_id)
        before = currency_table(currency, session)
        table = built_in_table(currency)
        gone = session.execute(
            sa.delete(CurrencyTerms).where(CurrencyTerms.currency == currency).returning(CurrencyTerms.currency)
        )
        return table if gone.first() is None else _noted(session, "restore_increments", by_id, before, table)


def _lock(session: Session, currency: str) -> None:
    """The stored row; where there is none yet, the key itself decides who comes first."""
    wanted = sa.select(CurrencyTerms.currency).where(CurrencyTerms.currency == currency)
    session.execute(wanted.with_for_update())


def _need_operator(session: Session, by_id: int) -> None:
    if OPERATOR not in accounts.roles_of(by_id, session):
        raise Forbidden("role_needed", role=OPERATOR)


def _keep(session: Session, table: CurrencyTable, by_id: int) -> None:
    """Of two operators at once the later one's stands; neither is told of a broken key."""
    insert = insert_on_sqlite if is_sqlite() else insert_on_postgres
    values: dict[str, Any] = {
        "increments": table.increments.to_plain(),
        "large_bid_floor_minor": table.large_bid_floor_minor,
        "changed_at": time_under_lock(session),
        "changed_by_id": by_id,
    }
    statement = insert(CurrencyTerms).values(currency=table.currency, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["currency"], set_=values))


def _noted(session: Session, act: str, by_id: int, before: CurrencyTable, after: CurrencyTable) -> CurrencyTable:
    audit(
        session,
        actor_id=by_id,
        act=act,
        subject=f"currency:{after.currency}",
        details={"before": _plain(before), "after": _plain(after)},
        at=time_under_lock(session),
    )
    return currency_table(after.currency, session)


def _plain(table: CurrencyTable) -> dict[str, object]:
    return {"increments": table.increments.to_plain(), "large_bid_floor_minor": table.large_bid_floor_minor}


def read_table(currency: str, typed: TableTyped) -> CurrencyTable:
    """What was typed, as a table; nothing is kept. Raises Absent, and Invalid like `change_currency_terms`."""
    reader = _Reader(need_offered(currency))
    table = reader.table(typed)
    floor = reader.amount("floor", typed.floor)
    if table is None or floor is None or reader.faults:
        raise Invalid.of(reader.faults, {"currency": currency})
    return CurrencyTable(currency, table, floor)


class _Reader:
    """Reads one field after the other and collects what is wrong with each."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.name = f"{currency.lower()}-own"
        self.faults: Faults = {}

    def table(self, typed: TableTyped) -> Increments | None:
        match typed.kind:
            case "bands":
                return self._bands(typed.bands)
            case "flat":
                step = self.amount("flat", typed.flat, allow_zero=False)
                return None if step is None else increments.flat(self.name, step)
            case "percent":
                share, least = self._basis_points(typed.percent), self._least(typed.least)
                return None if share is None or least is None else increments.percent(self.name, share, least)
            case "ladder":
                least = self._least(typed.least)
                return None if least is None else increments.ladder(self.name, least)
        self._fault("kind", "unknown_choice")
        return None

    def amount(self, field: str, text: str, *, allow_zero: bool = True) -> int | None:
        if not text.strip():
            self._fault(field, "needed")
            return None
        try:
            return money.parse_amount(text, self.currency, allow_zero=allow_zero)
        except money.AmountError as error:
            self._fault(field, "table_in_currency" if error.code == "other_currency" else error.code)
            return None

    def _fault(self, field: str, code: str) -> None:
        self.faults.setdefault(field, []).append(code)

    def _least(self, text: str) -> int | None:
        """The least step; left empty, the currency's smallest unit."""
        return self.amount("least", text, allow_zero=False) if text.strip() else 1

    def _basis_points(self, text: str) -> int | None:
        """A percentage in either set of digits, to a hundredth of a percent."""
        plain = text.strip().rstrip("%٪ ").replace("٫", ".").replace(",", ".")
        if not plain:
            self._fault("percent", "needed")
            return None
        share = int(Decimal(plain) * 100) if _PERCENT.fullmatch(plain) else 0
        if not 1 <= share <= 10_000:
            self._fault("percent", "percent_range")
            return None
        return share

    def _bands(self, rows: tuple[tuple[str, str], ...]) -> Increments | None:
        """The rows that say anything, sorted by where they begin; a fault is told beside the row as typed."""
        said = [(number, *row) for number, row in enumerate(rows, start=1) if any(text.strip() for text in row)]
        if not said:
            self._fault("from_1", "needed")
            return None
        if len(said) > MOST_BANDS:
            self._fault("kind", "too_many_bands")
            return None
        read = [
            (self.amount(f"from_{number}", start), self.amount(f"step_{number}", step, allow_zero=False), number)
            for number, start, step in said
        ]
        bands = sorted((start, number, step) for start, step, number in read if start is not None and step is not None)
        if len(bands) < len(read):
            return None
        if bands[0][0] != 0:
            self._fault(f"from_{bands[0][1]}", "first_band_from_zero")
        for (start, _number, step), (next_start, next_number, next_step) in pairwise(bands):
            if next_start == start:
                self._fault(f"from_{next_number}", "same_from")
            elif next_step < step:
                self._fault(f"step_{next_number}", "step_falls")
        if self.faults:
            return None
        return Increments(self.name, "bands", tuple(band[0] for band in bands), tuple(band[2] for band in bands))
