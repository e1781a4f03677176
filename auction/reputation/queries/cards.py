"""Scorecards: the facts they rest on, gathered from those who keep them; the cards kept; and whether the two agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from auction import clock
from auction.bidding import queries as bidding
from auction.catalogue import queries as catalogue
from auction.db import db
from auction.reputation.models import Scorecard, subject_of
from auction.rules import scorecards as law
from auction.rules.scorecards import Facts, Figure
from auction.settlement.orders import queries as orders
from auction.settlement.orders.models import Order
from auction.settlement.payments.models import Payment, Refund

MONTHS = 12


@dataclass(frozen=True, slots=True)
class CardView:
    """A card with its figures in the order in which they are told, and how many paid orders it rests on."""

    as_of: datetime
    figures: Mapping[str, Figure]

    @property
    def orders(self) -> int:
        """How many paid orders it rests on: each of them could have become a dispute."""
        return self.figures["disputed"].cases


def gather(as_of: datetime, seller_id: int | None) -> Facts:
    """Everything that a card rests on, of one seller or of the whole house, as it stood at an instant."""
    since = as_of - law.PERIOD
    return Facts(
        questions=catalogue.questions_between(since, as_of, seller_id),
        orders=orders.courses(since, as_of, seller_id),
        refunds=_refunds(since, as_of, seller_id),
        lateness=bidding.times_late(since, as_of) if seller_id is None else (),
    )


def _refunds(since: datetime, until: datetime, seller_id: int | None) -> list[timedelta]:
    """How long money took from when it was asked back until it was sent: every refund of an order that is done."""
    statement = (
        sa.select(Refund.created_at, Refund.changed_at)
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Refund.state == "succeeded", Refund.changed_at >= since, Refund.changed_at < until)
    )
    if seller_id is not None:
        statement = statement.where(Order.seller_id == seller_id)
    return [row.changed_at - row.created_at for row in db.session.execute(statement)]


def names_of(person_id: int | None) -> tuple[str, ...]:
    """Which figures a card has."""
    return law.OF_THE_HOUSE if person_id is None else law.OF_SELLERS


def reckon_card(person_id: int | None, as_of: datetime) -> CardView:
    """A card from the rows, whatever is kept. None for the house."""
    figures = law.reckon(gather(as_of, person_id), as_of)
    return CardView(as_of, {name: figures[name] for name in names_of(person_id)})


def card_of(person_id: int) -> CardView:
    """A seller's card as of last midnight."""
    return reckon_card(person_id, law.midnight(clock.now()))


def house_card() -> CardView:
    """The house's card: the newest kept, for it rests on much; reckoned here and now where none is kept yet."""
    kept = _kept(None, is_monthly=False, limit=1)
    return kept[0] if kept else reckon_card(None, law.midnight(clock.now()))


def history_of(person_id: int | None, limit: int = MONTHS) -> list[CardView]:
    """The cards kept at the ends of months, newest first."""
    return _kept(person_id, is_monthly=True, limit=limit)


def _kept(person_id: int | None, *, is_monthly: bool, limit: int) -> list[CardView]:
    statement = sa.select(Scorecard.as_of, Scorecard.figures).where(Scorecard.subject == subject_of(person_id))
    if is_monthly:
        statement = statement.where(Scorecard.as_of.in_(law.last_months(clock.now(), limit)))
    rows = db.session.execute(statement.order_by(Scorecard.as_of.desc()).limit(limit))
    return [_view(person_id, row.as_of, row.figures) for row in rows]


def _view(person_id: int | None, as_of: datetime, plain: Mapping[str, Mapping[str, int | None]]) -> CardView:
    figures = law.from_plain(plain)
    return CardView(as_of, {name: figures[name] for name in names_of(person_id) if name in figures})


def is_kept(person_id: int | None, as_of: datetime) -> bool:
    statement = sa.select(Scorecard.id).where(Scorecard.subject == subject_of(person_id), Scorecard.as_of == as_of)
    return db.session.execute(statement).first() is not None


def sellers_with_orders(as_of: datetime) -> list[int]:
    """Whoever has sold anything that was paid in the year before an instant, and has no card as of it yet."""
    kept = sa.select(Scorecard.person_id).where(Scorecard.as_of == as_of, Scorecard.person_id.is_not(None))
    statement = (
        sa.select(Order.seller_id)
        .where(Order.paid_at >= as_of - law.PERIOD, Order.paid_at < as_of, Order.seller_id.not_in(kept))
        .distinct()
        .order_by(Order.seller_id)
    )
    return list(db.session.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class CardFault:
    """A card that does not say what its rows say."""

    subject: str
    as_of: datetime
    figure: str
    kept: Mapping[str, int | None] | None
    reckoned: Mapping[str, int | None]


def faults_of_cards(limit: int | None = None) -> tuple[int, list[CardFault]]:
    """Reckon every kept card again (or the newest so many), and name what differs. Also how many were looked at."""
    statement = sa.select(Scorecard.subject, Scorecard.person_id, Scorecard.as_of, Scorecard.figures)
    rows = db.session.execute(statement.order_by(Scorecard.id.desc()).limit(limit)).all()
    faults = []
    for row in rows:
        card = reckon_card(row.person_id, row.as_of)
        again = law.to_plain(card.figures, names_of(row.person_id))
        faults += [
            CardFault(row.subject, row.as_of, name, row.figures.get(name), figure)
            for name, figure in again.items()
            if row.figures.get(name) != figure
        ]
    return len(rows), faults
