"""Keeping scorecards: a seller's with each month, the house's with each day. What was kept once stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from auction import clock
from auction.db import time_under_lock, transaction
from auction.reputation.models import Scorecard, subject_of
from auction.reputation.queries import cards
from auction.rules import scorecards as law

PATIENCE = timedelta(hours=1)
"""A day is reckoned this long after its end: what was begun before midnight is in the rows by then."""


@dataclass(frozen=True, slots=True)
class CardsKept:
    sellers: int
    house: int


def keep_cards() -> CardsKept:
    """Keep what is due: the sellers' cards of this month, then the house's of this day. Each in a transaction of its
    own that locks nothing: the unique constraint decides. Those that are there stay."""
    now = clock.now()
    as_of, month = law.midnight(now), law.first_of_month(now)
    if now < as_of + PATIENCE:
        return CardsKept(0, 0)
    sellers = 0
    if not cards.is_kept(None, month):
        sellers = sum(_keep(seller_id, month) for seller_id in cards.sellers_with_orders(month))
    house = sum(_keep(None, each) for each in dict.fromkeys((month, as_of)) if not cards.is_kept(None, each))
    return CardsKept(sellers, house)


def _keep(person_id: int | None, as_of: datetime) -> bool:
    figures = law.to_plain(cards.reckon_card(person_id, as_of).figures, cards.names_of(person_id))
    with transaction() as session:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        made = session.execute(
            insert(Scorecard)
            .values(
                subject=subject_of(person_id),
                person_id=person_id,
                as_of=as_of,
                figures=figures,
                made_at=time_under_lock(session),
            )
            .on_conflict_do_nothing()
            .returning(Scorecard.id)
        )
        return made.first() is not None
