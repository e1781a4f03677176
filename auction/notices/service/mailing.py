"""Which notice may be mailed now, and what became of it. No mail is sent from here: `letters` does that in between.

- A notice is mailed by whoever holds its lease, so no two processes mail it at once, and it is marked as sent right
  after. Only a crash between the sending and the mark lets a mail go out a second time.
- Of one lot, one person gets at most one mail in fifteen minutes that they were outbid. A further one waits until the
  time is over, and then goes out only if it still holds.
- News about a running lot is mailed only while it holds: not when the person has read it, when newer news has replaced
  it, when they stand otherwise by now, or when the auction has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from auction import outbox
from auction.bidding import queries as bidding
from auction.db import lock_row, time_under_lock, transaction
from auction.notices import queries
from auction.notices.models import ENDING_SOON, OUTBID, PASSING, Notice

LEASE = timedelta(seconds=90)
QUIET = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice that is to be mailed now, by the one who holds this."""

    notice_id: int
    person_id: int
    kind: str
    auction_id: int | None
    payload: dict[str, Any]


class BeingMailed(Exception):
    """Somebody else holds the letter, and whether it arrives is not known yet: ask again later. No person hears it."""


def claim_letter(*, notice_id: int, is_first: bool = True) -> Letter | None:
    """Take the lease on one notice's mail; None when there is nothing to send (now).

    A letter that was given up is tried again only at a first attempt: then an operator has asked for it.
    Locks the notice, and before it the one by which all about this lot agree. Raises Absent, BeingMailed.
    """
    with transaction() as session:
        _agree(session, notice_id)
        notice = lock_row(session, Notice, notice_id)
        now = time_under_lock(session)
        if notice.mail_state != "due" and not (is_first and notice.mail_state == "gave_up"):
            return None
        if notice.mail_claimed_until is not None and notice.mail_claimed_until > now:
            raise BeingMailed
        if not _still_holds(session, notice) or _is_declined(session, notice):
            notice.mail_state = "none"
            return None
        quiet_until = _quiet_until(session, notice, now)
        if quiet_until is not None:
            outbox.record(session, "notice_made", quiet_until, notice_ids=[notice.id])
            return None
        notice.mail_state, notice.mail_claimed_until = "due", now + LEASE
        return Letter(notice.id, notice.person_id, notice.kind, notice.auction_id, notice.payload)


def note_mailed(*, notice_id: int) -> None:
    """The mail is out. Locks the notice. Raises Absent."""
    with transaction() as session:
        notice = lock_row(session, Notice, notice_id)
        notice.mail_state, notice.mailed_at, notice.mail_claimed_until = "sent", time_under_lock(session), None


def give_back_letter(*, notice_id: int, is_hopeless: bool) -> None:
    """The mail did not go out: give back the lease, and say so when nobody will try again. Locks the notice."""
    with transaction() as session:
        notice = lock_row(session, Notice, notice_id)
        notice.mail_claimed_until = None
        if is_hopeless:
            notice.mail_state = "gave_up"


def _agree(session: Session, notice_id: int) -> None:
    """Lock the first notice that told this person they were outbid on this lot, so that one is decided at a time."""
    asked, peer = aliased(Notice), aliased(Notice)
    first_id = session.execute(
        sa.select(sa.func.min(peer.id))
        .join(asked, (asked.person_id == peer.person_id) & (asked.auction_id == peer.auction_id))
        .where(asked.id == notice_id, asked.kind == OUTBID, peer.kind == OUTBID)
    ).scalar_one()
    if first_id is not None:
        lock_row(session, Notice, first_id)


def _is_declined(session: Session, notice: Notice) -> bool:
    return (notice.person_id, notice.kind) in queries.declined([notice.person_id], session)


def _still_holds(session: Session, notice: Notice) -> bool:
    if notice.kind not in PASSING or notice.auction_id is None:
        return True
    if notice.read_at is not None or notice.replaced_at is not None:
        return False
    lot = bidding.summary(notice.auction_id, session)
    if notice.kind == ENDING_SOON:
        return lot.phase == "open"
    return lot.phase == "open" and (lot.leader_id == notice.person_id) == (notice.kind != OUTBID)


def _quiet_until(session: Session, notice: Notice, now: datetime) -> datetime | None:
    """Until when this person has peace from mails that they were outbid on this lot; None when they have none."""
    if notice.kind != OUTBID:
        return None
    others = session.execute(
        sa.select(Notice.mailed_at, Notice.mail_claimed_until).where(
            Notice.auction_id == notice.auction_id,
            Notice.person_id == notice.person_id,
            Notice.kind == OUTBID,
            Notice.id != notice.id,
            sa.or_(Notice.mailed_at > now - QUIET, Notice.mail_claimed_until > now),
        )
    ).all()
    return max(((row.mailed_at or now) + QUIET for row in others), default=None)
