"""Transfers to the house's own account. Its books are the lines of the statements that an operator brings in.

A payment's name here is its order's reference and a mark of its own, `RF18M7.3f2a91c4`: a transfer that was given up
and begun again has the same reference and another name. A refund is a line in the list of what is to be sent by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.db import is_sqlite, time_under_lock, transaction
from auction.errors import Absent
from auction.rules.references import creditor_reference
from auction.settlement.payments.models import BankLine, BankReturn, Payment
from auction.settlement.payments.providers import Asked, BadEvent, Event, Known, ProviderState

NAME = "bank"
_RETURNED: Mapping[str, ProviderState] = {"to_make": "waiting", "made": "succeeded", "refused": "declined"}


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where the money is to go."""

    name: str
    iban: str
    bic: str | None = None


class BankProvider:
    """See the module. Every method opens its own transactions."""

    name = NAME

    def __init__(self, account: BankAccount) -> None:
        self.account = account

    def begin(self, asked: Asked) -> Known:
        mark = hashlib.sha256(asked.key.encode()).hexdigest()[:8]
        ref = f"{creditor_reference(asked.reference)}.{mark}"
        return _waiting(ref, asked.amount_minor, asked.currency)

    def look(self, ref: str) -> Known:
        with transaction() as session:
            line = session.execute(sa.select(BankLine).where(BankLine.ref == ref)).scalar_one_or_none()
            if line is not None:
                return Known(ref, "succeeded", line.amount_minor, line.currency)
            asked = session.execute(
                sa.select(Payment.amount_minor, Payment.currency).where(Payment.provider == NAME, Payment.ref == ref)
            ).one_or_none()
        if asked is None:
            raise Absent(kind="payments")
        return _waiting(ref, asked.amount_minor, asked.currency)

    def cancel(self, ref: str) -> Known:
        """A transfer that has not come is given up, also where the house has not noted its name yet."""
        try:
            known = self.look(ref)
        except Absent:
            return Known(ref, "cancelled", 0, "")
        if known.state == "succeeded":
            return known
        return Known(ref, "cancelled", known.amount_minor, known.currency)

    def capture(self, ref: str, amount_minor: int, key: str) -> Known:  # noqa: ARG002 - nothing is held here
        return self.look(ref)

    def refund(self, ref: str, amount_minor: int, currency: str, key: str) -> Known:
        with transaction() as session:
            ask_return(session, key=key, parent_ref=ref, line_id=None, amount_minor=amount_minor, currency=currency)
        return self.look_refund(_name_of(key))

    def look_refund(self, ref: str) -> Known:
        with transaction() as session:
            found = session.execute(sa.select(BankReturn).where(BankReturn.ref == ref)).scalar_one_or_none()
        if found is None:
            raise Absent(kind="refunds")
        why = "bank_refused" if found.state == "refused" else ""
        return Known(ref, _RETURNED[found.state], found.amount_minor, found.currency, why)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:  # noqa: ARG002 - a bank sends no messages
        raise BadEvent


def ask_return(
    session: Session, *, key: str, parent_ref: str | None, line_id: int | None, amount_minor: int, currency: str
) -> None:
    """A step: write down once, by its key, that money is to be sent by hand."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    session.execute(
        insert(BankReturn)
        .values(
            key=key, ref=_name_of(key), parent_ref=parent_ref, line_id=line_id, currency=currency,
            amount_minor=amount_minor, state="to_make", created_at=time_under_lock(session),
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )  # fmt: skip


def _name_of(key: str) -> str:
    return f"R{hashlib.sha256(key.encode()).hexdigest()[:12].upper()}"


def _waiting(ref: str, amount_minor: int, currency: str) -> Known:
    return Known(ref, "waiting", amount_minor, currency, next_url=f"/pay/bank/{ref}")
