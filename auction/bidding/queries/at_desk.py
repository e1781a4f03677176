"""What a verb must know under auctions' locks about the people who ask: one statement, on the hot path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk, clock
from auction.accounts.models import Person
from auction.accounts.queries import standings
from auction.bidding.admissions.models import Admission
from auction.bidding.book import Lot
from auction.bidding.budgets.models import BudgetLot
from auction.bidding.models import Bidder, BookEntry
from auction.bidding.sales.models import APPROVED, SaleApproval, SaleLot
from auction.db import TIME, time_under_lock
from auction.rules.actions import Bidder as Asker
from auction.rules.deposits import NO_LIMIT

_ASKED = bulk.given(
    "asked",
    auction_id=sa.Integer,
    seller_id=sa.Integer,
    person_id=sa.Integer,
    request=sa.Text,
    asks_for_paid_up=sa.Boolean,
    asks_for_approval=sa.Boolean,
    asks_for_deposit=sa.Boolean,
    deposit_sale_id=sa.Integer,
)
_ALIAS = (
    sa.select(Bidder.alias)
    .where(Bidder.auction_id == _ASKED.c.auction_id, Bidder.person_id == _ASKED.c.person_id)
    .scalar_subquery()
)
_ENTRY_ID = sa.select(BookEntry.id).where(BookEntry.request == _ASKED.c.request).scalar_subquery()
_BUDGET_ID = (
    sa.select(BudgetLot.budget_id)
    .where(BudgetLot.person_id == _ASKED.c.person_id, BudgetLot.auction_id == _ASKED.c.auction_id)
    .scalar_subquery()
)
# A CASE, so that the look-up is made only for lots whose terms ask for it.
_IS_APPROVED = sa.case(
    (
        _ASKED.c.asks_for_approval,
        sa.exists().where(
            SaleLot.auction_id == _ASKED.c.auction_id,
            SaleApproval.sale_id == SaleLot.sale_id,
            SaleApproval.person_id == _ASKED.c.person_id,
            SaleApproval.state == APPROVED,
        ),
    ),
    else_=sa.true(),
)
# The limit of whoever has put down what the lot's terms ask for; nothing for whoever has not.
_LIMIT = sa.case(
    (
        _ASKED.c.asks_for_deposit,
        sa.select(sa.func.max(sa.func.coalesce(Admission.limit_minor, NO_LIMIT)))
        .where(
            Admission.person_id == _ASKED.c.person_id,
            Admission.is_in_force,
            sa.case(
                (_ASKED.c.deposit_sale_id.is_(None), Admission.auction_id == _ASKED.c.auction_id),
                else_=Admission.sale_id == _ASKED.c.deposit_sale_id,
            ),
        )
        .scalar_subquery(),
    ),
    else_=sa.null(),
)
_ONE_TIME = sa.select(TIME).scalar_subquery()  # asked once, not for each row: some machines' clocks are slow to read
_AT_DESK = (
    standings(_ASKED.c.seller_id, _ASKED.c.asks_for_paid_up)
    .add_columns(_ASKED.c.auction_id, _IS_APPROVED, _LIMIT, _ALIAS, _BUDGET_ID, _ENTRY_ID, _ONE_TIME)
    .join(_ASKED, _ASKED.c.person_id == Person.id)
)
_ANSWERED = sa.select(
    BookEntry.request, BookEntry.seq, BookEntry.standing, BookEntry.secret_minor, BookEntry.salt
).where(BookEntry.id.in_(sa.bindparam("entry_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Read after the locks were held: the time that decides, who asks where, which requests were answered before, and
    in which budget a lot stands, by (auction, person).
    """

    now: datetime
    askers: dict[tuple[int, int], Asker]
    answered: dict[str, dict[str, Any]]
    budgets: dict[tuple[int, int], int]

    def asker(self, lot: Lot, person_id: int) -> Asker:
        """Somebody who no longer has an account may do nothing."""
        return self.askers.get((lot.id, person_id)) or Asker(person_id, is_sanctioned=True)


def at_desk(session: Session, asked: Sequence[tuple[Lot | None, int, str | None]]) -> AtDesk:
    """`asked` are lots under our lock, each with a person and the name of their request: an entry of the same name is
    its first answer. Tells the lots the aliases of those people.
    """
    lots = {lot.id: lot for lot, _person_id, _request in asked if lot is not None}
    rows = [
        {
            "auction_id": lot.id,
            "seller_id": lot.seller_id,
            "person_id": person_id,
            "request": request,
            "asks_for_paid_up": lot.terms.needs_paid_up,
            "asks_for_approval": lot.terms.needs_approval,
            "asks_for_deposit": lot.terms.deposit is not None,
            "deposit_sale_id": lot.terms.deposit and lot.terms.deposit.sale_id,
        }
        for lot, person_id, request in asked
        if lot is not None
    ]
    connection = session.connection()
    found = connection.execute(_AT_DESK, {"asked": bulk.as_parameter(rows), "now": clock.now()}).all()
    askers, budgets, entry_ids = {}, {}, []
    for person_id, *standing, auction_id, is_approved, limit_minor, alias, budget_id, entry_id, _at in found:
        lot = lots[auction_id]
        is_verified, is_sanctioned, is_blocked, has_open_unpaid = map(bool, standing)
        askers[auction_id, person_id] = Asker(
            person_id,
            person_id == lot.seller_id,
            is_sanctioned,
            is_verified,
            is_blocked,
            has_open_unpaid,
            bool(is_approved),
            lot.terms.deposit is None or limit_minor is not None,
            None if limit_minor == NO_LIMIT else limit_minor,
        )
        if budget_id is not None:
            budgets[auction_id, person_id] = budget_id
        if alias is not None:
            lot.aliases[person_id] = alias
        if entry_id is not None:
            entry_ids.append(entry_id)
    answered: dict[str, dict[str, Any]] = {}
    if entry_ids:
        for row in connection.execute(_ANSWERED, {"entry_ids": entry_ids}).mappings():
            answered[row["request"]] = dict(row)
    now = clock.given() or (found[0][-1] if found else time_under_lock(session))
    return AtDesk(now, askers, answered, budgets)
