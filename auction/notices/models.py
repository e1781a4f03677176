"""Tables of notices: what each person was told, and which mails they do not want. No decisions here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

Big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MAIL_STATES = ("none", "due", "sent", "gave_up")

OUTBID, LEADING_AGAIN, RESERVE_LOWERED, BID_RETRACTED = "outbid", "leading_again", "reserve_lowered", "bid_retracted"
BIDS_CANCELLED = "bids_cancelled"
WON, LOST, CANCELLED, SOLD, UNSOLD = "won", "lost", "cancelled", "sold", "unsold"
ENDING_SOON, SELLER_OPENED, SEARCH_MATCHED = "ending_soon", "seller_opened", "search_matched"
OF_FOLLOWING = (ENDING_SOON, SELLER_OPENED, SEARCH_MATCHED)
QUESTION, ANSWER = "question", "answer"
PAYMENT_REMINDER, PAYMENT_PUT_OFF = "payment_reminder", "payment_put_off"
SECOND_CHANCE, SECOND_CHANCE_ENDED = "second_chance_offered", "second_chance_ended"
STRIKE, STRIKE_REDEEMED, STRIKE_KEPT = "strike_recorded", "strike_redeemed", "strike_kept"
LATE_ASKED, LATE_AGREED = "late_payment_asked", "late_payment_agreed"
OF_UNPAID = (
    PAYMENT_REMINDER, PAYMENT_PUT_OFF, SECOND_CHANCE, SECOND_CHANCE_ENDED, STRIKE, STRIKE_REDEEMED, STRIKE_KEPT,
    LATE_ASKED, LATE_AGREED,
)  # fmt: skip
OF_QUESTIONS = (QUESTION, ANSWER)  # beside the course of the auction: they put no news about it out of date
ORDER_PAID, ORDER_RECEIVED = "order_paid", "order_received"
ORDER_SHIPPED, ORDER_READY, ORDER_DELIVERED = "order_shipped", "order_ready", "order_delivered"
ORDER_COMPLETED, ORDER_CANCELLED, ORDER_REFUNDED = "order_completed", "order_cancelled", "order_refunded"
ORDER_DISPUTED, ORDER_RESOLVED, SALE_REFUNDED = "order_disputed", "order_resolved", "sale_refunded"
PAYMENT_DECLINED, PAYMENT_SENT_BACK, PART_REFUNDED = "payment_declined", "payment_sent_back", "part_refunded"
OF_SOLD_ORDERS = (ORDER_PAID, ORDER_COMPLETED, ORDER_DISPUTED, SALE_REFUNDED)
OF_BOUGHT_ORDERS = (
    ORDER_RECEIVED,
    ORDER_SHIPPED,
    ORDER_READY,
    ORDER_DELIVERED,
    ORDER_CANCELLED,
    ORDER_REFUNDED,
    PART_REFUNDED,
    ORDER_RESOLVED,
    PAYMENT_DECLINED,
    PAYMENT_SENT_BACK,
)
APPROVAL_ASKED, APPROVED, DECLINED = "approval_asked", "approved", "declined"
OF_APPROVALS = (APPROVAL_ASKED, APPROVED, DECLINED)  # about a sale, not about one of its lots
FEEDBACK_DUE, FEEDBACK_REVEALED, FEEDBACK_REPLIED = "feedback_due", "feedback_revealed", "feedback_replied"
OF_FEEDBACK = (FEEDBACK_DUE, FEEDBACK_REVEALED, FEEDBACK_REPLIED)
PAYOUT_SENT, PAYOUT_FAILED = "payout_sent", "payout_failed"
OF_PAYOUTS = (PAYOUT_SENT, PAYOUT_FAILED)
DEPOSIT_HELD, DEPOSIT_RELEASED, DEPOSIT_APPLIED = "deposit_held", "deposit_released", "deposit_applied"
DEPOSIT_FORFEITED, DEPOSIT_RECEIVED = "deposit_forfeited", "deposit_received"
OF_DEPOSITS = (DEPOSIT_HELD, DEPOSIT_RELEASED, DEPOSIT_APPLIED, DEPOSIT_FORFEITED, DEPOSIT_RECEIVED)
KINDS = (
    OUTBID,
    LEADING_AGAIN,
    RESERVE_LOWERED,
    WON,
    LOST,
    CANCELLED,
    SOLD,
    UNSOLD,
    BID_RETRACTED,
    BIDS_CANCELLED,
    *OF_FOLLOWING,
    *OF_QUESTIONS,
    *OF_SOLD_ORDERS,
    *OF_BOUGHT_ORDERS,
    *OF_APPROVALS,
    *OF_FEEDBACK,
    *OF_UNPAID,
    *OF_PAYOUTS,
    *OF_DEPOSITS,
)
# True of a running lot only until the next news about it.
PASSING = (OUTBID, LEADING_AGAIN, RESERVE_LOWERED, ENDING_SOON)
ALWAYS_MAILED = (
    WON, SOLD, BIDS_CANCELLED, ORDER_PAID, ORDER_REFUNDED, PAYMENT_SENT_BACK, PAYMENT_REMINDER, STRIKE, PAYOUT_FAILED,
    DEPOSIT_FORFEITED,
)  # fmt: skip

_WAITING = sa.text("read_at IS NULL AND replaced_at IS NULL")


class Notice(Base):
    """One thing one person is told because of one fact. Worded when it is read, in the language of that moment.

    `payload` holds plain values which that person may see, and nobody's secret. `replaced_at` is set when newer news
    about the same lot made this one out of date before it was read. `mail_claimed_until` is the lease of whoever is
    just mailing it.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("fact_id", "person_id", "kind"),
        sa.CheckConstraint(sa.column("mail_state").in_(MAIL_STATES), name="known_mail_state"),
        sa.CheckConstraint("(mail_state = 'sent') = (mailed_at IS NOT NULL)", name="mailed_when_sent"),
        sa.Index("ix_notices_person_id_id", "person_id", "id"),
        sa.Index("ix_notices_waiting", "person_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        sa.Index("ix_notices_auction_id_person_id", "auction_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(sa.String(24))
    fact_id: Mapped[int] = mapped_column(sa.BigInteger)
    auction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("auctions.id"))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    mail_state: Mapped[str] = mapped_column(sa.String(8), default="none", server_default="none")
    mail_claimed_until: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class NoticePreference(Base):
    """A person's own choice for one kind of notice. Without a row, the mail goes out."""

    __tablename__ = "notice_preferences"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    by_email: Mapped[bool]


class Gathering(Base):
    """The lots that a seller opens within an hour of the first: they share one notice, known by the first one's fact.

    `lots` holds {"auction_id", "title"} in the order in which they were told.
    """

    __tablename__ = "gatherings"

    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    fact_id: Mapped[int] = mapped_column(sa.BigInteger)
    begun_at: Mapped[datetime]
    lots: Mapped[list[Any]]
