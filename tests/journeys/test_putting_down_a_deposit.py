"""A bidder on a phone meets a lot that asks for a deposit: puts it down, bids, loses, and hears that it comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from auction.bidding import service as bidding
from tests import builders_people as people
from tests.bidding.builders import bid
from tests.browsers import PHONE
from tests.builders_deposits import TENTH, a_guarded_lot, put_down, settle
from tests.builders_settlement import assert_ledger_sound
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

WORDS = {"en": "Your deposit is on its way back", "ar": "تأمينك في طريق عودته إليك"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_loser_has_the_deposit_back(guest: Callable[..., Guest], inside, language: str):
    inside(people.person, email="layla@people.example", handle="layla", language=language)
    owner, other = inside(people.seller), inside(people.person)
    lot = inside(a_guarded_lot, TENTH, owner)
    buyer = guest(locale=language, viewport=PHONE)
    buyer.sign_in("layla@people.example")
    buyer.go(f"/auctions/{lot}").is_accessible()
    page = buyer.page
    page.locator("#deposit a.button").click()
    buyer.is_accessible()
    page.locator("#limit").fill("٨٠" if language == "ar" else "80")
    page.locator("button[name=provider][value=test]").click()
    page.wait_for_url("**/pay/test/*")
    page.locator("button[name=choice][value=approve]").click()
    page.wait_for_url(f"**/auctions/{lot}")
    page.locator("#amount").fill("30")
    page.locator("[data-bid-send]").click()
    expect(page.locator("[data-standing] .own-state--leading")).to_be_visible()
    buyer.go("/my/deposits").is_accessible()

    inside(beaten_and_sold, lot, owner, other)
    buyer.is_written_to(WORDS[language])


def beaten_and_sold(lot: int, owner: int, other: int) -> None:
    assert put_down(lot, other, "90") == "held"
    bid(lot, other, "60")
    bidding.end_early(auction_id=lot, person_id=owner, how="sell")
    settle()
    assert_ledger_sound()
