"""Builders for deposits: a lot that asks for one, and people who put it down. Call inside an app context."""

from __future__ import annotations

from typing import Any

from auction import outbox
from auction.bidding.admissions.queries import Scope
from auction.rules.deposits import Deposit
from auction.settlement.deposits import service
from auction.settlement.payments import service as payments
from auction.settlement.payments.providers import test as test_provider
from tests.bidding.builders import a_listing, a_seller, an_auction
from tests.builders_settlement import SENT

FIXED = Deposit(20_00)
TENTH = Deposit(basis_points=1000)


def a_guarded_lot(deposit: Deposit = FIXED, seller_id: int | None = None, **terms: Any) -> int:
    """A lot from 10.00 USD that asks for 20.00 before bidding, or for what is given."""
    seller_id = seller_id or a_seller()
    listing_id = a_listing(seller_id, delivery=dict(SENT), country="AE", town="Dubai")
    return an_auction(seller_id, listing_id, deposit=deposit, **terms)


def put_down(auction_id: int, person_id: int, limit: str = "", choice: str = "approve", provider: str = "test") -> str:
    """Put it down and walk through the test provider. Returns the deposit's state."""
    done = service.put_down(scope=Scope(auction_id), person_id=person_id, provider=provider, limit=limit)
    if done.next_url is None or done.payment_id is None:
        return done.state
    ref = done.next_url.rpartition("/")[2]
    test_provider.settle(ref=ref, choice=choice)
    payments.hear_of(provider="test", ref=ref)
    return service.take_in(payment_id=done.payment_id)


def settle() -> None:
    """Everything that follows has followed."""
    for _round in range(6):
        outbox.drain()
