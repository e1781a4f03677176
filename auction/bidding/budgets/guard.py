"""The budgets that bids touch, under their locks: whether one more bid still fits. For use on the road of a bid.

The order of locks is everywhere the same: auctions first, budgets after them, each by its number. Whoever holds a
budget waits for no auction, so nobody waits in a ring. What the other lots of a budget come to is read when its lock
is held: a bid of the same person on another lot has been committed by then, or waits for us.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.bidding.book import Lot
from auction.bidding.budgets import queries
from auction.bidding.budgets.models import Budget
from auction.rules import budgets as law
from auction.rules.actions import Reject

_ASKED = bulk.given("asked", id=sa.Integer)
_TAKE = (
    sa.select(Budget.id, Budget.person_id, Budget.name, Budget.total_minor, Budget.most_lots)
    .where(Budget.id.in_(sa.select(_ASKED.c.id)))
    .order_by(Budget.id)
    .with_for_update()
)


@dataclass(slots=True)
class _Held:
    """A budget under our lock. `costs` are its lots that count, as they were when the lock was taken."""

    person_id: int
    name: str
    limits: law.Limits
    costs: Mapping[int, int]


class Guard:
    """What bids must be asked beyond their own lot. Empty, and costing nothing, where nobody who bids has a budget."""

    def __init__(
        self,
        lots: Mapping[int, Lot] | None = None,
        places: Mapping[tuple[int, int], int] | None = None,
        held: Mapping[int, _Held] | None = None,
    ) -> None:
        self._lots = lots or {}
        self._places = places or {}
        self._held = held or {}

    def refusal(self, lot: Lot, person_id: int, hammer_minor: int) -> Reject | None:
        """Why a bid, raise or purchase at this amount does not fit its bidder's budget, if it does not."""
        budget_id = self._places.get((lot.id, person_id))
        budget = self._held.get(budget_id) if budget_id is not None else None
        if budget_id is None or budget is None:  # no budget, or it was removed before its lock was ours
            return None
        costs = self._costs_now(budget_id, budget)
        before = costs.pop(lot.id, None)
        no = law.refusal(budget.limits, costs.values(), before, law.cost(lot.terms, hammer_minor))
        return no and Reject(no.code, {**no.facts, "budget": budget.name})

    def _costs_now(self, budget_id: int, budget: _Held) -> dict[int, int]:
        """What each lot counts, those under our lock as they stand after the bids entered before."""
        costs = dict(budget.costs)
        ours = {auction_id for (auction_id, _person_id), place in self._places.items() if place == budget_id}
        for auction_id in ours | (costs.keys() & self._lots.keys()):
            lot = self._lots[auction_id]
            owed = lot.format.could_pay(lot.state, budget.person_id)
            if owed is None:
                costs.pop(auction_id, None)
            else:
                costs[auction_id] = law.cost(lot.terms, owed)
        return costs


NO_BUDGETS = Guard()


def hold_budgets(session: Session, lots: Mapping[int, Lot], places: Mapping[tuple[int, int], int]) -> Guard:
    """A step: lock the budgets in which these lots stand, by (auction, person), and read what they come to.

    The auctions are locked already. Asks the database nothing where `places` is empty.
    """
    if not places:
        return NO_BUDGETS
    rows = _take(session, set(places.values()))
    costs = queries.costs_of([row.id for row in rows], session)
    held = {
        row.id: _Held(row.person_id, row.name, law.Limits(row.total_minor, row.most_lots), costs.get(row.id, {}))
        for row in rows
    }
    return Guard(lots, places, held)


def _take(session: Session, budget_ids: Collection[int]) -> list[sa.Row[int, int, str, int | None, int | None]]:
    asked = bulk.as_parameter([{"id": budget_id} for budget_id in budget_ids])
    return list(session.execute(_TAKE, {"asked": asked}).all())
