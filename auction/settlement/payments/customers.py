"""The names by which Stripe knows people who want a card kept. Each verb is one short transaction of its own."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from auction.db import is_sqlite, time_under_lock, transaction
from auction.settlement.payments.models import StripeCustomer


def find(person_id: int) -> str | None:
    """The name of somebody; None for whoever has none yet."""
    with transaction() as session:
        return session.execute(
            sa.select(StripeCustomer.customer).where(StripeCustomer.person_id == person_id)
        ).scalar_one_or_none()


def remember(*, person_id: int, customer: str) -> str:
    """Keep a name; the first one counts, where two tabs have made one each. Returns the one that is kept."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    with transaction() as session:
        session.execute(
            insert(StripeCustomer)
            .values(person_id=person_id, customer=customer, created_at=time_under_lock(session))
            .on_conflict_do_nothing(index_elements=["person_id"])
        )
        return session.execute(
            sa.select(StripeCustomer.customer).where(StripeCustomer.person_id == person_id)
        ).scalar_one()


def forget(*, person_id: int) -> None:
    with transaction() as session:
        session.execute(sa.delete(StripeCustomer).where(StripeCustomer.person_id == person_id))
