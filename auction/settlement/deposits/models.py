"""The table of deposits. How the money moves stands in the ledger, who may bid in bidding's admissions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

# asked: its payment is under way. held: put down. applied: it counts towards an order. The others are ends.
STATES = ("asked", "held", "applied", "spent", "released", "forfeited", "given_up")
FORFEIT = "forfeit"
"""What the ledger calls the move by which a deposit goes to the seller."""
IN_HAND = ("held", "applied")
_ASKED = sa.text("state = 'asked'")


class Deposit(Base):
    """What one person has put down at one time for a lot or a sale, by one payment; raising the limit is another one.

    `limit_minor` is the limit up to which they may bid with it, None for a fixed one. `left_minor` is what has not been
    used, forfeited or returned. At most one is being asked for: two tabs pay once. `names` are its lot's or sale's.
    """

    __tablename__ = "deposits"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(STATES), name="known_state"),
        sa.CheckConstraint("(auction_id IS NULL) <> (sale_id IS NULL)", name="for_a_lot_or_a_sale"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint(
            "left_minor >= 0 AND forfeited_minor >= 0 AND returned_minor >= 0 "
            "AND left_minor + forfeited_minor + returned_minor <= amount_minor",
            name="no_more_than_put_down",
        ),
        sa.CheckConstraint("state <> 'applied' OR order_id IS NOT NULL", name="applied_to_an_order"),
        sa.UniqueConstraint("payment_id"),
        sa.Index(
            "uq_deposits_asked_auction_id", "person_id", "auction_id", unique=True, sqlite_where=_ASKED,
            postgresql_where=_ASKED,
        ),
        sa.Index(
            "uq_deposits_asked_sale_id", "person_id", "sale_id", unique=True, sqlite_where=_ASKED,
            postgresql_where=_ASKED,
        ),
        sa.Index("ix_deposits_auction_id_state", "auction_id", "state"),
        sa.Index("ix_deposits_sale_id_state", "sale_id", "state"),
        sa.Index("ix_deposits_person_id_id", "person_id", "id"),
        sa.Index("ix_deposits_order_id", "order_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    auction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("auctions.id"))
    sale_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sales.id"))
    names: Mapped[dict[str, Any]]
    currency: Mapped[str] = mapped_column(sa.String(3))
    limit_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    left_minor: Mapped[int] = mapped_column(sa.BigInteger)
    forfeited_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    returned_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    state: Mapped[str] = mapped_column(sa.String(10), default="asked", server_default="asked")
    why: Mapped[str] = mapped_column(sa.String(20), default="", server_default=sa.text("''"))
    payment_id: Mapped[int] = mapped_column(sa.ForeignKey("payments.id"))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
