"""Builders for sold lots, orders and payments: good defaults, every one changeable. Call inside an app context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from auction.settlement.ledger import queries as ledger
from auction.settlement.orders import queries as found
from auction.settlement.orders import service as orders
from auction.settlement.payments import service as payments
from auction.settlement.payments.providers import test as test_provider
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction

HOME = {
    "country": "AE", "name": "Layla Haddad", "line1": "12 Palm Street", "district": "Marina", "city": "Dubai",
    "region": "dubai", "phone": "+971501234567",
}  # fmt: skip
SENT = {"ship_country": "12.00", "dispatch": "3", "returns": "14"}


def a_sold_lot(seller_id: int | None = None, **listing: Any) -> int:
    """An auction whose seller sends it within the country for 12.00. That it is sold is said by `an_order`."""
    seller_id = seller_id or a_seller()
    fields = {"delivery": dict(SENT), "country": "AE", "town": "Dubai"} | listing
    return an_auction(seller_id, a_listing(seller_id, **fields))


def an_order(
    buyer_id: int | None = None, *, hammer_minor: int = 100_00, zone: str | None = "country", **lot: Any
) -> int:
    """An order that awaits payment, its way and address chosen: 100.00 USD hammer, 5.00 premium, 12.00 delivery, no
    tax.
    """
    auction_id = a_sold_lot(**lot)
    opened = orders.open_from_sale(
        auction_id=auction_id, buyer_id=buyer_id or a_person(), hammer_minor=hammer_minor, origin="won"
    )
    if zone is not None:
        orders.choose_way(
            order_id=opened.order_id, person_id=found.people_of(opened.order_id)[0], zone=zone, address=HOME
        )
    return opened.order_id


def pay(order_id: int, choice: str = "approve") -> str:
    """Walk through the test provider, as its page does. Returns the state of the order."""
    buyer_id, _seller_id = found.people_of(order_id)
    begun = payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
    ref = str(begun.next_url).rpartition("/")[2]
    test_provider.settle(ref=ref, choice=choice)
    payments.hear_of(provider="test", ref=ref)
    return found.state_of(order_id)


def a_paid_order(buyer_id: int | None = None, **given: Any) -> int:
    order_id = an_order(buyer_id, **given)
    assert pay(order_id) == "paid"
    return order_id


def ledger_is_sound_after(request: pytest.FixtureRequest) -> Iterator[None]:
    """For an autouse fixture: looks through the ledger after every test on a database, unless the test has spoilt it
    on purpose and says so by a fixture `spoilt`.
    """
    app = request.getfixturevalue("app") if "app" in request.fixturenames else None
    yield
    if app is not None and "spoilt" not in request.fixturenames:
        with app.app_context():
            assert_ledger_sound()


def assert_ledger_sound() -> None:
    """The look through the whole ledger that ends every story about money."""
    assert ledger.check().faults == ()
