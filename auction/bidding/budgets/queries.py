"""Reading budgets, for their owner alone: what each lot counts, how a budget stands, which lots could join it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk, clock
from auction.bidding.budgets.models import Budget, BudgetLot
from auction.bidding.budgets.pricing import prices_of
from auction.bidding.models import Auction, Bidder
from auction.bidding.queries.cards import LotCard, cards_of
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.bidding.queries.watching import is_public
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import db
from auction.errors import Absent
from auction.rules import budgets as law
from auction.rules import formats
from auction.rules.bill import AllIn
from auction.rules.terms import Terms

MOST_OFFERED = 100

_ASKED = bulk.given("asked", id=sa.Integer)
_COUNTING = (
    sa.select(BudgetLot.budget_id, BudgetLot.person_id, Auction.id, Auction.terms, Auction.state)
    .join(Auction, Auction.id == BudgetLot.auction_id)
    .where(
        BudgetLot.budget_id.in_(sa.select(_ASKED.c.id)),
        sa.or_(Auction.leader_id == BudgetLot.person_id, Auction.format == "sealed"),  # a sealed offer has no leader
    )
)


def owed_in(budget_ids: Collection[int], session: Session | None = None) -> dict[int, dict[int, int]]:
    """By budget and auction, the hammer price that is led or won with: of each lot that counts. Holds secret maxima."""
    if not budget_ids:
        return {}
    asked = bulk.as_parameter([{"id": budget_id} for budget_id in budget_ids])
    owed_by: dict[int, dict[int, int]] = {}
    for row in (session or db.session).execute(_COUNTING, {"asked": asked}):
        terms = Terms.from_plain(row.terms)
        kind = formats.of(terms.format)
        owed = kind.could_pay(kind.state_from_plain(row.state), row.person_id)
        if owed is not None:
            owed_by.setdefault(row.budget_id, {})[row.id] = owed
    return owed_by


def _costs_of(budget_ids: Collection[int], person_id: int) -> dict[int, dict[int, int]]:
    """By budget and auction, what each lot that counts comes to for their owner, premium and taxes counted."""
    owed_by = owed_in(budget_ids)
    prices = prices_of(db.session(), {(lot, person_id) for owed in owed_by.values() for lot in owed})
    return {
        budget_id: {lot: prices[lot, person_id].of(minor) for lot, minor in owed.items()}
        for budget_id, owed in owed_by.items()
    }


@dataclass(frozen=True, slots=True)
class BudgetView:
    """A budget as its owner sees it. `costs` says what each lot counts, by auction; others count nothing."""

    id: int
    name: str
    currency: str
    limits: law.Limits
    lot_count: int
    auction_ids: frozenset[int]
    costs: Mapping[int, int]
    stands: law.Commitment
    updated_at: datetime

    def free_for(self, auction_id: int) -> int | None:
        """The most that one lot may cost here, premium and taxes counted; None where there is no total."""
        others = [cost for other, cost in self.costs.items() if other != auction_id]
        return law.free_for(self.limits, others)

    def has_room_for(self, auction_id: int) -> bool:
        """Whether the number of lots leaves room for this one."""
        most = self.limits.most_lots
        return most is None or auction_id in self.costs or len(self.costs) < most


def budgets_of(person_id: int) -> list[BudgetView]:
    """A person's budgets, in the order of their making."""
    return _views(Budget.person_id == person_id, person_id)


def own_budget(budget_id: int, person_id: int) -> BudgetView:
    """Raises Absent for anybody else's."""
    found = _views(sa.and_(Budget.id == budget_id, Budget.person_id == person_id), person_id)
    if not found:
        raise Absent(kind="budgets")
    return found[0]


def _views(chosen: sa.ColumnElement[bool], person_id: int) -> list[BudgetView]:
    rows = db.session.execute(sa.select(Budget).where(chosen).order_by(Budget.id)).scalars().all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    places: dict[int, set[int]] = {}
    for place in db.session.execute(
        sa.select(BudgetLot.budget_id, BudgetLot.auction_id).where(BudgetLot.budget_id.in_(ids))
    ):
        places.setdefault(place.budget_id, set()).add(place.auction_id)
    costs = _costs_of(ids, person_id)
    return [
        BudgetView(
            id=row.id,
            name=row.name,
            currency=row.currency,
            limits=law.Limits(row.total_minor, row.most_lots),
            lot_count=len(places.get(row.id, ())),
            auction_ids=frozenset(places.get(row.id, ())),
            costs=costs.get(row.id, {}),
            stands=law.commitment(law.Limits(row.total_minor, row.most_lots), costs.get(row.id, {}).values()),
            updated_at=row.updated_at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What the page of a lot says of its reader's budgets: in which one it stands, and in which it could."""

    current: BudgetView | None
    choices: tuple[tuple[int, str], ...]
    auction_id: int
    price: AllIn | None = None

    @property
    def free_minor(self) -> int | None:
        """The largest maximum that still fits; None where there is no total."""
        free_minor = None if self.current is None else self.current.free_for(self.auction_id)
        return free_minor if free_minor is None or self.price is None else law.largest_within(self.price.of, free_minor)

    @property
    def has_room(self) -> bool:
        return self.current is None or self.current.has_room_for(self.auction_id)


def line_for(auction_id: int, currency: str, person_id: int) -> BudgetLine:
    budgets = [budget for budget in budgets_of(person_id) if budget.currency == currency]
    current = next((budget for budget in budgets if auction_id in budget.auction_ids), None)
    price = None if current is None else prices_of(db.session(), [(auction_id, person_id)])[auction_id, person_id]
    return BudgetLine(current, tuple((budget.id, budget.name) for budget in budgets), auction_id, price)


def lots_in(budget: BudgetView, person_id: int) -> list[LotCard]:
    """The lots of a budget, those that run by their end, then those that are over."""
    return _cards(Auction.id.in_(budget.auction_ids), person_id)


def lots_to_add(budget: BudgetView, person_id: int) -> list[LotCard]:
    """Open lots in the budget's currency that its owner watches or has bid on, and that stand in none of theirs."""
    taken = sa.select(BudgetLot.auction_id).where(BudgetLot.person_id == person_id)
    bid_on = sa.select(Bidder.auction_id).where(Bidder.person_id == person_id)
    watched = Auction.listing_id.in_(catalogue.watched_by(person_id))
    wanted = sa.and_(
        sa.or_(watched, Auction.id.in_(bid_on)),
        Auction.id.not_in(taken),
        Auction.currency == budget.currency,
        Auction.seller_id != person_id,
        Auction.ended_at.is_(None),
        is_public(clock.now()),
    )
    return _cards(wanted, person_id, MOST_OFFERED)


def _cards(chosen: sa.ColumnElement[bool], person_id: int, limit: int | None = None) -> list[LotCard]:
    rows: Sequence[sa.Row[*tuple[object, ...]]] = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(chosen)
        .order_by(Auction.ended_at.is_not(None), Auction.closes_at, Auction.id)
        .limit(limit)
    ).all()
    return cards_of(rows, clock.now(), person_id)
