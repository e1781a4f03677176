"""What an operator does with the house's own account: bring in a statement, settle by hand what it leaves open, and
mark what was sent back. Every act is audited. A line is matched by its reference and its exact amount, else by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.accounts.service import audit
from auction.db import is_sqlite, lock_row, time_under_lock, transaction
from auction.errors import Conflict, Invalid
from auction.rules.references import find_references
from auction.rules.statement import Fault, Line, read_statement
from auction.settlement.orders.models import Order
from auction.settlement.payments import providers, queries
from auction.settlement.payments.models import OPEN, BankLine, BankReturn, Payment, Refund
from auction.settlement.payments.providers.bank import NAME, ask_return
from auction.settlement.payments.service.beginning import begin_payment
from auction.settlement.payments.service.learning import hear_of
from auction.settlement.payments.service.offsets import due_minor
from auction.settlement.payments.service.sending_back import learn_refund


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as it would be taken in. `order_id` is the order it pays; `is_known` when it was imported before."""

    line: Line
    order_id: int | None
    is_known: bool
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. `left_out` counts what went out of the account."""

    lines: tuple[Seen, ...]
    faults: tuple[Fault, ...]
    left_out: int

    @property
    def new(self) -> tuple[Seen, ...]:
        return tuple(seen for seen in self.lines if not seen.is_known)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines were new, and how many of them paid an order."""

    new: int
    matched: int
    known: int


def preview(text: str) -> Preview:
    """What an import of this statement would do. Writes nothing."""
    statement = read_statement(text)
    return Preview(_see(None, statement.lines), statement.faults, statement.left_out)


def import_statement(*, text: str, person_id: int) -> Imported:
    """Take in a statement: what pays an order is matched, the rest waits for a hand. The same one changes nothing.

    Its lines are written in one transaction; the payments then learn of their money one by one, and those that a
    broken-off process leaves behind are found by `look_after`. Raises Invalid (statement_unreadable).
    """
    statement = read_statement(text)
    if any(fault.number == 0 for fault in statement.faults):
        raise Invalid(fields={"file": ["statement_unreadable"]})
    with transaction() as session:
        now = time_under_lock(session)
        seen = [one for one in _see(session, statement.lines) if not one.is_known]
        insert = sqlite.insert if is_sqlite() else postgresql.insert
        rows = [
            {
                "fingerprint": one.line.fingerprint, "dated": one.line.dated, "currency": one.line.currency,
                "amount_minor": one.line.amount_minor, "text": one.line.text, "payer": one.line.payer,
                "state": "matched" if one.ref else "unmatched", "ref": one.ref, "imported_at": now,
                "imported_by_id": person_id,
            }
            for one in seen
        ]  # fmt: skip
        new = session.execute(
            insert(BankLine).on_conflict_do_nothing(index_elements=["fingerprint"]).returning(BankLine.ref), rows
        ).scalars().all() if rows else []  # fmt: skip
        matched = [ref for ref in new if ref is not None]
        if new:
            audit(
                session, actor_id=person_id, act="import_statement", subject="bank",
                details={"lines": len(new), "matched": len(matched)}, at=now,
            )  # fmt: skip
    for ref in matched:
        hear_of(provider=NAME, ref=ref)
    return Imported(len(new), len(matched), len(statement.lines) - len(new))


def _see(session: Session | None, lines: Sequence[Line]) -> tuple[Seen, ...]:
    """A read: for each line the payment for which it came. No payment gets two."""
    known = queries.known_fingerprints([line.fingerprint for line in lines], session)
    named = {line.fingerprint: find_references(line.text) for line in lines}
    asked = queries.payments_by_reference({each for found in named.values() for each in found}, session)
    seen = []
    for line in lines:
        if line.fingerprint in known:
            seen.append(Seen(line, None, is_known=True))
            continue
        fitting = (
            payment
            for reference in named[line.fingerprint]
            for payment in asked.get(reference, ())
            if (payment.amount_minor, payment.currency) == (line.amount_minor, line.currency)
        )
        found = next(fitting, None)
        if found is None:
            seen.append(Seen(line, None, is_known=False))
        else:
            asked[str(found.ref).partition(".")[0]].remove(found)
            seen.append(Seen(line, found.order_id, is_known=False, ref=found.ref))
    return tuple(seen)


def match_line(*, line_id: int, order_id: int, person_id: int) -> str:
    """The operator says for which order a line came. Returns the state of the payment that has its money by now.

    Begins a transfer for the order where there is none. Raises Absent (also: transfers are not set up), Conflict
    (line_settled, order_moved_on, choose_delivery_first, payment_on_its_way), Invalid (order: another_amount),
    ProviderDown.
    """
    providers.provider(NAME)
    with transaction() as session:
        line = _open_line(session, line_id)
        order = session.get(Order, order_id)
        if order is None:
            raise Invalid(fields={"order": ["no_such_order"]})
        due = due_minor(session, order)
        if (due, order.currency) != (line.amount_minor, line.currency):
            facts = {"total_minor": due, "currency": order.currency}
            raise Invalid.of({"order": ["another_amount_than_the_order"]}, facts)
        buyer_id = order.buyer_id
    begun = begin_payment(order_id=order_id, person_id=buyer_id, provider=NAME)
    if begun.payment_id is None:
        raise Conflict("order_moved_on")
    with transaction() as session:
        line = _open_line(session, line_id)
        payment = lock_row(session, Payment, begun.payment_id)
        now = time_under_lock(session)
        if payment.provider != NAME or payment.state not in OPEN or payment.amount_minor != line.amount_minor:
            raise Conflict("order_moved_on")
        if session.execute(sa.select(BankLine.id).where(BankLine.ref == payment.ref)).first() is not None:
            raise Conflict("order_moved_on")
        line.state, line.ref = "matched", payment.ref
        audit(
            session, actor_id=person_id, act="match_bank_line", subject=f"bank_line:{line_id}",
            details={"order_id": order_id, "payment_id": payment.id}, at=now,
        )  # fmt: skip
        ref = str(payment.ref)
    learned = hear_of(provider=NAME, ref=ref)
    return learned.state if learned else "waiting"


def send_line_back(*, line_id: int, person_id: int, why: str) -> None:
    """The operator has money that belongs to nothing sent back: it joins the list of what is to be sent by hand.

    Locks the line; audited. Raises Absent, Conflict (line_settled), Invalid (why: why_needed).
    """
    if not why.strip():
        raise Invalid(fields={"why": ["why_needed"]})
    with transaction() as session:
        line = _open_line(session, line_id)
        now = time_under_lock(session)
        line.state = "sent_back"
        tries = session.execute(
            sa.select(sa.func.count()).select_from(BankReturn).where(BankReturn.line_id == line_id)
        ).scalar_one()
        ask_return(
            session, key=f"line-{line_id}-{tries}", parent_ref=None, line_id=line_id, amount_minor=line.amount_minor,
            currency=line.currency,
        )  # fmt: skip
        audit(
            session, actor_id=person_id, act="send_bank_line_back", subject=f"bank_line:{line_id}",
            details={"why": why.strip()[:300]}, at=now,
        )  # fmt: skip


def mark_return(*, return_id: int, person_id: int, is_made: bool) -> str:
    """The operator has sent money back, or the bank would not take it. A refund then learns of it. Twice changes
    nothing. Locks it; audited. Returns its state. Raises Absent, Conflict (return_marked) when it was marked otherwise.
    """
    state = "made" if is_made else "refused"
    with transaction() as session:
        found = lock_row(session, BankReturn, return_id)
        now = time_under_lock(session)
        if found.state not in ("to_make", state):
            raise Conflict("return_marked")
        if found.state == "to_make":
            found.state, found.made_at, found.made_by_id = state, now, person_id
            audit(
                session, actor_id=person_id, act="mark_bank_return", subject=f"bank_return:{return_id}",
                details={"state": state}, at=now,
            )  # fmt: skip
            if state == "refused" and found.line_id is not None:
                lock_row(session, BankLine, found.line_id).state = "unmatched"  # its money is here still
        ref = found.ref
        refund_id = session.execute(sa.select(Refund.id).where(Refund.ref == ref)).scalar_one_or_none()
    if refund_id is not None:
        learn_refund(refund_id=refund_id, known=providers.provider(NAME).look_refund(ref))
    return state


def _open_line(session: Session, line_id: int) -> BankLine:
    line = lock_row(session, BankLine, line_id)
    if line.state != "unmatched":
        raise Conflict("line_settled")
    return line
