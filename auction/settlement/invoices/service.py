"""Steps that issue papers, for use inside the transaction that decides. The only writer of papers.

- An order that is paid: an invoice of the house in the seller's name, and a receipt, both to the buyer.
- An order that is completed: an invoice for the fees to the seller, where there are any.
- Money given back: a credit note that names the invoice it corrects. A whole refund mirrors its lines, less what was
  given back before, and takes the fees back as well; a part of the price is one line, in which no tax is told apart.
- Numbers run on without gaps in each series and year. The row of the series is locked until the transaction ends: one
  that fails takes its number back. Later numbers are never dated earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.db import is_sqlite
from auction.settlement.invoices.composing import Line, Words, lines_of_bill, lines_of_fees, party, plain_line
from auction.settlement.invoices.models import SERIES, Paper, PaperSeries, number_text
from auction.settlement.invoices.wording import HOUSE, KIND_NAMES, in_all
from auction.settlement.orders.models import Order


@dataclass(frozen=True, slots=True)
class _Draft:
    """A paper before it has its number. `more` is what else is printed on it."""

    kind: str
    cause: str
    to_id: int
    lines: Sequence[Line]
    from_id: int | None = None
    corrects: Paper | None = None
    more: dict[str, Any] = field(default_factory=dict)


def issue_on_payment(session: Session, order: Order, *, paid_by: Words, at: datetime) -> None:
    """A step: the order is paid; its invoice and the receipt. `paid_by` says by which way, in every language."""
    cause = f"paid:{order.id}"
    bill = _Draft("invoice", cause, order.buyer_id, lines_of_bill(session, order), order.seller_id)
    invoice = _issue(session, order, bill, at)
    line = plain_line("payment", order.total_minor, _number_of(invoice))
    more = {"paid_by": dict(paid_by), "pays": _number_of(invoice)}
    _issue(session, order, _Draft("receipt", cause, order.buyer_id, [line], more=more), at)


def issue_on_completion(session: Session, order: Order, *, at: datetime) -> None:
    """A step: the order is completed; the seller's invoice for the fees, where there are any."""
    lines = lines_of_fees(session, order)
    if lines:
        _issue(session, order, _Draft("fee_invoice", f"completed:{order.id}", order.seller_id, lines), at)


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
        draft = _Draft(
            "credit_note", f"{cause}:{invoice.series}", invoice.to_id, lines, invoice.from_id, invoice, {"why": why}
        )
        _issue(session, order, draft, at)


def _mirrored(session: Session, invoice: Paper) -> list[Line]:
    """The lines of an invoice, less what notes before have given back of it: together never more than it said."""
    before = session.execute(sa.select(Paper).where(Paper.corrects_id == invoice.id).order_by(Paper.id)).scalars()
    less = [plain_line("back_before", -note.total_minor, _number_of(note)) for note in before]
    return [*_lines_of(invoice), *less]


def _lines_of(paper: Paper) -> list[Line]:
    return [Line(**line) for line in paper.content["lines"]]


def _issue(session: Session, order: Order, draft: _Draft, at: datetime) -> Paper:
    series, year = SERIES[draft.kind], at.year
    content = _content(session, order, draft)
    number, issued_at = _take_number(session, series, year, at)
    paper = Paper(
        kind=draft.kind, series=series, year=year, number=number, cause=draft.cause, order_id=order.id,
        from_id=draft.from_id, to_id=draft.to_id, corrects_id=draft.corrects and draft.corrects.id,
        issued_at=issued_at, currency=order.currency, total_minor=content["total_minor"], content=content,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    return paper


def _take_number(session: Session, series: str, year: int, at: datetime) -> tuple[int, datetime]:
    """The next number of a series, and its time: never before that of the number before. Locks the series."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    first = insert(PaperSeries).values(series=series, year=year, last=0, last_at=at)
    session.execute(first.on_conflict_do_nothing(index_elements=["series", "year"]))
    row = session.execute(
        sa.select(PaperSeries).where(PaperSeries.series == series, PaperSeries.year == year).with_for_update()
    ).scalar_one()
    row.last, row.last_at = row.last + 1, max(row.last_at, at)
    session.flush()
    return row.last, row.last_at


def _content(session: Session, order: Order, draft: _Draft) -> dict[str, Any]:
    """All that is printed, but for the number and the date."""
    is_to_buyer = draft.to_id == order.buyer_id
    country = order.buyer_country if is_to_buyer else order.seller_country
    address = order.address if is_to_buyer else None
    if draft.corrects is not None:
        parties = {"from": draft.corrects.content["from"], "to": draft.corrects.content["to"]}
    else:
        parties = {
            "from": party(session, draft.from_id, order.seller_country, None) if draft.from_id else None,
            "to": party(session, draft.to_id, country, address),
        }
    return {
        "house": in_all(lambda: str(HOUSE)),
        "title": in_all(lambda: str(KIND_NAMES[draft.kind])),
        **parties,
        "lines": [line.to_plain() for line in draft.lines],
        "net_minor": sum(line.net_minor for line in draft.lines),
        "tax_minor": sum(line.tax_minor for line in draft.lines),
        "total_minor": sum(line.gross_minor for line in draft.lines),
        "corrects": None if draft.corrects is None else _number_of(draft.corrects),
        **draft.more,
    }


def _number_of(paper: Paper) -> str:
    return number_text(paper.series, paper.year, paper.number)
