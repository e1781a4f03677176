"""Steps that admit people to bid and take it back, for use by whoever keeps the deposits. The only writer of the table.

The order of locks is: the open lots of what a deposit opens, by their ids; then whatever the caller keeps. A bid reads
an admission under its lot's lock: it sees one that was taken back before, or stands before it is taken back.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.bidding.admissions.models import Admission
from auction.bidding.admissions.queries import Scope, is_over
from auction.bidding.models import Auction
from auction.db import is_sqlite


def hold_lots(session: Session, scope: Scope) -> bool:
    """A step: lock all lots of it that are open, so that no bid comes in and none of them closes before the transaction
    ends. Returns whether any lot is, or will be, open.
    """
    session.execute(
        sa.select(Auction.id).where(scope.lots, Auction.ended_at.is_(None)).order_by(Auction.id).with_for_update()
    ).all()
    return not is_over(scope, session)


def admit(session: Session, scope: Scope, *, person_id: int, limit_minor: int | None, now: datetime) -> None:
    """A step: let somebody bid up to an amount, or without a limit. The lots are held."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    new = insert(Admission).values(
        person_id=person_id, auction_id=scope.auction_id, sale_id=scope.sale_id, limit_minor=limit_minor,
        is_in_force=True, changed_at=now,
    )  # fmt: skip
    session.execute(
        new.on_conflict_do_update(
            index_elements=["person_id", "auction_id" if scope.sale_id is None else "sale_id"],
            set_={"limit_minor": limit_minor, "is_in_force": True, "changed_at": now},
        )
    )


def dismiss(session: Session, scope: Scope, *, person_id: int, now: datetime) -> None:
    """A step: let somebody bid no more. What they have bid stands. The lots are held, or over."""
    session.execute(
        sa.update(Admission)
        .where(scope.of(Admission), Admission.person_id == person_id)
        .values(is_in_force=False, changed_at=now)
    )
