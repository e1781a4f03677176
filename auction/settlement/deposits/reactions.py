"""What deposits do when a fact has happened. Each bears a repeat; while a provider is down it comes again."""

from __future__ import annotations

from auction.outbox import Fact, on
from auction.settlement.deposits import service
from auction.settlement.payments import service as payments


@on("deposit_payment_learned")
def take_in_deposit(fact: Fact) -> None:
    """The money was set aside, has come, or will not: its person may bid, or not."""
    service.take_in(payment_id=fact.payload["payment_id"])


@on("deposit_returning")
def return_deposit(fact: Fact) -> None:
    """Have the provider set it free, or send it back."""
    payments.return_deposit(payment_id=fact.payload["payment_id"], amount_minor=fact.payload["amount_minor"])


@on("auction_closed")
def settle_deposits_of_lot(fact: Fact) -> None:
    """Losers have theirs back at once."""
    service.settle_lot(auction_id=fact.payload["auction_id"])


@on("order_changed")
def follow_order(fact: Fact) -> None:
    """A deposit counts towards an order, goes on when it is paid, and is forfeited when it is not."""
    order_id, facts = fact.payload["order_id"], fact.payload["facts"]
    match fact.payload["step"]:
        case "open" if facts.get("combined_from"):
            service.follow_combined(order_id=order_id, combined_from=facts["combined_from"])
        case "open":
            service.settle_order(order_id=order_id)
        case "pay":
            service.after_payment(order_id=order_id)
        case "cancel":
            service.after_cancelling(order_id=order_id, with_strike=bool(facts.get("with_strike")))
