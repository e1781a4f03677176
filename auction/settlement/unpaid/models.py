"""Tables of what is not paid. Strikes and their redemptions only grow; offers and late payments have a state."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

OFFER_STATES = ("open", "accepted", "declined", "withdrawn", "lapsed")
REDEEMED_BY = ("paid_late", "appeal")


class Strike(Base):
    """That somebody did not pay an order, recorded when its seller cancelled it. Added, never edited."""

    __tablename__ = "strikes"
    __table_args__ = (
        sa.UniqueConstraint("order_id"),
        sa.CheckConstraint("person_id <> seller_id", name="two_people"),
        sa.Index("ix_strikes_person_id_struck_at", "person_id", "struck_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    struck_at: Mapped[datetime]


class StrikeRedemption(Base):
    """That a strike counts no more: the order was paid after all, or the staff took it away. Added, never edited."""

    __tablename__ = "strike_redemptions"
    __table_args__ = (sa.CheckConstraint(sa.column("way").in_(REDEEMED_BY), name="known_way"),)

    strike_id: Mapped[int] = mapped_column(sa.ForeignKey("strikes.id"), primary_key=True, autoincrement=False)
    redeemed_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(sa.String(10))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))


class StrikeSanction(Base):
    """The sanction that came of a strike, being one too many. Added, never edited."""

    __tablename__ = "strike_sanctions"

    strike_id: Mapped[int] = mapped_column(sa.ForeignKey("strikes.id"), primary_key=True, autoincrement=False)
    sanction_id: Mapped[int] = mapped_column(sa.ForeignKey("sanctions.id"))


class StrikeAppeal(Base):
    """What a buyer says against a strike, once, and what the staff answered."""

    __tablename__ = "strike_appeals"
    __table_args__ = (
        sa.CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name="decided"),
        sa.Index("ix_strike_appeals_decided_at", "decided_at"),
    )

    strike_id: Mapped[int] = mapped_column(sa.ForeignKey("strikes.id"), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    is_granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))


class LatePayment(Base):
    """A buyer with a strike asks to pay after all, or the seller lets them: `order_id` is then the new order."""

    __tablename__ = "late_payments"
    __table_args__ = (
        sa.CheckConstraint("(agreed_at IS NULL) = (order_id IS NULL)", name="agreed_with_order"),
        sa.UniqueConstraint("order_id"),
    )

    strike_id: Mapped[int] = mapped_column(sa.ForeignKey("strikes.id"), primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))


class SecondChance(Base):
    """One offer of a lot to one underbidder, at that person's own best amount. At most one is open for an auction.

    `order_id` is the order that was not paid, `new_order_id` the one that came of the offer.
    """

    __tablename__ = "second_chances"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(OFFER_STATES), name="known_state"),
        sa.CheckConstraint("(decided_at IS NULL) = (state = 'open')", name="decided"),
        sa.CheckConstraint("(new_order_id IS NOT NULL) = (state = 'accepted')", name="accepted_with_order"),
        sa.CheckConstraint("person_id <> seller_id", name="two_people"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.Index(
            "uq_second_chances_open",
            "auction_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_second_chances_auction_id", "auction_id"),
        sa.Index("ix_second_chances_person_id", "person_id"),
        sa.Index("ix_second_chances_state_ends_at", "state", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    alias: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    state: Mapped[str] = mapped_column(sa.String(10), default="open", server_default="open")
    offered_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    new_order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
