"""What pages of other rooms show of reputation: each is a template global, called with what that page knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from auction import languages, web
from auction.reputation import queries
from auction.reputation.queries import CardView, FeedbackView, OrderFeedback, Summary
from auction.rules.feedback import Side

LATEST = 5


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


def feedback_of_order(order_id: int) -> OrderFeedback | None:
    """How feedback stands in an order for whoever reads its page; None while it is not finished."""
    return queries.of_order(order_id, web.person_id())


def feedback_waits(orders: Iterable[_Numbered]) -> frozenset[int]:
    """Which of the reader's own orders wait for their feedback."""
    return queries.waiting_orders([order.id for order in orders], web.person_id())


def reputation_of(person_id: int, side: Side = "buyer") -> Summary:
    """The stars of a person: as a seller what buyers have given, as a buyer what sellers have."""
    return queries.summary_of(person_id, side)


@dataclass(frozen=True, slots=True)
class SellerReputation:
    """What a seller's own page shows."""

    summary: Summary
    latest: Sequence[FeedbackView]
    has_more: bool
    card: CardView
    history: Sequence[CardView]


def reputation_of_seller(seller_id: int) -> SellerReputation:
    page = queries.received_by(seller_id, "buyer", limit=LATEST)
    return SellerReputation(
        summary=queries.summary_of(seller_id),
        latest=page.feedback,
        has_more=page.after is not None,
        card=queries.card_of(seller_id),
        history=queries.history_of(seller_id),
    )


def decimal_text(value: Decimal) -> str:
    """A mean as the reader writes it: 4.8, ٤٫٨."""
    return languages.decimal(value)
