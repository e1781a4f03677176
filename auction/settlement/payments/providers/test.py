"""The built-in test provider: a bank that exists on a laptop only. It keeps books of its own and moves no real money.

Its charges lie in a table that nothing else touches, written in transactions of its own: between what it has done and
what the house has noted lies the same gap as with any provider. `settle` is what its page does: the payer approves,
declines, or has it come later.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.db import db, end_read, is_sqlite, time_under_lock, transaction
from auction.errors import Absent, Conflict
from auction.settlement.payments.models import TestCharge
from auction.settlement.payments.providers import Asked, BadEvent, Event, Known, ProviderState

NAME = "test"
LATER = timedelta(seconds=30)
CHOICES = ("approve", "decline", "later", "fail")
WAITING, HELD, SUCCEEDED, DECLINED, CANCELLED = "waiting", "held", "succeeded", "declined", "cancelled"


class TestProvider:
    """See the module. Every method opens its own transactions."""

    __test__ = False  # not a test, whatever its name: for pytest
    name = NAME

    def begin(self, asked: Asked) -> Known:
        with transaction() as session:
            self._keep(session, asked.key, "hold" if asked.is_hold else "charge", asked.amount_minor, asked.currency)
            return _known(_by_key(session, asked.key))

    def look(self, ref: str) -> Known:
        with transaction() as session:
            return _known(_settled(session, _by_ref(session, ref)))

    def cancel(self, ref: str) -> Known:
        with transaction() as session:
            charge = _settled(session, _by_ref(session, ref))
            if charge.state in (WAITING, HELD):
                charge.state = CANCELLED
            return _known(charge)

    def capture(self, ref: str, amount_minor: int, key: str) -> Known:  # noqa: ARG002 - a charge is captured once
        with transaction() as session:
            charge = _by_ref(session, ref)
            if charge.state == HELD:
                charge.state, charge.amount_minor = SUCCEEDED, min(amount_minor, charge.amount_minor)
            return _known(charge)

    def refund(self, ref: str, amount_minor: int, currency: str, key: str) -> Known:
        with transaction() as session:
            charge = _by_ref(session, ref)
            sent_back = session.execute(
                sa.select(sa.func.coalesce(sa.func.sum(TestCharge.amount_minor), 0)).where(
                    TestCharge.parent_ref == ref, TestCharge.key != key, TestCharge.state == SUCCEEDED
                )
            ).scalar_one()
            is_good = charge.state == SUCCEEDED and sent_back + amount_minor <= charge.amount_minor
            self._keep(
                session, key, "refund", amount_minor, currency, SUCCEEDED if is_good else DECLINED, parent_ref=ref
            )
            return _known(_by_key(session, key))

    def look_refund(self, ref: str) -> Known:
        return self.look(ref)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        if not hmac.compare_digest(signature(body), headers.get("X-Test-Signature", "")):
            raise BadEvent
        try:
            told = json.loads(body)
            return Event(str(told["id"]), str(told["kind"]), str(told["ref"]), told)
        except (ValueError, KeyError, TypeError):
            raise BadEvent from None

    def _keep(
        self,
        session: Session,
        key: str,
        kind: str,
        amount_minor: int,
        currency: str,
        state: str = WAITING,
        parent_ref: str | None = None,
    ) -> None:
        """Write down a question once, by its key."""
        insert = sqlite.insert if is_sqlite() else postgresql.insert
        session.execute(
            insert(TestCharge)
            .values(
                key=key,
                ref=f"test_{kind}_{hashlib.sha256(key.encode()).hexdigest()[:20]}",
                kind=kind,
                state=state,
                currency=currency,
                amount_minor=amount_minor,
                parent_ref=parent_ref,
                created_at=time_under_lock(session),
            )
            .on_conflict_do_nothing(index_elements=["key"])
        )


def settle(*, ref: str, choice: str) -> Known:
    """What the payer does on the provider's page: approve, decline, have it come later, or have the bank fail.

    Raises Absent, Conflict (payment_settled) when it was settled before.
    """
    if choice not in CHOICES:
        raise Absent(kind="choices")
    with transaction() as session:
        charge = _settled(session, _by_ref(session, ref))
        if charge.state != WAITING or charge.settles_at is not None:
            raise Conflict("payment_settled")
        if choice == "later":
            charge.settles_at = time_under_lock(session) + LATER
        elif choice == "approve":
            charge.state = HELD if charge.kind == "hold" else SUCCEEDED
        else:
            charge.state, charge.why = DECLINED, "declined_by_bank" if choice == "decline" else "bank_failed"
        return _known(charge)


def charge_of(ref: str) -> Known:
    """What the provider's own page shows. Raises Absent."""
    charge = db.session.execute(sa.select(TestCharge).where(TestCharge.ref == ref)).scalar_one_or_none()
    if charge is None:
        raise Absent(kind="test_charges")
    known = _known(charge)
    end_read()
    return known


def signature(body: bytes) -> str:
    """How its messages are signed, with the house's own secret: it lives in the house."""
    secret: str = current_app.config["MAZAD"].secret_key
    return hmac.new(f"test-provider:{secret}".encode(), body, hashlib.sha256).hexdigest()


def _by_key(session: Session, key: str) -> TestCharge:
    return session.execute(sa.select(TestCharge).where(TestCharge.key == key)).scalar_one()


def _by_ref(session: Session, ref: str) -> TestCharge:
    found = session.execute(sa.select(TestCharge).where(TestCharge.ref == ref).with_for_update()).scalar_one_or_none()
    if found is None:
        raise Absent(kind="test_charges")
    return found


def _settled(session: Session, charge: TestCharge) -> TestCharge:
    """One that was to come later has come, once its time is there."""
    if charge.state == WAITING and charge.settles_at is not None and charge.settles_at <= time_under_lock(session):
        charge.state = HELD if charge.kind == "hold" else SUCCEEDED
    return charge


def _known(charge: TestCharge) -> Known:
    state: ProviderState = charge.state  # type: ignore[assignment]  # this file writes nothing else
    goes_on = f"/pay/test/{charge.ref}" if charge.state == WAITING and charge.settles_at is None else None
    return Known(charge.ref, state, charge.amount_minor, charge.currency, charge.why, goes_on)
