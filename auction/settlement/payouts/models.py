"""Tables of payouts: where a seller's money goes, each amount on its way, and the files given to the bank."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

PROVIDERS = ("test", "file")
# due: to be sent. sent: it has left the seller's account and is on its way. done and failed are ends.
STATES = ("due", "sent", "done", "failed")
OPEN = ("due", "sent")
_OPEN = sa.text("state IN ('due', 'sent')")


class PayoutDetails(Base):
    """Where a seller's money goes. Theirs and, in the file for the bank, the operator's; nobody else sees it.

    `refused_at` is set when a payout came back: nothing more is sent there until its owner has looked at it.
    """

    __tablename__ = "payout_details"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    iban: Mapped[str] = mapped_column(sa.String(34))
    holder: Mapped[str] = mapped_column(sa.String(70))
    changed_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]


class PayoutBatch(Base):
    """One file for the bank. Which payouts it holds never changes: given out again, it is the same to the letter."""

    __tablename__ = "payout_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))


class Payout(Base):
    """One amount on its way to a seller. `iban` and `holder` are copied when it is opened.

    At most one is open for a seller and a currency: two jobs, two hosts pay once.
    """

    __tablename__ = "payouts"
    __table_args__ = (
        sa.CheckConstraint(sa.column("provider").in_(PROVIDERS), name="known_provider"),
        sa.CheckConstraint(sa.column("state").in_(STATES), name="known_state"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_when"),
        sa.Index(
            "uq_payouts_open", "seller_id", "currency", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        sa.Index("ix_payouts_seller_id_id", "seller_id", "id"),
        sa.Index("ix_payouts_state_id", "state", "id"),
        sa.Index("ix_payouts_batch_id", "batch_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    provider: Mapped[str] = mapped_column(sa.String(8))
    iban: Mapped[str] = mapped_column(sa.String(34))
    holder: Mapped[str] = mapped_column(sa.String(70))
    state: Mapped[str] = mapped_column(sa.String(8), default="due", server_default="due")
    why: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payout_batches.id"))
    opened_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
