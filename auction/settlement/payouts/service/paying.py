"""From a balance to the bank: a payout is opened, sent, and done. Between opening and sending it is looked at again.

- Opened for every seller whose balance has reached the least amount, who has said where it goes, who owes the house
  nothing in any currency, and for whom none is open in that currency.
- Fees for opening and promoting lots went from the balance when they were charged: a payout is less by them. With the
  payout comes the invoice for those that stand on none yet.
- At the moment it is sent the amount leaves the seller's account, under the payout's own cause: once.
- A payout that has not come back for some days is done.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from auction import outbox
from auction.bidding.queries import CURRENCIES_OFFERED
from auction.db import lock_row, time_under_lock, transaction
from auction.rules.iban import hinted
from auction.settlement.fees.queries import unit_of
from auction.settlement.invoices import service as invoices
from auction.settlement.ledger.models import Account
from auction.settlement.ledger.service import Of, Transfer, move, seller
from auction.settlement.ledger.service import provider as provider_account
from auction.settlement.payouts.models import OPEN, Payout, PayoutDetails

MINIMUM = {currency: 10 * unit_of(currency) for currency in CURRENCIES_OFFERED}
"""Less than this waits for more: a transfer costs the same for any amount."""
QUIET = timedelta(days=5)
TEST = "test"
_ACCOUNTS = {"test": "test", "file": "bank"}


def account_of(provider: str) -> Of:
    """The account of the ledger that pays: the test provider's, or the bank's."""
    return provider_account(_ACCOUNTS[provider])


def open_due(*, provider: str, limit: int = 100) -> int:
    """Open a payout for each seller for whom one is due. Returns how many. Each in a transaction of its own."""
    with transaction() as session:
        found = session.execute(_due().limit(limit)).scalars().all()
    return sum(_open_one(account_id, provider) for account_id in found)


def _due() -> sa.Select[int]:
    least = sa.case(MINIMUM, value=Account.currency, else_=max(MINIMUM.values()))
    other = aliased(Account)
    owes = sa.exists().where(other.person_id == Account.person_id, other.kind == "seller", other.balance_minor < 0)
    is_open = sa.exists().where(
        Payout.seller_id == Account.person_id, Payout.currency == Account.currency, Payout.state.in_(OPEN)
    )
    return (
        sa.select(Account.id)
        .join(PayoutDetails, PayoutDetails.person_id == Account.person_id)
        .where(
            Account.kind == "seller",
            Account.balance_minor >= least,
            PayoutDetails.refused_at.is_(None),
            ~owes,
            ~is_open,
        )
        .order_by(Account.id)
    )


def _open_one(account_id: int, provider: str) -> bool:
    """Under the lock of the account everything is looked at again: a second hand finds nothing to do."""
    with transaction() as session:
        account = lock_row(session, Account, account_id)
        if session.execute(_due().where(Account.id == account_id)).first() is None:
            return False
        details = session.get_one(PayoutDetails, account.person_id)
        session.add(
            Payout(
                seller_id=account.person_id, currency=account.currency, amount_minor=account.balance_minor,
                provider=provider, iban=details.iban, holder=details.holder, state="due",
                opened_at=time_under_lock(session),
            )
        )  # fmt: skip
        return True


def pay_at_once(*, limit: int = 1000) -> int:
    """Look again at what is due and stands in no file yet, and send what the built-in provider pays: there it is done
    at once. Returns how many it paid. Each in a transaction of its own, its payout locked.
    """
    with transaction() as session:
        found = session.execute(
            sa.select(Payout.id)
            .where(Payout.state == "due", Payout.batch_id.is_(None))
            .order_by(Payout.id)
            .limit(limit)
        ).scalars().all()  # fmt: skip
    return sum(_pay_one(payout_id) for payout_id in found)


def _pay_one(payout_id: int) -> bool:
    with transaction() as session:
        payout = lock_row(session, Payout, payout_id)
        now = time_under_lock(session)
        if payout.state != "due" or payout.batch_id is not None or not is_still_owed(session, payout, now):
            return False
        if payout.provider != TEST:
            return False
        send(session, payout, now)
        payout.state, payout.ended_at = "done", now
        return True


def is_still_owed(session: Session, payout: Payout, now: datetime) -> bool:
    """A step: bring the amount down to what is left on the account; with nothing left, or a debt, it is called off."""
    accounts = session.execute(
        sa.select(Account.currency, Account.balance_minor)
        .where(Account.kind == "seller", Account.person_id == payout.seller_id)
        .order_by(Account.key)
        .with_for_update()
    )
    left = {row.currency: row.balance_minor for row in accounts}
    if min(left.values(), default=0) < 0 or left.get(payout.currency, 0) <= 0:
        payout.state, payout.why, payout.ended_at = "failed", "balance_fell", now
        return False
    payout.amount_minor = min(payout.amount_minor, left[payout.currency])
    return True


def send(session: Session, payout: Payout, now: datetime) -> None:
    """A step: the amount leaves the seller's account, what it is less by is invoiced, and they are told."""
    move(
        session,
        cause=f"payout:{payout.id}",
        currency=payout.currency,
        transfers=[Transfer("payout", seller(payout.seller_id), account_of(payout.provider), payout.amount_minor)],
        at=now,
    )
    invoices.issue_for_charges(session, seller_id=payout.seller_id, currency=payout.currency, at=now)
    payout.state, payout.sent_at = "sent", now
    outbox.record(session, "payout_sent", now, **told_of(payout))


def told_of(payout: Payout) -> dict[str, object]:
    """All that its seller is to be told."""
    return {
        "payout_id": payout.id,
        "seller_id": payout.seller_id,
        "title": hinted(payout.iban),
        "currency": payout.currency,
        "amount_minor": payout.amount_minor,
        "why": payout.why,
    }


def settle_sent(*, limit: int = 100) -> int:
    """What was sent days ago and has not come back is done. Returns how many."""
    with transaction() as session:
        now = time_under_lock(session)
        due = session.execute(
            sa.select(Payout)
            .where(Payout.state == "sent", Payout.sent_at <= now - QUIET)
            .order_by(Payout.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars().all()  # fmt: skip
        for payout in due:
            payout.state, payout.ended_at = "done", now
        return len(due)
