"""Reading who may bid in a sale: for the person themselves, and for its seller. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.bidding.sales.models import APPROVED, ASKED, DECLINED, Sale, SaleApproval, SaleLot
from auction.db import db
from auction.errors import Absent

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody on the approval list, as the seller may see them: what is public, and whether they are real."""

    handle: str
    state: str
    asked_at: datetime | None
    decided_at: datetime | None
    since: datetime
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ApprovalList:
    """Those who wait come first, the longest waiting before the others."""

    waiting: tuple[Applicant, ...]
    approved: tuple[Applicant, ...]
    declined: tuple[Applicant, ...]


def approval_list(sale_id: int) -> ApprovalList:
    """For the sale's seller alone; whoever calls has made sure of that."""
    rows = db.session.execute(
        sa.select(SaleApproval)
        .where(SaleApproval.sale_id == sale_id)
        .order_by(SaleApproval.asked_at, SaleApproval.decided_at, SaleApproval.person_id)
        .limit(MOST_SHOWN)
    ).scalars()
    found = {row.person_id: row for row in rows}
    people = accounts.people(found)
    lines = [
        Applicant(
            people[person_id].handle,
            row.state,
            row.asked_at,
            row.decided_at,
            people[person_id].created_at,
            people[person_id].confirmed_at is not None,
        )
        for person_id, row in found.items()
    ]
    return ApprovalList(
        *(tuple(line for line in lines if line.state == state) for state in (ASKED, APPROVED, DECLINED))
    )


def count_waiting(sale_id: int) -> int:
    """How many people wait for the seller's word."""
    statement = sa.select(sa.func.count()).where(SaleApproval.sale_id == sale_id, SaleApproval.state == ASKED)
    return db.session.execute(statement).scalar_one()


def approval_of(sale_id: int, person_id: int | None, session: Session | None = None) -> str | None:
    """How a person stands with a sale: asked, approved, declined, or None."""
    statement = sa.select(SaleApproval.state).where(
        SaleApproval.sale_id == sale_id, SaleApproval.person_id == person_id
    )
    return (session or db.session).execute(statement).scalar_one_or_none()


def sale_of(auction_id: int) -> int | None:
    """The sale that a lot stands in."""
    return db.session.execute(sa.select(SaleLot.sale_id).where(SaleLot.auction_id == auction_id)).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class SaleLine:
    """What notices may know of a sale, with the person behind it. `names` by language, empty where there is none."""

    id: int
    seller_id: int
    names: dict[str, str]

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"] or self.names["ar"]


def sale_line(sale_id: int) -> SaleLine:
    """Raises Absent."""
    row = db.session.execute(
        sa.select(Sale.id, Sale.seller_id, Sale.name_en, Sale.name_ar).where(Sale.id == sale_id)
    ).one_or_none()
    if row is None:
        raise Absent(kind="sales")
    return SaleLine(row.id, row.seller_id, {"en": row.name_en, "ar": row.name_ar})
