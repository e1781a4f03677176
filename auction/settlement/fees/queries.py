"""Which schedule of fees and which tax rules hold for an auction: those in force when it opened. Writes nothing.

Versions never begin in the past, so that what held at an opening can be asked again at any later time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.bidding import queries as bidding
from auction.catalogue import queries as catalogue
from auction.db import db
from auction.rules.bill import Bill, LotBilled, reckon
from auction.rules.fees import FREE, Schedule, Tiers
from auction.rules.money import exponent
from auction.rules.tax import Taxed, TaxRule, rule_for, taxed
from auction.settlement.fees.models import ScheduleVersion, TaxRuleVersion


class LotToBill(Protocol):
    """A lot as its bill needs it: an order's, or one that is only looked at."""

    @property
    def auction_id(self) -> int: ...
    @property
    def hammer_minor(self) -> int: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def category_path(self) -> Sequence[int]: ...


def built_in(currency: str) -> Schedule:
    """What the house charges where the operator has said nothing: 5 % premium, 8 % of the hammer, the rest free.

    The final value fee is 8 % up to the worth of 1,000.00 and 4 % above it, at most 500.00, in whole main units of the
    currency; a currency without minor units counts a hundredfold, as the increments do.
    """
    unit = unit_of(currency)
    return Schedule(
        currency,
        premium=Tiers((0, 1_000 * unit), (500, 300)),
        final_value=Tiers((0, 1_000 * unit), (800, 400), cap_minor=500 * unit),
        reserve=FREE,
    )


def unit_of(currency: str) -> int:
    """How many minor units amounts are thought in; a currency without minor units counts a hundredfold."""
    return 10 ** exponent(currency) if exponent(currency) else 100


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a schedule, for the operator's page."""

    schedule: Schedule
    from_at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class TaxRuleView:
    """One tax rule, for the operator's page."""

    rule: TaxRule
    from_at: datetime
    until_at: datetime | None


def versions(currency: str) -> list[Version]:
    """Every version of a currency's schedule, the newest first."""
    rows = db.session.execute(
        sa.select(ScheduleVersion).where(ScheduleVersion.currency == currency).order_by(ScheduleVersion.from_at.desc())
    ).scalars()
    found = rows.all()
    handles = accounts.handles([row.added_by_id for row in found if row.added_by_id is not None])
    return [Version(Schedule.from_plain(row.schedule), row.from_at, handles.get(row.added_by_id or 0)) for row in found]


def tax_rules(now: datetime) -> list[TaxRuleView]:
    """The tax rules that hold or will hold."""
    rows = db.session.execute(
        sa.select(TaxRuleVersion)
        .where(sa.or_(TaxRuleVersion.until_at.is_(None), TaxRuleVersion.until_at > now))
        .order_by(TaxRuleVersion.line, TaxRuleVersion.id)
    ).scalars()
    return [TaxRuleView(_rule(row), row.from_at, row.until_at) for row in rows]


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


@dataclass(frozen=True, slots=True)
class AllVersions:
    """Every version of some currencies' schedules, and every tax rule: for many lots that opened at many times."""

    schedules: Mapping[str, Sequence[tuple[datetime, Schedule]]]
    taxes: Sequence[tuple[TaxRule, datetime, datetime | None]]

    def schedule_at(self, currency: str, at: datetime) -> Schedule:
        found = [schedule for from_at, schedule in self.schedules.get(currency, ()) if from_at <= at]
        return found[-1] if found else built_in(currency)

    def taxes_at(self, at: datetime) -> tuple[TaxRule, ...]:
        return tuple(
            rule for rule, from_at, until_at in self.taxes if from_at <= at and not (until_at and until_at <= at)
        )


def all_versions(session: Session, currencies: Collection[str]) -> AllVersions:
    """Two statements; each then answers as `schedule_at` and `taxes_at` do."""
    schedules: dict[str, list[tuple[datetime, Schedule]]] = {}
    for row in session.execute(
        sa.select(ScheduleVersion.currency, ScheduleVersion.from_at, ScheduleVersion.schedule)
        .where(ScheduleVersion.currency.in_(currencies))
        .order_by(ScheduleVersion.from_at, ScheduleVersion.id)
    ):
        schedules.setdefault(row.currency, []).append((row.from_at, Schedule.from_plain(row.schedule)))
    rules = session.execute(sa.select(TaxRuleVersion).order_by(TaxRuleVersion.id)).scalars()
    return AllVersions(schedules, [(_rule(row), row.from_at, row.until_at) for row in rules])


def bill_of(
    lots: Sequence[LotToBill],
    *,
    currency: str,
    seller_country: str | None,
    buyer_country: str | None,
    delivery_minor: int | None,
    session: Session | None = None,
) -> Bill:
    """The bill of some lots by what held when each opened: the one road to it, before bidding and after the hammer.

    Without a known country of the buyer, the seller's own is taken.
    """
    billed = [
        LotBilled(
            lot.auction_id,
            lot.hammer_minor,
            schedule_at(currency, lot.opened_at, session),
            tuple(lot.category_path),
        )
        for lot in lots
    ]
    return reckon(
        currency=currency,
        lots=billed,
        taxes=taxes_at(min(lot.opened_at for lot in lots), session) if lots else (),
        seller_country=seller_country,
        buyer_country=buyer_country or seller_country,
        delivery_minor=delivery_minor,
    )


def final_value_of(
    lot: LotToBill, *, currency: str, seller_country: str | None, buyer_country: str | None, session: Session
) -> Taxed:
    """What a seller owes the house for a sold lot, with the tax on it, by what held when the lot opened."""
    rule = rule_for(
        taxes_at(lot.opened_at, session), "fee", seller_country=seller_country, buyer_country=buyer_country,
        category_path=lot.category_path,
    )  # fmt: skip
    return taxed(schedule_at(currency, lot.opened_at, session).final_value.of(lot.hammer_minor), rule)


@dataclass(frozen=True, slots=True)
class Offer:
    """A lot as its seller offers it, or would: what its fees are reckoned from. `category_path`: its own one first."""

    currency: str
    opens_at: datetime
    reserve_minor: int | None
    country: str | None
    category_path: tuple[int, ...]
    seller_id: int = 0
    title: str = ""
    is_called_off: bool = False


def offer_of(auction_id: int) -> Offer:
    """A lot as its seller offers it. Raises Absent."""
    lot = bidding.opening_of(auction_id)
    listing = catalogue.listing(lot.listing_id, viewer_id=lot.seller_id)
    path = tuple(shelf.id for shelf in reversed(listing.breadcrumbs))
    return Offer(
        lot.currency, lot.opens_at, lot.reserve_minor, listing.place.country, path, lot.seller_id, listing.title,
        lot.is_called_off,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SellerFee:
    """A fee of a kind of SELLER_FEES, with the tax on it."""

    kind: str
    taxed: Taxed


def seller_fees(offer: Offer, *, is_promoted: bool, session: Session | None = None) -> tuple[SellerFee, ...]:
    """What a seller owes the house for offering a lot, whether it sells or not; what costs nothing is left out.

    The one reckoning for what is shown before and what is charged.
    """
    schedule = schedule_at(offer.currency, offer.opens_at, session)
    rule = _rule_of_fees(offer, taxes_at(offer.opens_at, session))
    fees = schedule.opening_fees(offer.reserve_minor, is_promoted=is_promoted)
    return tuple(SellerFee(kind, taxed(minor, rule)) for kind, minor in fees)


def _rule_of_fees(offer: Offer, rules: Sequence[TaxRule]) -> TaxRule | None:
    return rule_for(
        rules, "fee", seller_country=offer.country, buyer_country=offer.country, category_path=offer.category_path
    )


def rules_by_id(ids: Sequence[int], session: Session) -> dict[int, TaxRule]:
    """Tax rules, ended ones too: what is printed says their names."""
    rows = session.execute(sa.select(TaxRuleVersion).where(TaxRuleVersion.id.in_(set(ids)))).scalars()
    return {row.id: _rule(row) for row in rows}


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
