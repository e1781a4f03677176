"""A buyer who stays within a budget, and one who asks to be let into a sale: by their own hands, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import builders_people as people
from tests.bidding.builders import an_auction, bid
from tests.bidding.sales.builders import announced, auctions
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("en", DESKTOP)])
def test_a_budget_is_set_on_a_lot_and_holds_on_the_next(inside, guest, language, viewport):
    ann = inside(people.person, email="ann@people.example", language=language)
    first, second = inside(an_auction), inside(an_auction)
    inside(bid, second, ann, "12")
    someone = guest(locale=language, viewport=viewport).sign_in("ann@people.example").go(f"/auctions/{first}")
    page = someone.page
    page.locator("[data-budget] a").click()
    form = page.locator("form:has([name=total])")
    form.locator("[name=name]").fill("الساعات")
    form.locator("[name=total]").fill("٨٠" if language == "ar" else "80")
    someone.is_accessible()
    form.locator("button[type=submit]").click()
    page.wait_for_url(f"**/auctions/{first}")
    expect(page.locator("[data-budget] bdi").first).to_have_text("الساعات")
    someone.is_accessible()
    someone.bid("60").standing("leading")
    someone.go("/my/budgets")
    page.locator(".budget-card__link").click()
    page.locator("input[name=lot]").check()
    page.locator("form:has(input[name=lot]) button[type=submit]").click()
    expect(page.locator(".budget-row")).to_have_count(2)
    someone.is_accessible()
    someone.go(f"/auctions/{second}").bid("25")
    refused = page.locator("#amount-error")
    expect(refused).to_contain_text("الساعات")
    expect(page.locator("#amount")).to_have_value("25")
    expect(page.locator("#amount")).to_be_focused()
    someone.is_accessible()
    someone.bid("20").standing("leading")


@pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("en", DESKTOP)])
def test_somebody_asks_to_be_let_in_and_bids(inside, guest, language, viewport):
    seller = inside(people.seller, email="seller@people.example", language=language)
    inside(people.person, email="ann@people.example", handle="ann-who-asks", language=language)
    sale = inside(announced, seller, 2, wanted={"needs_approval": "on"})
    lot = inside(auctions, sale)[0]
    ann = guest(locale=language, viewport=viewport).sign_in("ann@people.example").go(f"/auctions/{lot}")
    expect(ann.page.locator("#amount")).to_have_count(0)
    ann.is_accessible()
    ann.page.locator(f"form[action='/sales/{sale}/approval'] button").click()
    expect(ann.page.locator(f"form[action='/sales/{sale}/approval']")).to_have_count(0)
    host = guest(locale=language, viewport=viewport).sign_in("seller@people.example")
    host.hears_the_bell(1)
    host.go(f"/sales/{sale}").is_accessible()
    host.page.locator(f"a[href='/sell/sales/{sale}/approvals']").click()
    expect(host.page.locator("li", has_text="ann-who-asks")).to_have_count(1)
    host.is_accessible()
    host.page.locator("button[value=approve]").first.click()
    expect(host.page.locator("button[value=decline]")).to_have_count(1)
    ann.hears_the_bell(1)
    ann.go(f"/sales/{sale}").is_accessible()
    ann.go(f"/auctions/{lot}").bid("50").standing("leading")
