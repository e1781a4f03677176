"""Reads of reputation; every one hands out frozen values, and nothing of what is still hidden. Writes nothing."""

from auction.reputation.queries.cards import CardView, card_of, faults_of_cards, history_of, house_card, reckon_card
from auction.reputation.queries.given import (
    FeedbackPage,
    FeedbackView,
    find_received,
    for_staff,
    received_by,
    received_or_given,
)
from auction.reputation.queries.orders import OrderFeedback, Waiting, of_order, waiting_for, waiting_orders
from auction.reputation.queries.summaries import HouseCounts, Summary, house_counts, summary_of

__all__ = [
    "CardView",
    "FeedbackPage",
    "FeedbackView",
    "HouseCounts",
    "OrderFeedback",
    "Summary",
    "Waiting",
    "card_of",
    "faults_of_cards",
    "find_received",
    "for_staff",
    "history_of",
    "house_card",
    "house_counts",
    "of_order",
    "received_by",
    "received_or_given",
    "reckon_card",
    "summary_of",
    "waiting_for",
    "waiting_orders",
]
