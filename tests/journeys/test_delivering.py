"""A lot on its way: an Arabic phone chooses and pays, an English desk sends, the phone says that it arrived."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from auction.settlement.orders import queries as orders
from tests import builders_people as people
from tests.browsers import DESKTOP, PHONE
from tests.builders_settlement import an_order, assert_ledger_sound
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def a_won_order() -> int:
    buyer_id = people.person(email="layla@people.example", handle="layla", language="ar", time_zone="Asia/Dubai")
    seller_id = people.seller(email="noor@people.example", handle="noor-antiques")
    ways = {"pickup": "on", "ship_country": "12", "ship_region": "30", "dispatch": "3"}
    return an_order(buyer_id, zone=None, seller_id=seller_id, delivery=ways)


@pytest.mark.sqlite_only
def test_from_the_choice_of_a_way_to_the_buyers_hands(guest: Callable[..., Guest], inside):
    order_id = inside(a_won_order)
    buyer = guest(locale="ar", viewport={**PHONE, "width": 360}).sign_in("layla@people.example")
    buyer.go(f"/orders/{order_id}").is_accessible()
    page = buyer.page
    page.locator("#delivery a[href*='settings/addresses/new']").click()
    expect(page.locator("#country")).to_have_value("AE")
    page.fill("#name", "ليلى حداد")
    page.fill("#line1", "شارع النخيل ١٢")
    page.fill("#district", "المارينا")
    page.fill("#city", "دبي")
    page.select_option("#region", "dubai")
    page.fill("#phone", "٠٠٩٧١٥٠١٢٣٤٥٦٧")
    buyer.is_accessible()
    page.locator("form.form button[type=submit]").last.click()
    expect(page.locator("[name=zone][value=country]")).to_be_checked()
    expect(page.locator("[name=address]")).to_be_checked()
    page.locator("#delivery button[type=submit]").click()
    expect(page.locator(".bill__line--sum")).to_contain_text("117.00")
    buyer.is_accessible()
    page.locator("form:has([name=provider][value=test]) button").click()
    page.locator("button[name=choice][value=approve]").click()
    expect(page.locator(".badge--good").first).to_be_visible()

    seller = guest(locale="en", viewport=DESKTOP).sign_in("noor@people.example")
    seller.go(f"/orders/{order_id}").is_accessible()
    expect(seller.page.locator("address.address")).to_contain_text("شارع النخيل ١٢")
    seller.page.select_option("[name=carrier]", "aramex")
    seller.page.fill("[name=tracking]", "4412 3456")
    seller.page.get_by_role("button", name="It is sent").click()
    expect(seller.page.locator("a[href*='aramex.com']")).to_be_visible()
    seller.is_accessible()

    buyer.go(f"/orders/{order_id}").is_accessible()
    expect(page.locator("a[href$='ShipmentNumber=44123456']")).to_have_attribute("rel", "noopener noreferrer")
    page.locator("form[action$='/received'] button").click()
    expect(page.locator(".course__line").first).to_contain_text("layla")
    assert inside(orders.state_of, order_id) == "completed"
    inside(assert_ledger_sound)
