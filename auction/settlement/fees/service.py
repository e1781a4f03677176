"""Verbs of fees and tax; the only writer of their tables. Versions are added for a time to come, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.accounts.service import audit
from auction.bidding import queries as bidding
from auction.catalogue import queries as catalogue
from auction.db import is_sqlite, lock_row, time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.settlement.fees import queries
from auction.settlement.fees.models import FeeCharge, ScheduleVersion, TaxRuleVersion
from auction.settlement.fees.typed import Words, read_schedule, read_tax
from auction.settlement.ledger.service import REVENUE, TAX, Transfer, move, seller

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Added:
    """A version that holds from `from_at` on."""

    id: int
    from_at: datetime


@dataclass(frozen=True, slots=True)
class Charged:
    """What a seller is charged for opening or promoting a lot, in minor units with its tax; nothing for a free one."""

    auction_id: int
    total_minor: int


def add_schedule(*, currency: str, words: Words, from_at: datetime | None, by_id: int) -> Added:
    """Add what the house charges in a currency, for auctions that open from a moment on. The operator's.

    Without `from_at` it holds from now. Raises Absent (not offered), Forbidden (role_needed), Invalid with every
    fault, Conflict (version_taken) for a second one of the same moment.
    """
    bidding.need_offered(currency)
    schedule, faults = read_schedule(currency, words)
    if schedule is None:
        raise Invalid(fields=faults, currency=currency)
    with transaction() as session:
        now = _begin(session, by_id)
        starts_at = _not_past(from_at, now)
        taken = sa.select(ScheduleVersion.id).where(
            ScheduleVersion.currency == currency, ScheduleVersion.from_at == starts_at
        )
        if session.execute(taken).first() is not None:
            raise Conflict("version_taken")
        row = ScheduleVersion(
            currency=currency, schedule=schedule.to_plain(), from_at=starts_at, added_at=now, added_by_id=by_id
        )
        session.add(row)
        session.flush()
        details = {"schedule": schedule.to_plain(), "from_at": starts_at.isoformat()}
        audit(session, actor_id=by_id, act="add_fees", subject=f"currency:{currency}", details=details, at=now)
        return Added(row.id, starts_at)


def add_tax_rule(*, words: Words, from_at: datetime | None, by_id: int) -> Added:
    """Add a tax rule for auctions that open from a moment on. The operator's.

    Raises Forbidden (role_needed), Invalid with every fault.
    """
    shelves = {row.slug: row.id for top in catalogue.categories() for row in (top, *top.children)}
    typed, faults = read_tax(words, shelves)
    if typed is None:
        raise Invalid(fields=faults)
    with transaction() as session:
        now = _begin(session, by_id)
        row = TaxRuleVersion(**asdict(typed), from_at=_not_past(from_at, now), added_at=now, added_by_id=by_id)
        session.add(row)
        session.flush()
        audit(session, actor_id=by_id, act="add_tax", subject=f"tax:{row.id}", details=asdict(typed), at=now)
        return Added(row.id, row.from_at)


def end_tax_rule(*, rule_id: int, by_id: int) -> None:
    """Let a tax rule hold no more for auctions that open from now on. The operator's; twice changes nothing.

    Locks the rule. Raises Absent, Forbidden (role_needed).
    """
    with transaction() as session:
        row = lock_row(session, TaxRuleVersion, rule_id)
        now = _begin(session, by_id)
        if row.until_at is None:
            row.until_at = max(now, row.from_at)
            audit(session, actor_id=by_id, act="end_tax", subject=f"tax:{rule_id}", details={}, at=now)


def charge_opening(*, auction_id: int) -> Charged:
    """Charge a seller what opening a lot costs, once; nothing where it was called off before. Raises Absent."""
    return _charge(auction_id, ("insertion", "reserve"))


def charge_promotion(*, auction_id: int) -> Charged:
    """Charge a seller what promoting a lot costs, once: by what held when the lot opened; nothing where it was called
    off before. Raises Absent.
    """
    return _charge(auction_id, ("promotion",))


def _charge(auction_id: int, kinds: Sequence[str]) -> Charged:
    lot = queries.offer_of(auction_id)
    if lot.is_called_off:
        return Charged(auction_id, 0)
    with transaction() as session:
        found = [fee for fee in queries.seller_fees(lot, is_promoted=True, session=session) if fee.kind in kinds]
        now = time_under_lock(session)
        transfers = [
            one
            for fee in found
            for one in (
                Transfer(fee.kind, seller(lot.seller_id), REVENUE, fee.taxed.net_minor),
                Transfer(f"{fee.kind}_tax", seller(lot.seller_id), TAX, fee.taxed.tax_minor),
            )
        ]
        move(session, cause=f"auction:{auction_id}", currency=lot.currency, transfers=transfers, at=now)
        rows = [
            {
                "auction_id": auction_id, "seller_id": lot.seller_id, "kind": fee.kind, "title": lot.title,
                "country": lot.country, "currency": lot.currency, "net_minor": fee.taxed.net_minor,
                "tax_minor": fee.taxed.tax_minor, "basis_points": fee.taxed.basis_points,
                "is_inclusive": fee.taxed.is_inclusive, "rule_id": fee.taxed.rule_id, "charged_at": now,
            }
            for fee in found
        ]  # fmt: skip
        if rows:
            insert = sqlite.insert if is_sqlite() else postgresql.insert
            session.execute(insert(FeeCharge).on_conflict_do_nothing(), rows)
    return Charged(auction_id, sum(fee.taxed.gross_minor for fee in found))


def _begin(session: Session, by_id: int) -> datetime:
    if OPERATOR not in accounts.roles_of(by_id, session):
        raise Forbidden("role_needed", role=OPERATOR)
    return time_under_lock(session)


def _not_past(wanted: datetime | None, now: datetime) -> datetime:
    """When a version begins: never before it was added, so that what held is never rewritten."""
    if wanted is not None and wanted < now:
        raise Invalid(fields={"from_at": ["in_the_past"]})
    return wanted or now
