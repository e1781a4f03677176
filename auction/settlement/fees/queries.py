"""Which schedule of fees and which tax rules hold for an auction: those in force when it opened. Writes nothing.

Versions never begin in the past, so that what held at an opening can be asked again at any later time.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import db
from auction.rules.fees import FREE, Schedule, Tiers
from auction.rules.money import exponent
from auction.rules.tax import TaxRule
from auction.settlement.fees.models import ScheduleVersion, TaxRuleVersion


def built_in(currency: str) -> Schedule:
    """What the house charges where the operator has said nothing: 5 % premium, 8 % of the hammer, the rest free.

    The final value fee is 8 % up to the worth of 1,000.00 and 4 % above it, at most 500.00, in whole main units of the
    currency; a currency without minor units counts a hundredfold, as the increments do.
    """
    unit = 10 ** exponent(currency) if exponent(currency) else 100
    return Schedule(
        currency,
        premium=Tiers((0, 1_000 * unit), (500, 300)),
        final_value=Tiers((0, 1_000 * unit), (800, 400), cap_minor=500 * unit),
        reserve=FREE,
    )


def schedule_at(currency: str, at: datetime, session: Session | None = None) -> Schedule:
    """The schedule for auctions that open at an instant."""
    statement = (
        sa.select(ScheduleVersion.schedule)
        .where(ScheduleVersion.currency == currency, ScheduleVersion.from_at <= at)
        .order_by(ScheduleVersion.from_at.desc(), ScheduleVersion.id.desc())
        .limit(1)
    )
    found = (session or db.session).execute(statement).scalar_one_or_none()
    return built_in(currency) if found is None else Schedule.from_plain(found)


def taxes_at(at: datetime, session: Session | None = None) -> tuple[TaxRule, ...]:
    """The tax rules for auctions that open at an instant."""
    rows = (session or db.session).execute(
        sa.select(TaxRuleVersion)
        .where(TaxRuleVersion.from_at <= at, sa.or_(TaxRuleVersion.until_at.is_(None), TaxRuleVersion.until_at > at))
        .order_by(TaxRuleVersion.id)
    )
    return tuple(_rule(row) for row in rows.scalars())


def _rule(row: TaxRuleVersion) -> TaxRule:
    return TaxRule(
        id=row.id,
        line=row.line,  # type: ignore[arg-type]  # a check constraint holds it to the kinds of lines
        basis_points=row.basis_points,
        is_inclusive=row.is_inclusive,
        name_en=row.name_en,
        name_ar=row.name_ar,
        seller_country=row.seller_country,
        buyer_country=row.buyer_country,
        category_id=row.category_id,
    )
