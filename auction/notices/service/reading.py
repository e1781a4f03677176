"""What people do with their notices: read them, and choose which of them come by e-mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import time_under_lock, transaction
from auction.errors import Absent
from auction.notices.models import ALWAYS_MAILED, KINDS, Notice, NoticePreference
from auction.notices.queries import about

KEEP = timedelta(days=365)
KEEP_SEEN = timedelta(days=90)


def read_notice(*, person_id: int, notice_id: int) -> None:
    """Mark one as read; twice changes nothing. Raises Absent, also for somebody else's."""
    with transaction() as session:
        own = sa.select(Notice.id).where(Notice.id == notice_id, Notice.person_id == person_id)
        if session.execute(own).first() is None:
            raise Absent(notice_id=notice_id)
        _mark(session, Notice.id == notice_id)


def read_all(*, person_id: int) -> None:
    """Mark all of a person's notices as read."""
    with transaction() as session:
        _mark(session, Notice.person_id == person_id)


def read_about(*, person_id: int, auction_id: int | None = None, order_id: int | None = None) -> None:
    """Mark what a person was told about one lot, or one order, as read: they are looking at it."""
    with transaction() as session:
        _mark(session, sa.and_(Notice.person_id == person_id, about(auction_id=auction_id, order_id=order_id)))


def forget_old() -> int:
    """Delete what nobody looks for any more: any notice after a year, and after 90 days one that was read or replaced.

    Returns how many. What was won and what it cost is in the books for good.
    """
    with transaction() as session:
        now = time_under_lock(session)
        seen = sa.or_(Notice.read_at.is_not(None), Notice.replaced_at.is_not(None))
        old = sa.or_(Notice.created_at < now - KEEP, sa.and_(seen, Notice.created_at < now - KEEP_SEEN))
        deleted = session.execute(sa.delete(Notice).where(old).returning(Notice.id)).all()
    return len(deleted)


def _mark(session: Session, which: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(Notice)
        .where(which, Notice.read_at.is_(None))
        .values(read_at=time_under_lock(session))
        .execution_options(synchronize_session=False)
    )


def choose_mails(*, person_id: int, kinds: Collection[str]) -> None:
    """Set which kinds of notice come by e-mail; those that matter most always do."""
    choices = {kind: kind in kinds for kind in KINDS if kind not in ALWAYS_MAILED}
    with transaction() as session:
        session.execute(sa.delete(NoticePreference).where(NoticePreference.person_id == person_id))
        rows = [{"person_id": person_id, "kind": kind, "by_email": chosen} for kind, chosen in choices.items()]
        session.execute(sa.insert(NoticePreference), rows)
