"""What notices do when an order has moved on: the other side is told. The fact carries all that is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from auction.notices import service
from auction.notices.models import (
    ORDER_CANCELLED,
    ORDER_COMPLETED,
    ORDER_DELIVERED,
    ORDER_DISPUTED,
    ORDER_PAID,
    ORDER_READY,
    ORDER_RECEIVED,
    ORDER_REFUNDED,
    ORDER_RESOLVED,
    ORDER_SHIPPED,
    PART_REFUNDED,
    PAYMENT_DECLINED,
    PAYMENT_SENT_BACK,
    SALE_REFUNDED,
)
from auction.notices.service import News
from auction.outbox import Fact, on

# Step -> what its buyer and what its seller is told. Whoever took the step knows of it.
_TOLD: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "pay": (ORDER_RECEIVED, ORDER_PAID),
    "ship": (ORDER_SHIPPED, None),
    "offer_pickup": (ORDER_READY, None),
    "deliver": (ORDER_DELIVERED, None),
    "confirm": (None, ORDER_COMPLETED),
    "settle": (None, ORDER_COMPLETED),
    "cancel": (ORDER_CANCELLED, ORDER_CANCELLED),
    "refund": (ORDER_REFUNDED, SALE_REFUNDED),
    "dispute": (None, ORDER_DISPUTED),
    "resolve": (ORDER_RESOLVED, ORDER_RESOLVED),
    "payment_declined": (PAYMENT_DECLINED, None),
    "payment_sent_back": (PAYMENT_SENT_BACK, None),
    "part_refunded": (PART_REFUNDED, None),
}


@on("order_changed")
def tell_of_order(fact: Fact) -> None:
    """Tell the two people of an order what concerns them; of other steps nobody is told."""
    for_buyer, for_seller = _TOLD.get(fact.payload["step"], (None, None))
    by_role, payload = fact.payload["by_role"], _payload(fact.payload)
    news = []
    if for_buyer and by_role != "buyer":
        news.append(News(fact.payload["buyer_id"], for_buyer, payload))
    if for_seller and by_role != "seller":
        news.append(News(fact.payload["seller_id"], for_seller, payload))
    if news:
        service.tell_people(fact_id=fact.id, auction_id=None, news=news)


def _payload(told: Mapping[str, Any]) -> dict[str, Any]:
    """What either of the two may know."""
    return {
        "title": told["title"],
        "order_id": told["order_id"],
        "currency": told["currency"],
        "price_minor": told["total_minor"],
        "part_minor": told["facts"].get("amount_minor"),
        "public_reason": told["why"],
    }
