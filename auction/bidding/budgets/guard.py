"""The budgets that bids touch, under their locks: whether one more bid still fits. For use on the road of a bid.

The order of locks is everywhere the same: auctions first, budgets after them, each by its number. Whoever holds a
budget waits for no auction, so nobody waits in a ring. What the other lots of a budget come to is read when its lock
is held: a bid of the same person on another lot has been committed by then, or waits for us.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.bidding.book import Lot
from auction.bidding.budgets import queries
from auction.bidding.budgets.models import Budget
from auction.bidding.budgets.pricing import Prices, prices_of
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
    """A budget under our lock. `owed` are its lots that count, by hammer price, as they were when it was taken."""

    person_id: int
    name: str
    limits: law.Limits
    owed: Mapping[int, int]


class Guard:
    """What bids must be asked beyond their own lot. Empty, and costing nothing, where nobody who bids has a budget."""

    def __init__(
        self,
        lots: Mapping[int, Lot] | None = None,
        places: Mapping[tuple[int, int], int] | None = None,
        held: Mapping[int, _Held] | None = None,
        prices: Prices | None = None,
    ) -> None:
        self._lots = lots or {}
        self._places = places or {}
        self._held = held or {}
        self._prices = prices or {}

    def refusal(self, lot: Lot, person_id: int, hammer_minor: int) -> Reject | None:
        """Why a bid, raise or purchase at this amount does not fit its bidder's budget, if it does not."""
        budget_id = self._places.get((lot.id, person_id))
        budget = self._held.get(budget_id) if budget_id is not None else None
        if budget_id is None or budget is None:  # no budget, or it was removed before its lock was ours
            return None
        costs = self._costs_now(budget_id, budget)
        before = costs.pop(lot.id, None)
        cost_of = self._cost_of(lot.id, person_id)
        no = law.refusal(budget.limits, costs.values(), before, cost_of(hammer_minor))
        if no is None:
            return None
        facts = {**no.facts, "budget": budget.name}
        free_minor = law.free_for(budget.limits, costs.values())
        if "free_minor" in facts and free_minor is not None:  # told as the amount one may type
            facts["free_minor"] = law.largest_within(cost_of, free_minor)
        return Reject(no.code, facts)

    def _cost_of(self, auction_id: int, person_id: int) -> Callable[[int], int]:
        """Where there is no total nothing is reckoned: the hammer price stands for itself."""
        price = self._prices.get((auction_id, person_id))
        return int if price is None else price.of

    def _costs_now(self, budget_id: int, budget: _Held) -> dict[int, int]:
        """What each lot counts, those under our lock as they stand after the bids entered before."""
        owed_now = dict(budget.owed)
        ours = {auction_id for (auction_id, _person_id), place in self._places.items() if place == budget_id}
        for auction_id in ours | (owed_now.keys() & self._lots.keys()):
            lot = self._lots[auction_id]
            owed = lot.format.could_pay(lot.state, budget.person_id)
            if owed is None:
                owed_now.pop(auction_id, None)
            else:
                owed_now[auction_id] = owed
        return {auction_id: self._cost_of(auction_id, budget.person_id)(owed) for auction_id, owed in owed_now.items()}


NO_BUDGETS = Guard()


def hold_budgets(session: Session, lots: Mapping[int, Lot], places: Mapping[tuple[int, int], int]) -> Guard:
    """A step: lock the budgets in which these lots stand, by (auction, person), and read what they come to.

    The auctions are locked already. Asks the database nothing where `places` is empty.
    """
    if not places:
        return NO_BUDGETS
    rows = _take(session, set(places.values()))
    owed = queries.owed_in([row.id for row in rows], session)
    held = {
        row.id: _Held(row.person_id, row.name, law.Limits(row.total_minor, row.most_lots), owed.get(row.id, {}))
        for row in rows
    }
    return Guard(lots, places, held, _prices(session, places, held))


def _prices(session: Session, places: Mapping[tuple[int, int], int], held: Mapping[int, _Held]) -> Prices:
    """What the lots of those budgets come to that have a total; nothing is asked where none has."""
    limited = {budget_id: one for budget_id, one in held.items() if one.limits.total_minor is not None}
    if not limited:
        return {}
    wanted = {place for place, budget_id in places.items() if budget_id in limited}
    wanted |= {(auction_id, one.person_id) for one in limited.values() for auction_id in one.owed}
    return prices_of(session, wanted)


def _take(session: Session, budget_ids: Collection[int]) -> list[sa.Row[int, int, str, int | None, int | None]]:
    asked = bulk.as_parameter([{"id": budget_id} for budget_id in budget_ids])
    return list(session.execute(_TAKE, {"asked": asked}).all())
