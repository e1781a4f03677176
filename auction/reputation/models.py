"""Tables of reputation. What people have said and what a card has told is added, never edited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base
from auction.rules.feedback import SIDES

PARTS = ("words", "reply")
HOUSE = "house"


class FeedbackWindow(Base):
    """The time in which both sides of a finished order may give feedback; made when it is finished.

    `told_at` is set when people were told that what was given can be read, `reminded_at` when those who had not given
    it were reminded. From when it can be read, the clock and the rows of feedback say by themselves.
    """

    __tablename__ = "feedback_windows"
    __table_args__ = (
        sa.CheckConstraint("closes_at > finished_at", name="closes_after"),
        sa.Index("ix_feedback_windows_buyer_id", "buyer_id"),
        sa.Index("ix_feedback_windows_seller_id", "seller_id"),
        sa.Index("ix_feedback_windows_reminded_at_finished_at", "reminded_at", "finished_at"),
        sa.Index("ix_feedback_windows_told_at_closes_at", "told_at", "closes_at"),
    )

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    buyer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    auction_id: Mapped[int] = mapped_column(sa.ForeignKey("auctions.id"))
    title: Mapped[str] = mapped_column(sa.String(300))
    lots: Mapped[int]
    finished_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class Feedback(Base):
    """What one side of an order has said of the other. One for each side; hidden until the rules reveal it."""

    __tablename__ = "feedback"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "side"),
        sa.CheckConstraint(sa.column("side").in_(SIDES), name="known_side"),
        sa.CheckConstraint("from_id <> about_id", name="two_people"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        sa.CheckConstraint("description BETWEEN 1 AND 5", name="description"),
        sa.CheckConstraint("communication BETWEEN 1 AND 5", name="communication"),
        sa.CheckConstraint("dispatch BETWEEN 1 AND 5", name="dispatch"),
        sa.CheckConstraint("charges BETWEEN 1 AND 5", name="charges"),
        sa.CheckConstraint(
            "side = 'buyer' OR coalesce(description, communication, dispatch, charges) IS NULL",
            name="details_of_a_seller",
        ),
        sa.Index("ix_feedback_about_id_side_id", "about_id", "side", "id"),
        sa.Index("ix_feedback_from_id_id", "from_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("feedback_windows.order_id"))
    side: Mapped[str] = mapped_column(sa.String(6))
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    about_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    stars: Mapped[int]
    description: Mapped[int | None]
    communication: Mapped[int | None]
    dispatch: Mapped[int | None]
    charges: Mapped[int | None]
    text: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    given_at: Mapped[datetime]


class FeedbackPicture(Base):
    """One picture of a feedback; its renditions lie on the shelf under `key`, which nobody can guess."""

    __tablename__ = "feedback_pictures"
    __table_args__ = (sa.UniqueConstraint("feedback_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(sa.ForeignKey("feedback.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(64))
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[Any]]
    colour: Mapped[str] = mapped_column(sa.String(7))


class FeedbackReply(Base):
    """The one public answer of whom a feedback is about."""

    __tablename__ = "feedback_replies"

    feedback_id: Mapped[int] = mapped_column(sa.ForeignKey("feedback.id"), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(sa.Text)
    replied_at: Mapped[datetime]


class FeedbackHiding(Base):
    """The staff has hidden words (with their pictures) or a reply, for a reason of law that everybody reads.

    The stars stay and count on.
    """

    __tablename__ = "feedback_hidings"
    __table_args__ = (
        sa.CheckConstraint(sa.column("part").in_(PARTS), name="known_part"),
        sa.CheckConstraint("why <> ''", name="with_a_reason"),
    )

    feedback_id: Mapped[int] = mapped_column(sa.ForeignKey("feedback.id"), primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    why: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    hidden_at: Mapped[datetime]


class Scorecard(Base):
    """A card as it was made: of a seller at the first of a month, of the house (`person_id` is NULL) at each midnight.

    `figures` holds every figure with its cases, also those too few to be told.
    """

    __tablename__ = "scorecards"
    __table_args__ = (
        sa.UniqueConstraint("subject", "as_of"),
        sa.CheckConstraint("(person_id IS NULL) = (subject = 'house')", name="subject_of_a_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(20))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    as_of: Mapped[datetime]
    figures: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


def subject_of(person_id: int | None) -> str:
    """How a card's subject is known."""
    return HOUSE if person_id is None else f"seller:{person_id}"
