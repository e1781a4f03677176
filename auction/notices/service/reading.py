"""What people do with their notices: read them, and choose which of them come by e-mail."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import time_under_lock, transaction
from auction.errors import Absent
from auction.notices.models import ALWAYS_MAILED, KINDS, Notice, NoticePreference


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


def read_lot(*, person_id: int, auction_id: int) -> None:
    """Mark what a person was told about one lot as read: they are looking at it."""
    with transaction() as session:
        _mark(session, sa.and_(Notice.person_id == person_id, Notice.auction_id == auction_id))


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
