"""Verbs of disputes: report a listing, settle a report. The only writer of its tables."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from auction.accounts import queries as accounts
from auction.accounts.service import audit
from auction.bidding import queries as bidding
from auction.db import end_read, lock_row, time_under_lock, transaction
from auction.disputes.models import OUTCOMES, REASONS, Report
from auction.errors import Conflict, Forbidden, Invalid

JUDGE = "moderator"
LONGEST_TEXT, LONGEST_NOTE = 2000, 500


@dataclass(frozen=True, slots=True)
class Reported:
    report_id: int
    listing_id: int


@dataclass(frozen=True, slots=True)
class Settled:
    report_id: int
    outcome: str


def report_listing(*, auction_id: int, person_id: int, reason: str, text: str = "") -> Reported:
    """Tell the moderators what is wrong with a listing that one can see; each reader once. Locks nothing.

    Raises Absent, Forbidden (own_listing), Invalid (reason: unknown_choice; text: needed, too_long), Conflict
    (already_reported).
    """
    words = text.strip()
    faults = {} if reason in REASONS else {"reason": ["unknown_choice"]}
    if len(words) > LONGEST_TEXT or (reason == "other" and not words):
        faults["text"] = ["too_long" if words else "needed"]
    if faults:
        raise Invalid(fields=faults)
    listing_id = bidding.visible_listing(auction_id, person_id)
    is_own = bidding.summary(auction_id).seller_id == person_id
    end_read()
    if is_own:
        raise Forbidden("own_listing")
    try:
        with transaction() as session:
            report = Report(
                listing_id=listing_id,
                auction_id=auction_id,
                reporter_id=person_id,
                reason=reason,
                text=words,
                reported_at=time_under_lock(session),
            )
            session.add(report)
            session.flush()
            return Reported(report.id, listing_id)
    except IntegrityError as error:
        if "reporter_id" not in str(error.orig):
            raise
        raise Conflict("already_reported") from None


def settle_report(*, report_id: int, by_id: int, outcome: str, note: str = "") -> Settled:
    """Say what came of a report; it stands in the audit trail. A moderator's, and never about oneself.

    Locks the report. Raises Absent, Forbidden (role_needed, not_over_this_person), Invalid (outcome: unknown_choice;
    note: too_long), Conflict (already_settled).
    """
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": ["unknown_choice"]})
    if len(note.strip()) > LONGEST_NOTE:
        raise Invalid(fields={"note": ["too_long"]})
    with transaction() as session:
        report = lock_row(session, Report, report_id)
        if JUDGE not in accounts.roles_of(by_id, session):
            raise Forbidden("role_needed", role=JUDGE)
        if by_id in (report.reporter_id, bidding.summary(report.auction_id, session).seller_id):
            raise Forbidden("not_over_this_person")
        if report.settled_at is not None:
            raise Conflict("already_settled")
        now = time_under_lock(session)
        report.settled_at, report.settled_by_id = now, by_id
        report.outcome, report.note = outcome, note.strip()
        audit(session, actor_id=by_id, act="settle_report", subject=f"listing:{report.listing_id}",
              details={"report": report.id, "outcome": outcome, "note": report.note}, at=now)  # fmt: skip
        return Settled(report.id, outcome)
