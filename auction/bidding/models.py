"""Tables of bidding. The book is the truth and only grows; the auction's row is a cache of its last state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

Big = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class Auction(Base):
    """One auction of one listing. `terms` and `state` are secret (reserve, maxima); the rest the public may see."""

    __tablename__ = "auctions"
    __table_args__ = (
        sa.CheckConstraint("closes_at >= scheduled_closes_at OR ended_at IS NOT NULL", name="never_earlier"),
        sa.CheckConstraint("scheduled_closes_at > opens_at", name="closes_after_opening"),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_with_outcome"),
        sa.CheckConstraint("(winner_id IS NULL) = (hammer_minor IS NULL)", name="winner_with_hammer"),
        sa.CheckConstraint("seq >= 1", name="seq"),
        sa.Index(
            "ix_auctions_running",
            "closes_at",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_auctions_listing_id", "listing_id"),
        sa.Index("ix_auctions_seller_id", "seller_id"),
        sa.Index("ix_auctions_ended_at", "ended_at"),
        sa.Index("ix_auctions_opens_at", "opens_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"))
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    relists_id: Mapped[int | None] = mapped_column(sa.ForeignKey("auctions.id"))
    format: Mapped[str] = mapped_column(sa.String(20))
    currency: Mapped[str] = mapped_column(sa.String(3))
    terms: Mapped[dict[str, Any]]
    state: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    scheduled_closes_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    last_at: Mapped[datetime]
    seq: Mapped[int]
    head_hash: Mapped[str] = mapped_column(sa.String(64))
    starting_minor: Mapped[int] = mapped_column(sa.BigInteger)
    price_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    minimum_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    buy_now_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    bid_count: Mapped[int] = mapped_column(default=0, server_default="0")
    bidder_count: Mapped[int] = mapped_column(default=0, server_default="0")
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    leader_alias: Mapped[int | None]
    reserve: Mapped[str] = mapped_column(sa.String(8))
    outcome: Mapped[str | None] = mapped_column(sa.String(20))
    winner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hammer_minor: Mapped[int | None] = mapped_column(sa.BigInteger)


class BookEntry(Base):
    """One line of an auction's book. `public` is what was hashed; the columns beside it are the house's secrets.

    `request` names the request that made the line (see `request_name`). It is one column so that it is found by one
    index, whatever the planner believes of a lot on which the same people have bid a thousand times.
    """

    __tablename__ = "book_entries"
    __table_args__ = (
        sa.UniqueConstraint("auction_id", "seq"),
        sa.UniqueConstraint("request"),
        sa.Index("ix_book_entries_person_id_auction_id", "person_id", "auction_id"),
        sa.Index(
            "ix_book_entries_retractions",
            "auction_id",
            sqlite_where=sa.text("kind IN ('retraction', 'bids_cancelled')"),
            postgresql_where=sa.text("kind IN ('retraction', 'bids_cancelled')"),
        ),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    secret_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    salt: Mapped[str | None] = mapped_column(sa.String(32))
    request: Mapped[str | None] = mapped_column(sa.String(100))
    standing: Mapped[str | None] = mapped_column(sa.String(20))
    public: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(sa.String(64))


def request_name(auction_id: int, person_id: int, key: str) -> str:
    """A request by its lot, its person and the key of their own choice."""
    return f"{auction_id}:{person_id}:{key}"


class Bidder(Base):
    """Who bids in an auction, and under which number the public knows them there."""

    __tablename__ = "bidders"
    __table_args__ = (sa.UniqueConstraint("auction_id", "alias"), sa.Index("ix_bidders_person_id", "person_id"))

    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    alias: Mapped[int]


class Reminder(Base):
    """That the watchers of an auction are told of its end: once, wherever a soft close moves the end afterwards."""

    __tablename__ = "reminders"

    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"), primary_key=True, autoincrement=False)
    reminded_at: Mapped[datetime]


class Relisting(Base):
    """That a lot which was not sold is offered anew: once, by the listing that was drafted from it. It goes with the
    draft, if that is thrown away.
    """

    __tablename__ = "relistings"
    __table_args__ = (sa.UniqueConstraint("listing_id"),)

    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"), primary_key=True, autoincrement=False)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    relisted_at: Mapped[datetime]


class Promotion(Base):
    """That a lot is promoted from a moment on, by its seller's wish: once, and to its end."""

    __tablename__ = "promotions"

    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"), primary_key=True, autoincrement=False)
    from_at: Mapped[datetime]
    asked_at: Mapped[datetime]


class CurrencyTerms(Base):
    """What new auctions in a currency open with, where the operator has set it; without a row, the built-in table."""

    __tablename__ = "currency_terms"
    __table_args__ = (sa.CheckConstraint("large_bid_floor_minor >= 0", name="floor"),)

    currency: Mapped[str] = mapped_column(sa.String(3), primary_key=True)
    increments: Mapped[dict[str, Any]]
    large_bid_floor_minor: Mapped[int] = mapped_column(sa.BigInteger)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
