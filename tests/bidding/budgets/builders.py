"""Budgets with good defaults. Call inside an app context."""

from __future__ import annotations

from auction.bidding.budgets import queries, service
from auction.bidding.budgets.queries import BudgetView
from auction.bidding.budgets.service import BudgetWords
from auction.rules.budgets import Commitment


def a_budget(person_id: int, *auction_ids: int, total: str = "100", most: str = "", **changes: str) -> int:
    words = BudgetWords(name=changes.get("name", "Clocks"), total=total, most=most)
    budget_id = service.make_budget(person_id=person_id, currency=changes.get("currency", "USD"), asked=words)
    service.put_lots(budget_id=budget_id, person_id=person_id, auction_ids=auction_ids)
    return budget_id


def seen(budget_id: int, person_id: int) -> BudgetView:
    return queries.own_budget(budget_id, person_id)


def stands(budget_id: int, person_id: int) -> Commitment:
    return seen(budget_id, person_id).stands
