"""A buyer at a phone pays for what they won: declined, tried again, approved; in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE
from tests.builders_people import person
from tests.builders_settlement import an_order, assert_ledger_sound
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_declined_payment_is_tried_again_at_a_phone(guest: Callable[..., Guest], inside, language: str):
    words = {
        "en": ("The bank declined the payment", "The order is paid", "Paid"),
        "ar": ("رفض المصرف الدفعة", "دُفع ثمن الطلب", "مدفوع"),
    }
    declined, thanks, paid = words[language]
    buyer_id = inside(person, email="buyer@people.example", language=language)
    order_id = inside(an_order, buyer_id)
    buyer = guest(locale=language, viewport=PHONE).sign_in("buyer@people.example").go("/my/purchases")
    buyer.page.locator(".card__link").first.click()
    expect(buyer.page.locator("html")).to_have_attribute("lang", language)
    buyer.is_accessible()

    buyer.page.locator("form[action$='/payment'] button").click()
    buyer.is_accessible()
    buyer.page.locator("button[value=decline]").click()
    expect(buyer.page.locator("#order-pay ~ .alert--bad")).to_contain_text(declined)
    buyer.is_accessible()

    buyer.page.locator("form[action$='/payment'] button").click()
    buyer.page.locator("button[value=approve]").click()
    expect(buyer.page.locator(".alert--good")).to_contain_text(thanks)
    expect(buyer.page.locator(".page-head .badge")).to_contain_text(paid)
    expect(buyer.page.locator("#order-pay")).to_have_count(0)
    assert buyer.page.url.endswith(f"/orders/{order_id}")
    inside(assert_ledger_sound)


def test_money_that_takes_its_time_changes_the_page_by_itself(guest: Callable[..., Guest], inside):
    buyer_id = inside(person, email="buyer@people.example")
    order_id = inside(an_order, buyer_id)
    buyer = guest(viewport=PHONE).sign_in("buyer@people.example").go(f"/orders/{order_id}")
    buyer.page.locator("form[action$='/payment'] button").click()
    buyer.page.locator("button[value=later]").click()
    expect(buyer.page.locator("[data-on-its-way=yes]")).to_be_visible()
    expect(buyer.page.locator("[data-on-its-way=no]")).to_have_count(0)
    buyer.is_accessible()
    expect(buyer.page.locator(".page-head .badge")).to_contain_text("Paid", timeout=60_000)
