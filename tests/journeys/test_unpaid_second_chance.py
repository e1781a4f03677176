"""A story of a sale that comes to nothing at first: declined, not paid, cancelled with a strike, offered to the next
bidder, taken and paid. On a phone, in both languages; the days pass in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from auction import clock
from auction.bidding import service as bidding
from auction.db import db, transaction
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.orders.models import Order
from auction.settlement.unpaid import queries
from tests import builders_people as people
from tests.bidding.builders import a_listing, an_auction, bid
from tests.browsers import PHONE
from tests.builders_settlement import HOME, assert_ledger_sound
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

WORDS = {
    "en": {"chance": "A second chance for you", "strike": "A strike was recorded"},
    "ar": {"chance": "فرصة ثانية لك", "strike": "سُجّلت عليك مخالفة"},
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_winner_declines_and_the_next_bidder_gets_the_lot(guest: Callable[..., Guest], inside, language: str):
    seller_id = inside(people.seller, email="hala@people.example", handle="hala", language=language)
    winner_id, second_id = (
        inside(people.person, email=f"{each}@people.example", handle=each, language=language)
        for each in ("layla", "omar")
    )
    lot = inside(a_sold_auction, seller_id, winner_id, second_id)
    seller, winner, second = (guest(locale=language, viewport=PHONE) for _each in range(3))
    for who, name in ((seller, "hala"), (winner, "layla"), (second, "omar")):
        who.sign_in(f"{name}@people.example")

    order_id = the_order(winner, inside, winner_id)
    winner.go(f"/orders/{order_id}").is_accessible()
    inside(ordering.choose_way, order_id=order_id, person_id=winner_id, zone=None, address=HOME)
    pay(winner, order_id, "decline")
    assert inside(orders.state_of, order_id) == "awaiting_payment"

    inside(let_five_days_pass, order_id)
    winner.go(f"/orders/{order_id}").is_accessible()
    seller.go(f"/orders/{order_id}").page.locator(f"a[href='/orders/{order_id}/unpaid']").click()
    seller.is_accessible()
    form = seller.page.locator("form[action$='/unpaid/cancel']")
    form.locator("input[value=strike]").check(force=True)
    form.locator("button[type=submit]").click()
    offer = seller.page.locator(f"form[action$='/offers/{lot}']")
    expect(offer).to_be_visible()
    seller.is_accessible()
    assert inside(orders.state_of, order_id) == "cancelled"
    offer.locator("button[type=submit]").click()
    expect(seller.page.locator("form[action$='/withdrawal']")).to_be_visible()
    seller.is_accessible()

    winner.is_written_to(WORDS[language]["strike"])
    winner.go("/my/strikes").is_accessible()
    expect(winner.page.locator("form[action$='/late']")).to_be_visible()

    second.is_written_to(WORDS[language]["chance"])
    second.go("/my/purchases").is_accessible()
    second.page.locator("a[href^='/offers/']").click()
    second.is_accessible()
    second.page.locator("form[action$='/accept'] button").click()
    second.page.wait_for_url("**/orders/*")
    new_id = int(second.page.url.rpartition("/")[2])
    inside(ordering.choose_way, order_id=new_id, person_id=second_id, zone=None, address=HOME)
    pay(second, new_id, "approve")
    assert inside(orders.state_of, new_id) == "paid"
    assert inside(queries.count_in_force, winner_id) == 1
    inside(assert_ledger_sound)


def a_sold_auction(seller_id: int, winner_id: int, second_id: int) -> int:
    """Nothing is sent: it is for whoever comes for it, so that no way has to be chosen."""
    auction_id = an_auction(seller_id, a_listing(seller_id))
    bid(auction_id, second_id, "50")
    bid(auction_id, winner_id, "90")
    bidding.end_early(auction_id=auction_id, person_id=seller_id, how="sell", reason="")
    return auction_id


def the_order(winner: Guest, inside, winner_id: int) -> int:
    """The outbox of the served house opens it a moment after the end."""
    for _attempt in range(80):
        found = inside(orders.bought_by, winner_id)
        if found:
            return found[0].id
        winner.page.wait_for_timeout(250)
    raise AssertionError("no order was opened")


def let_five_days_pass(order_id: int) -> None:
    with transaction() as session:
        session.execute(
            sa.update(Order).where(Order.id == order_id).values(due_at=clock.now() - timedelta(days=1, minutes=1))
        )
    db.session.expire_all()


def pay(buyer: Guest, order_id: int, choice: str) -> None:
    buyer.go(f"/orders/{order_id}").page.locator(f"form[action='/orders/{order_id}/payment'] button").first.click()
    buyer.page.locator(f"button[value={choice}]").click()
    expect(buyer.page).to_have_url(buyer.server.url + f"/orders/{order_id}")
