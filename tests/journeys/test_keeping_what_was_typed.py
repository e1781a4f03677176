"""An amount that was typed outlives the end of a session, here or in another tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.browsers import PHONE
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


def test_an_amount_outlives_the_session(guest: Callable[..., Guest], inside):
    inside(people.person, email="layla@people.example", handle="layla", language="ar")
    lot = inside(an_auction)
    layla = guest(locale="ar", viewport=PHONE)
    layla.sign_in("layla@people.example").go(f"/auctions/{lot}")

    layla.page.context.clear_cookies()
    layla.page.locator("#amount").fill("57")
    layla.page.locator("[data-bid-send]").click()
    layla.page.wait_for_url("**/login**")
    layla.page.locator("input[name=email]").first.fill("layla@people.example")
    layla.page.locator("input[name=password]").first.fill(people.PASSWORD)
    layla.page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    layla.page.wait_for_url(f"**/auctions/{lot}")
    expect(layla.page.locator("#amount")).to_have_value("57")

    other = layla.page.context.new_page()  # a new session begins in another tab: this page's token is of yesterday
    layla.page.context.clear_cookies()
    other.goto(layla.server.url + f"/login?next=/auctions/{lot}")
    other.locator("input[name=email]").first.fill("layla@people.example")
    other.locator("input[name=password]").first.fill(people.PASSWORD)
    other.locator("form:has(input[name=password]) button[type=submit]").first.click()
    other.wait_for_url(f"**/auctions/{lot}")
    layla.page.locator("#amount").fill("58")
    with layla.page.expect_navigation():  # the page comes anew, and its script puts the amount back
        layla.page.locator("[data-bid-send]").click()
    expect(layla.page.locator("[data-standing] .own-state")).to_have_count(0)
    expect(layla.page.locator("#amount")).to_have_value("58")
    layla.page.locator("[data-bid-send]").click()
    expect(layla.page.locator("[data-standing] .own-state--leading")).to_be_visible()
