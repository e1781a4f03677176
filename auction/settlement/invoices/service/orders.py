"""Steps that issue the papers of an order, for use inside the transaction that decides.

- An order that is paid: an invoice of the house in the seller's name, and a receipt, both to the buyer.
- An order that is completed: an invoice for the fees to the seller, where there are any.
- Money given back: a credit note that names the invoice it corrects. A whole refund mirrors its lines, less what was
  given back before, and takes the fees back as well; a part of the price is one line, in which no tax is told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.settlement.invoices.composing import Line, Words, lines_of_bill, lines_of_fees, party, plain_line
from auction.settlement.invoices.models import Paper
from auction.settlement.invoices.service.issuing import Draft, issue, number_of
from auction.settlement.orders.models import Order


def issue_on_payment(session: Session, order: Order, *, paid_by: Words, at: datetime, deposit_minor: int = 0) -> None:
    """A step: the order is paid; its invoice and the receipt. `paid_by` says by which way, in every language;
    `deposit_minor` is what a deposit paid of it.
    """
    cause = f"paid:{order.id}"
    to_buyer, from_seller = _buyer(session, order), _seller(session, order)
    lines = lines_of_bill(session, order)
    bill = _draft(
        order, "invoice", cause, order.buyer_id, to_buyer, lines, from_id=order.seller_id, from_party=from_seller,
        more={"deposit_minor": deposit_minor} if deposit_minor else {},
    )  # fmt: skip
    invoice = issue(session, bill, at)
    parts = {"payment": order.total_minor - deposit_minor, "deposit": deposit_minor}
    received = [plain_line(kind, minor, number_of(invoice)) for kind, minor in parts.items() if minor]
    more = {"paid_by": dict(paid_by), "pays": number_of(invoice)}
    issue(session, _draft(order, "receipt", cause, order.buyer_id, to_buyer, received, more=more), at)


def issue_on_completion(session: Session, order: Order, *, at: datetime) -> None:
    """A step: the order is completed; the seller's invoice for the fees, where there are any."""
    lines = lines_of_fees(session, order)
    if lines:
        to_seller = _seller(session, order)
        cause = f"completed:{order.id}"
        issue(session, _draft(order, "fee_invoice", cause, order.seller_id, to_seller, lines), at)


def issue_on_refund(
    session: Session, order: Order, *, amount_minor: int, is_whole: bool, why: str, at: datetime
) -> None:
    """A step: money is given back, before `refunded_minor` counts it; a credit note for each invoice it corrects.

    An order that was paid before there were papers has no invoice to correct, and gets none.
    """
    cause = f"refund:{order.id}:{order.refunded_minor + amount_minor}"
    invoices = session.execute(
        sa.select(Paper)
        .where(Paper.order_id == order.id, Paper.kind.in_(("invoice", "fee_invoice")))
        .order_by(Paper.id)
    ).scalars().all()  # fmt: skip
    for invoice in invoices:
        if invoice.kind == "invoice":
            lines = _mirrored(session, invoice) if is_whole else [plain_line("part_back", amount_minor)]
        elif is_whole:
            lines = _lines_of(invoice)
        else:
            continue
        parties = invoice.content
        draft = _draft(
            order, "credit_note", f"{cause}:{invoice.series}", invoice.to_id, parties["to"], lines,
            from_id=invoice.from_id, from_party=parties["from"], corrects=invoice, more={"why": why},
        )  # fmt: skip
        issue(session, draft, at)


def _mirrored(session: Session, invoice: Paper) -> list[Line]:
    """The lines of an invoice, less what notes before have given back of it: together never more than it said."""
    before = session.execute(sa.select(Paper).where(Paper.corrects_id == invoice.id).order_by(Paper.id)).scalars()
    less = [plain_line("back_before", -note.total_minor, number_of(note)) for note in before]
    return [*_lines_of(invoice), *less]


def _lines_of(paper: Paper) -> list[Line]:
    return [Line(**line) for line in paper.content["lines"]]


def _draft(
    order: Order, kind: str, cause: str, to_id: int, to_party: dict[str, Any], lines: Sequence[Line], **more: Any
) -> Draft:
    return Draft(kind, cause, order.currency, to_id, to_party, lines, order.id, **more)


def _buyer(session: Session, order: Order) -> dict[str, Any]:
    return party(session, order.buyer_id, order.buyer_country, order.address)


def _seller(session: Session, order: Order) -> dict[str, Any]:
    return party(session, order.seller_id, order.seller_country, None)
