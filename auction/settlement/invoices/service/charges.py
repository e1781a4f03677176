"""Invoices for what sellers were charged while their lots were offered: for opening them, a reserve, a promotion.

- With each payout in its currency, for all that stands on no paper yet. Who is paid nothing gets one for each month
  that is over, by the calendar of UTC, in which there was something.
- A charge stands on one paper, once: on which is written down with it, and its key is the charge's own.
- The charges themselves went from the seller's account when they were made: a paper moves no money.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.db import time_under_lock, transaction
from auction.settlement.fees.models import FeeCharge
from auction.settlement.invoices.composing import lines_of_charges, party
from auction.settlement.invoices.models import Paper, PaperCharge
from auction.settlement.invoices.service.issuing import Draft, issue


def open_charges() -> sa.ColumnElement[bool]:
    """What makes a charge one that stands on no paper yet."""
    return ~sa.exists().where(PaperCharge.charge_id == FeeCharge.id)


def issue_for_charges(
    session: Session, *, seller_id: int, currency: str, at: datetime, before: datetime | None = None
) -> Paper | None:
    """A step: one invoice for every charge of a seller in a currency that stands on none, those made before a moment.
    None where there are none. Locks the charges.
    """
    theirs = sa.select(FeeCharge).where(
        FeeCharge.seller_id == seller_id, FeeCharge.currency == currency, open_charges()
    )
    if before is not None:
        theirs = theirs.where(FeeCharge.charged_at < before)
    session.execute(theirs.with_only_columns(FeeCharge.id).order_by(FeeCharge.id).with_for_update())
    # Asked again under the lock: whoever held it before may have put them on a paper.
    charges = session.execute(theirs.order_by(FeeCharge.id)).scalars().all()
    if not charges:
        return None
    draft = Draft(
        "fee_invoice", f"charges:{charges[0].id}", currency, seller_id,
        party(session, seller_id, charges[-1].country, None), lines_of_charges(session, charges),
    )  # fmt: skip
    paper = issue(session, draft, at)
    session.execute(sa.insert(PaperCharge), [{"charge_id": charge.id, "paper_id": paper.id} for charge in charges])
    return paper


def invoice_past_months(*, limit: int = 100) -> int:
    """Issue the invoice of each seller who was charged something in a month that is over and has no paper for it yet.
    Returns how many. Each in a transaction of its own; locks its charges.
    """
    begun = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with transaction() as session:
        due = session.execute(
            sa.select(FeeCharge.seller_id, FeeCharge.currency)
            .where(FeeCharge.charged_at < begun, open_charges())
            .group_by(FeeCharge.seller_id, FeeCharge.currency)
            .order_by(sa.func.min(FeeCharge.id))
            .limit(limit)
        ).all()
    issued = 0
    for seller_id, currency in due:
        with transaction() as session:
            now = time_under_lock(session)
            paper = issue_for_charges(session, seller_id=seller_id, currency=currency, at=now, before=begun)
            issued += paper is not None
    return issued
