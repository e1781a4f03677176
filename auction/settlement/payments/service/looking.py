"""Looking after payments of which nothing was heard: a message may be lost, a process may have died in between."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from auction import logs
from auction.db import time_under_lock, transaction
from auction.errors import Absent
from auction.settlement.payments import providers
from auction.settlement.payments.models import OPEN, Payment
from auction.settlement.payments.providers import ProviderDown
from auction.settlement.payments.service.beginning import give_up, what_was_asked
from auction.settlement.payments.service.learning import learn

LOOK_EVERY = timedelta(seconds=30)
YOUNG = timedelta(minutes=10)  # what is older is looked at as often as this only
GIVE_UP_AFTER = timedelta(days=2)  # a payer who went away; money that is late still finds its order, or its way back

log = logs.get("payments")


def look_after(*, limit: int = 50) -> int:
    """Ask the providers about open payments of which nothing was heard for a while. Returns how many were news.

    A payment whose question never reached its provider is asked for again, by the same key.
    """
    with transaction() as session:
        now = time_under_lock(session)
        due = session.execute(
            sa.select(Payment.id)
            .where(
                Payment.state.in_(OPEN),
                Payment.looked_at <= now - LOOK_EVERY,
                sa.or_(Payment.created_at > now - YOUNG, Payment.looked_at <= now - YOUNG),
            )
            .order_by(Payment.looked_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars().all()  # fmt: skip
        session.execute(sa.update(Payment).where(Payment.id.in_(due)).values(looked_at=now))
    return sum(_look(payment_id) for payment_id in due)


def _look(payment_id: int) -> bool:
    try:
        provider_name, ref, asked, is_old = what_was_asked(payment_id=payment_id, old_after=GIVE_UP_AFTER)
        if is_old:
            return give_up(payment_id=payment_id) not in OPEN
        asker = providers.provider(provider_name)
        known = asker.begin(asked) if ref is None else asker.look(ref)
        return learn(payment_id=payment_id, known=known).is_news
    except (ProviderDown, Absent) as error:
        log.warning("provider not reached", payment_id=payment_id, error=type(error).__name__)
        return False
