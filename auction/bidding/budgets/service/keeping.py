"""Making, changing and removing a budget. Which lots it is about is said elsewhere (`placing`)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding.budgets.models import Budget
from auction.bidding.queries.currencies import CURRENCIES_OFFERED
from auction.catalogue.service.drafts import plain
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.rules import money
from auction.rules.budgets import Limits

LONGEST_NAME = 80
MOST_BUDGETS = 30
LARGEST_NUMBER = 999


@dataclass(frozen=True, slots=True)
class BudgetWords:
    """What a buyer types: the total and the number of lots may each be left empty, but not both."""

    name: str
    total: str = ""
    most: str = ""


def make_budget(*, person_id: int, currency: str, asked: BudgetWords) -> int:
    """Begin a budget in one currency, without lots. Locks nothing: nobody else knows of it yet.

    Raises Invalid by field, Conflict (too_many_budgets).
    """
    if currency not in CURRENCIES_OFFERED:
        raise Invalid(fields={"currency": ["unknown_currency"]})
    name, limits = _read(asked, currency)
    with transaction() as session:
        _need_room(session, person_id)
        now = time_under_lock(session)
        budget = Budget(
            person_id=person_id,
            name=name,
            currency=currency,
            total_minor=limits.total_minor,
            most_lots=limits.most_lots,
            created_at=now,
            updated_at=now,
        )
        session.add(budget)
        session.flush()
        return budget.id


def change_budget(*, budget_id: int, person_id: int, asked: BudgetWords) -> None:
    """Give a budget another name or other limits. It may be made smaller than what is committed: what was accepted
    stands, and nothing more fits. Locks the budget. Raises Absent, Invalid by field.
    """
    with transaction() as session:
        budget = own_locked(session, budget_id, person_id)
        name, limits = _read(asked, budget.currency)
        budget.name, budget.total_minor, budget.most_lots = name, limits.total_minor, limits.most_lots
        budget.updated_at = time_under_lock(session)


def remove_budget(*, budget_id: int, person_id: int) -> None:
    """Throw a budget away; bids on its lots stand, and are limited no more. Locks the budget. Raises Absent."""
    with transaction() as session:
        session.delete(own_locked(session, budget_id, person_id))


def own_locked(session: Session, budget_id: int, person_id: int) -> Budget:
    """A step: lock a budget of this person's. Raises Absent for anybody else's."""
    budget = lock_row(session, Budget, budget_id)
    if budget.person_id != person_id:
        raise Absent(kind="budgets")
    return budget


def _need_room(session: Session, person_id: int) -> None:
    count = session.execute(sa.select(sa.func.count()).where(Budget.person_id == person_id)).scalar_one()
    if count >= MOST_BUDGETS:
        raise Conflict("too_many_budgets", limit=MOST_BUDGETS)


def _read(asked: BudgetWords, currency: str) -> tuple[str, Limits]:
    """Raises Invalid with every fault."""
    faults: dict[str, list[str]] = {}
    name = " ".join(plain(asked.name).split())
    if not name or len(name) > LONGEST_NAME:
        faults["name"] = ["too_long" if name else "needed"]
    total, most = _total(asked.total.strip(), currency, faults), _most(asked.most.strip(), faults)
    if not asked.total.strip() and not asked.most.strip():
        faults["total"] = ["limit_needed"]
    if faults:
        raise Invalid(fields=faults, currency=currency)
    return name, Limits(total, most)


def _total(text: str, currency: str, faults: dict[str, list[str]]) -> int | None:
    if not text:
        return None
    try:
        total = money.parse_amount(text, currency)
    except money.AmountError as error:
        faults["total"] = [error.code]
        return None
    if total < 1:
        faults["total"] = ["zero"]
    return total


def _most(text: str, faults: dict[str, list[str]]) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        faults["most"] = ["not_a_number"]
        return None
    if not 1 <= int(text) <= LARGEST_NUMBER:
        faults["most"] = ["out_of_range"]
        return None
    return int(text)
