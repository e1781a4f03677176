"""What all feedback of a person comes to: how many stars how often, and what buyers say in detail. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from auction import clock
from auction.db import db
from auction.reputation.models import Feedback, FeedbackHiding, FeedbackWindow
from auction.reputation.queries.given import is_revealed
from auction.rules.feedback import DETAILS, STARS, Side
from auction.rules.scorecards import FEWEST


@dataclass(frozen=True, slots=True)
class Summary:
    """`tenths` is the mean of the stars in tenths, None without feedback; `by_stars` how often each number was given.

    `details` are means in tenths; one that fewer than five buyers gave is left out, so that it says nothing of one.
    """

    count: int
    tenths: int | None
    by_stars: Mapping[int, int]
    details: Mapping[str, int]

    @property
    def mean(self) -> Decimal | None:
        return None if self.tenths is None else Decimal(self.tenths).scaleb(-1)

    @property
    def means(self) -> list[tuple[str, Decimal]]:
        return [(name, Decimal(tenths).scaleb(-1)) for name, tenths in self.details.items()]


def summary_of(person_id: int, side: Side = "buyer") -> Summary:
    """Of a person as a seller (what side "buyer" has said), or as a buyer ("seller"). One statement."""
    columns: list[sa.ColumnElement[Any]] = [sa.func.count().label("count"), sa.func.sum(Feedback.stars).label("sum")]
    columns += [sa.func.count().filter(Feedback.stars == stars).label(f"stars{stars}") for stars in STARS]
    for name in DETAILS:
        column = getattr(Feedback, name)
        columns += [sa.func.count(column).label(f"{name}_count"), sa.func.sum(column).label(f"{name}_sum")]
    row = (
        db.session.execute(
            sa.select(*columns)
            .select_from(Feedback)
            .join(FeedbackWindow, FeedbackWindow.order_id == Feedback.order_id)
            .where(Feedback.about_id == person_id, Feedback.side == side, is_revealed(clock.now()))
        )
        .one()
        ._mapping
    )
    return Summary(
        count=row["count"],
        tenths=_tenths(row["sum"], row["count"]),
        by_stars={stars: row[f"stars{stars}"] for stars in STARS},
        details={
            name: tenths
            for name in DETAILS
            if row[f"{name}_count"] >= FEWEST
            and (tenths := _tenths(row[f"{name}_sum"], row[f"{name}_count"])) is not None
        },
    )


def _tenths(total: int | None, count: int) -> int | None:
    """The mean in tenths, half a tenth upwards."""
    return (int(total) * 20 + count) // (2 * count) if total is not None and count else None


@dataclass(frozen=True, slots=True)
class HouseCounts:
    """Of all feedback that can be read: how much there is, and of how much the staff has hidden words or a reply."""

    feedback: int
    hidden: int


def house_counts() -> HouseCounts:
    revealed = (
        sa.select(sa.func.count())
        .select_from(Feedback)
        .join(FeedbackWindow, FeedbackWindow.order_id == Feedback.order_id)
        .where(is_revealed(clock.now()))
    )
    hidden = sa.select(sa.func.count(sa.distinct(FeedbackHiding.feedback_id)))
    return HouseCounts(db.session.execute(revealed).scalar_one(), db.session.execute(hidden).scalar_one())
