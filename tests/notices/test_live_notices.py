"""A notice reaches the page of the person it is for, at once and in their language, and nobody else's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from auction.accounts.service import set_password
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.browsers import PHONE
from tests.notices.builders import an_arab

pytestmark = pytest.mark.browser

PASSWORD = "a brass clock strikes"


def sign_in(page, url: str, email: str) -> None:
    page.goto(f"{url}/login")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action*=login] button[type=submit]").click()
    page.wait_for_load_state()


@pytest.mark.sqlite_only
def test_who_is_outbid_sees_it_at_once_on_any_page(live_server, new_page, inside):
    outbid_id = inside(an_arab, email="first@mazad.example")
    other_id = inside(a_person, email="other@mazad.example")
    for person_id in (outbid_id, other_id):
        inside(set_password, person_id=person_id, password=PASSWORD)
    auction_id = inside(an_auction, inside(a_seller), listing={"title": "A brass clock"})

    first, other = new_page(locale="ar", viewport=PHONE), new_page()
    sign_in(first, live_server.url, "first@mazad.example")
    sign_in(other, live_server.url, "other@mazad.example")
    for page in (first, other):
        page.goto(f"{live_server.url}/notices")
        page.wait_for_timeout(500)
    inside(bid, auction_id, outbid_id, "50")
    inside(bid, auction_id, inside(a_person), "90")

    toast = first.locator(".toast")
    expect(toast).to_contain_text("تم تجاوز مزايدتك")
    expect(first.locator("[data-bell-count]")).to_have_text("١")
    expect(other.locator(".toast")).to_have_count(0)

    toast.locator("a").click()
    first.wait_for_url(f"**/auctions/{auction_id}")
    first.goto(f"{live_server.url}/notices")
    expect(first.locator("[data-bell-count]")).to_be_hidden()
    expect(first.get_by_text("غير مقروء")).to_have_count(0)
