"""Reads of papers, each for somebody who may see it: whom it is to, whose name it bears, and the staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from auction.accounts import queries as accounts
from auction.db import db
from auction.errors import Absent
from auction.settlement.fees.models import FeeCharge
from auction.settlement.invoices.models import Paper, number_text
from auction.settlement.invoices.service.charges import open_charges
from auction.settlement.orders.queries.orders import STAFF


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper. `number` as it is printed; `content` as it was written (see `composing`)."""

    id: int
    order_id: int | None
    kind: str
    number: str
    issued_at: datetime
    currency: str
    total_minor: int
    content: Mapping[str, Any]


def papers_of(order_id: int, reader_id: int) -> list[PaperView]:
    """The papers of an order that somebody may see, in the order in which they were issued."""
    rows = db.session.execute(
        sa.select(Paper).where(Paper.order_id == order_id, _visible_to(reader_id)).order_by(Paper.id)
    ).scalars()
    return [_view(row) for row in rows]


def paper(order_id: int | None, paper_id: int, reader_id: int) -> PaperView:
    """`order_id` None: one of no order. Raises Absent, also for whoever may not see it."""
    row = db.session.execute(
        sa.select(Paper).where(Paper.id == paper_id, Paper.order_id == order_id, _visible_to(reader_id))
    ).scalar_one_or_none()
    if row is None:
        raise Absent(kind="papers")
    return _view(row)


def charges_papers_of(person_id: int, *, limit: int = 36) -> list[PaperView]:
    """A seller's invoices for what their lots cost them while they were offered, newest first."""
    rows = db.session.execute(
        sa.select(Paper)
        .where(Paper.to_id == person_id, Paper.order_id.is_(None))
        .order_by(Paper.id.desc())
        .limit(limit)
    ).scalars()  # fmt: skip
    return [_view(row) for row in rows]


@dataclass(frozen=True, slots=True)
class ChargeView:
    """A charge that stands on no paper yet, tax and all."""

    auction_id: int
    kind: str
    title: str
    currency: str
    total_minor: int
    charged_at: datetime


def charges_without_paper(person_id: int, *, limit: int = 100) -> list[ChargeView]:
    """What a seller was charged and has no invoice for yet, newest first."""
    rows = db.session.execute(
        sa.select(FeeCharge)
        .where(FeeCharge.seller_id == person_id, open_charges())
        .order_by(FeeCharge.id.desc())
        .limit(limit)
    ).scalars()
    return [
        ChargeView(row.auction_id, row.kind, row.title, row.currency, row.net_minor + row.tax_minor, row.charged_at)
        for row in rows
    ]


def _visible_to(reader_id: int) -> sa.ColumnElement[bool]:
    if accounts.roles_of(reader_id).intersection(STAFF):
        return sa.true()
    return sa.or_(Paper.to_id == reader_id, Paper.from_id == reader_id)


def _view(row: Paper) -> PaperView:
    return PaperView(
        row.id, row.order_id, row.kind, number_text(row.series, row.year, row.number), row.issued_at, row.currency,
        row.total_minor, row.content,
    )  # fmt: skip
