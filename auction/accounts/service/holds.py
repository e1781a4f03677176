"""Steps about unpaid cases: whoever keeps a case says here that it is open, and that it is closed. Opens nothing."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.accounts.models import PaymentHold


def hold_for_unpaid(session: Session, *, person_id: int, ref: str, at: datetime) -> None:
    """A step: from now on an unpaid case is open on this person. Twice changes nothing; one that was lifted is open
    again, since now. Sellers who ask for it take no bid from them meanwhile.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(PaymentHold).values(person_id=person_id, ref=ref, since=at, lifted_at=None)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[PaymentHold.person_id, PaymentHold.ref],
            set_={"since": at, "lifted_at": None},
            where=PaymentHold.lifted_at.is_not(None),
        )
    )


def lift_unpaid(session: Session, *, person_id: int, ref: str, at: datetime) -> None:
    """A step: this case is closed. A case that is not open stays as it is."""
    session.execute(
        sa.update(PaymentHold)
        .where(PaymentHold.person_id == person_id, PaymentHold.ref == ref, PaymentHold.lifted_at.is_(None))
        .values(lifted_at=at)
        .execution_options(synchronize_session=False)
    )
