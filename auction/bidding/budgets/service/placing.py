"""Which lots a budget is about. A lot is locked before its budget, as on the road of a bid, and one lot at a time."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding import book, queries
from auction.bidding.budgets.models import Budget, BudgetLot
from auction.bidding.budgets.service.keeping import own_locked
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Conflict, Forbidden

MOST_LOTS = 200


def put_lots(*, budget_id: int, person_id: int, auction_ids: Sequence[int]) -> int:
    """Put lots into a budget, out of any other of this person's. Returns how many came new.

    Each in a transaction of its own that locks the lot, then the budget: several lots are never held at once. A bid
    on it is entered before, and counts, or after, and is judged. Where one leads already the budget may come to stand
    above its limits. The first refusal ends it: Absent, Forbidden (own_lot), Conflict (budget_other_currency,
    too_many_in_budget).
    """
    return sum(_put(budget_id, person_id, auction_id) for auction_id in dict.fromkeys(auction_ids))


def _put(budget_id: int, person_id: int, auction_id: int) -> bool:
    queries.visible_listing(auction_id, person_id)
    with transaction() as session:
        lot = book.take(session, auction_id)
        budget = own_locked(session, budget_id, person_id)
        if lot.seller_id == person_id:
            raise Forbidden("own_lot")
        if lot.terms.currency != budget.currency:
            raise Conflict("budget_other_currency", wanted=budget.currency, found=lot.terms.currency)
        place = session.get(BudgetLot, (person_id, auction_id))
        if place is not None and place.budget_id == budget_id:
            return False
        _need_room(session, budget_id)
        now = time_under_lock(session)
        if place is None:
            session.add(BudgetLot(person_id=person_id, auction_id=auction_id, budget_id=budget_id, added_at=now))
        else:
            place.budget_id, place.added_at = budget_id, now
        return True


def _need_room(session: Session, budget_id: int) -> None:
    count = session.execute(sa.select(sa.func.count()).where(BudgetLot.budget_id == budget_id)).scalar_one()
    if count >= MOST_LOTS:
        raise Conflict("too_many_in_budget", limit=MOST_LOTS)


def take_lot_out(*, person_id: int, auction_id: int) -> bool:
    """Take a lot out of the budget it stands in. Returns whether it stood in one. Locks the budget."""
    with transaction() as session:
        place = session.get(BudgetLot, (person_id, auction_id))
        if place is None:
            return False
        lock_row(session, Budget, place.budget_id)
        gone = sa.delete(BudgetLot).where(BudgetLot.person_id == person_id, BudgetLot.auction_id == auction_id)
        session.execute(gone.execution_options(synchronize_session=False))
        return True
