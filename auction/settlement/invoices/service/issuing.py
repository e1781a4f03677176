"""A paper gets its number and is written for good.

Numbers run on without gaps in each series and year. The row of the series is locked until the transaction ends: one
that fails takes its number back. Later numbers are never dated earlier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.db import is_sqlite
from auction.settlement.invoices.composing import Line
from auction.settlement.invoices.models import SERIES, Paper, PaperSeries, number_text
from auction.settlement.invoices.wording import HOUSE, KIND_NAMES, in_all


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper before it has its number. `from_party` None: the house speaks for itself. `more` is what else is printed
    on it.
    """

    kind: str
    cause: str
    currency: str
    to_id: int
    to_party: Mapping[str, Any]
    lines: Sequence[Line]
    order_id: int | None = None
    from_id: int | None = None
    from_party: Mapping[str, Any] | None = None
    corrects: Paper | None = None
    more: dict[str, Any] = field(default_factory=dict)


def issue(session: Session, draft: Draft, at: datetime) -> Paper:
    """A step: write a paper. Locks its series."""
    series, year = SERIES[draft.kind], at.year
    content = _content(draft)
    number, issued_at = _take_number(session, series, year, at)
    paper = Paper(
        kind=draft.kind, series=series, year=year, number=number, cause=draft.cause, order_id=draft.order_id,
        from_id=draft.from_id, to_id=draft.to_id, corrects_id=draft.corrects and draft.corrects.id,
        issued_at=issued_at, currency=draft.currency, total_minor=content["total_minor"], content=content,
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


def _content(draft: Draft) -> dict[str, Any]:
    """All that is printed, but for the number and the date."""
    return {
        "house": in_all(lambda: str(HOUSE)),
        "title": in_all(lambda: str(KIND_NAMES[draft.kind])),
        "from": draft.from_party,
        "to": draft.to_party,
        "lines": [line.to_plain() for line in draft.lines],
        "net_minor": sum(line.net_minor for line in draft.lines),
        "tax_minor": sum(line.tax_minor for line in draft.lines),
        "total_minor": sum(line.gross_minor for line in draft.lines),
        "corrects": None if draft.corrects is None else number_of(draft.corrects),
        **draft.more,
    }


def number_of(paper: Paper) -> str:
    """The number as it is printed."""
    return number_text(paper.series, paper.year, paper.number)
