"""After the hammer, in both languages: the winner pays, the seller sends, both say how it was; and one that comes back:
delivered, complained of, and paid back. From the seller's own closing of the sale to the last line of the course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from auction import clock
from auction.bidding import service as bidding
from auction.settlement.orders import queries as orders
from tests import builders_people as people
from tests.bidding.builders import a_listing, an_auction, bid
from tests.browsers import DESKTOP, PHONE
from tests.builders_settlement import assert_ledger_sound
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.timeout(240)]

WAYS = {"pickup": "on", "ship_country": "12", "ship_region": "30", "dispatch": "3"}
NARROW = {**PHONE, "width": 360}
WORDS = {
    "en": {"name": "Layla Haddad", "line1": "12 Palm Street", "city": "Dubai", "district": "Marina",
           "said": "Well packed, and quick.", "wrong": "The glass is broken.", "sorry": "I take it back.",
           "invoice": "Invoice", "credit_note": "Credit note"},
    "ar": {"name": "ليلى حداد", "line1": "شارع النخيل ١٢", "city": "دبي", "district": "المارينا",
           "said": "تغليف ممتاز وسرعة في الإرسال.", "wrong": "الزجاج مكسور.", "sorry": "أستعيدها منك.",
           "invoice": "فاتورة", "credit_note": "إشعار دائن"},
}  # fmt: skip
IN_BOTH = pytest.mark.parametrize(
    ("language", "viewport"), [("ar", NARROW), ("en", DESKTOP)], ids=["arabic-phone", "english-desk"]
)


@pytest.mark.every_variant
@IN_BOTH
def test_from_the_hammer_to_what_both_say_of_it(
    guest: Callable[..., Guest], inside, language: str, viewport: dict[str, int]
):
    told = WORDS[language]
    sale = Sale(guest, inside, language, viewport)
    buyer, page = sale.buyer, sale.buyer.page
    buyer.go(f"/orders/{sale.order_id}").is_accessible()
    give_address(buyer, told)
    expect(page.locator("[name=zone][value=country]")).to_be_checked()
    page.locator("#delivery button[type=submit]").click()
    expect(page.locator(".bill__line--sum")).to_contain_text(sale.total)
    buyer.is_accessible()
    pay(buyer)
    sale.sent()

    buyer.go(f"/orders/{sale.order_id}").is_accessible()
    expect(page.locator("a[href$='ShipmentNumber=44123456']")).to_have_attribute("rel", "noopener noreferrer")
    page.locator("form[action$='/received'] button").click()
    expect(page.locator(".course__line").first).to_contain_text("layla")
    assert inside(orders.state_of, sale.order_id) == "completed"
    inside(assert_ledger_sound)

    page.locator(f"a[href='/orders/{sale.order_id}/feedback']").first.click()
    say(buyer, stars=5, text=told["said"])
    sale.seller.go(f"/orders/{sale.order_id}/feedback")
    say(sale.seller, stars=5)
    expect(sale.seller.page.locator(".said")).to_have_count(2)
    anybody = guest(locale=language, viewport=viewport).speak(language).go("/people/hala/feedback")
    expect(anybody.page.locator(".said__text").first).to_have_text(told["said"])
    expect(anybody.page.get_by_text("layla")).to_have_count(0)


@IN_BOTH
def test_delivered_complained_of_and_paid_back(
    guest: Callable[..., Guest], inside, language: str, viewport: dict[str, int]
):
    told = WORDS[language]
    sale = Sale(guest, inside, language, viewport)
    buyer, seller, address = sale.buyer, sale.seller, f"/orders/{sale.order_id}"
    give_address(buyer.go(address), told)
    buyer.page.locator("#delivery button[type=submit]").click()
    pay(buyer)
    sale.sent()
    seller.page.locator("details:has(form[action$='/arrival']) summary").click()
    seller.page.fill("[name=day]", clock.now().date().isoformat())
    seller.page.locator("form[action$='/arrival'] button[type=submit]").click()
    expect(seller.page.locator("form[action$='/arrival']")).to_have_count(0)
    assert inside(orders.state_of, sale.order_id) == "delivered"

    buyer.go(address).page.locator("details:has(#problem-why) summary").click()
    buyer.page.fill("#problem-why", told["wrong"])
    buyer.page.locator("form:has(#problem-why) button[type=submit]").click()
    expect(buyer.page.locator(".course")).to_contain_text(told["wrong"])
    buyer.is_accessible()
    assert inside(orders.state_of, sale.order_id) == "in_dispute"

    seller.go(address).page.locator("details:has(#refund-why) summary").click()
    seller.page.locator("form:has(#refund-why) button[type=submit]").click()
    expect(seller.page.locator("#refund-why-error")).to_be_visible()  # why is for the buyer to read
    seller.page.fill("#refund-why", told["sorry"])
    seller.page.locator("form:has(#refund-why) button[type=submit]").click()
    expect(seller.page.locator(".course")).to_contain_text(told["sorry"])
    seller.is_accessible()
    assert inside(orders.state_of, sale.order_id) == "refunded"

    buyer.go(address).is_accessible()
    expect(buyer.page.locator(".bill")).to_contain_text(sale.total)
    papers = buyer.page.locator("section[aria-labelledby=order-papers]")
    for kind in ("invoice", "credit_note"):  # the invoice stays, and a credit note undoes it
        expect(papers).to_contain_text(told[kind])
    order = inside(orders.order, sale.order_id, sale.buyer_id)
    assert order.refunded_minor == order.total_minor
    inside(assert_ledger_sound)


class Sale:
    """A lot that its seller has just sold to who leads, its order opened, and both of them at their devices."""

    total = "102.30"  # 86.00 with the premium of 5 %, and 12.00 for sending it

    def __init__(self, guest: Callable[..., Guest], inside: Any, language: str, viewport: dict[str, int]) -> None:
        both = {"language": language, "time_zone": "Asia/Dubai"}
        self.seller_id = inside(people.seller, email="hala@people.example", handle="hala", **both)
        self.buyer_id = inside(people.person, email="layla@people.example", handle="layla", **both)
        inside(self._hammer)
        self.buyer = guest(locale=language, viewport=viewport).sign_in("layla@people.example")
        self.seller = guest(locale=language, viewport=DESKTOP).sign_in("hala@people.example")
        self.order_id = self._order(inside)

    def _hammer(self) -> None:
        auction_id = an_auction(self.seller_id, a_listing(self.seller_id, delivery=WAYS))
        bid(auction_id, people.person(), "85")
        bid(auction_id, self.buyer_id, "90")
        bidding.end_early(auction_id=auction_id, person_id=self.seller_id, how="sell", reason="")

    def _order(self, inside: Any) -> int:
        """The outbox of the served house opens it a moment after the end; the buyer finds it among the purchases."""
        link = self.buyer.page.locator("a[href^='/orders/']").first
        for _attempt in range(60):
            self.buyer.go("/my/purchases")
            if link.count():
                return int(str(link.get_attribute("href")).split("/")[2])
            self.buyer.page.wait_for_timeout(250)
        raise AssertionError("no order was opened")

    def sent(self) -> None:
        page = self.seller.go(f"/orders/{self.order_id}").is_accessible().page
        page.select_option("[name=carrier]", "aramex")
        page.fill("[name=tracking]", "4412 3456")
        page.locator("form:has([name=carrier]) button[type=submit]").click()
        expect(page.locator("a[href*='aramex.com']")).to_be_visible()
        self.seller.is_accessible()


def give_address(buyer: Guest, told: dict[str, str]) -> None:
    page = buyer.page
    page.locator("#delivery a[href*='settings/addresses/new']").click()
    expect(page.locator("#country")).to_have_value("AE")  # where the buyer's clock is
    for name in ("name", "line1", "district", "city"):
        page.fill(f"#{name}", told[name])
    page.select_option("#region", "dubai")
    page.fill("#phone", "٠٠٩٧١٥٠١٢٣٤٥٦٧")
    buyer.is_accessible()
    page.locator("form.form button[type=submit]").last.click()
    expect(page.locator("[name=address]")).to_be_checked()


def pay(buyer: Guest) -> None:
    buyer.page.locator("form:has([name=provider][value=test]) button").click()
    buyer.page.locator("button[name=choice][value=approve]").click()
    expect(buyer.page.locator(".badge--good").first).to_be_visible()


def say(who: Guest, *, stars: int, text: str = "") -> None:
    form = who.page.locator("form[action$='/feedback']")
    form.locator(f"label:has(#stars-{stars})").click()
    form.locator("#text").fill(text)
    form.locator("button[type=submit]").click()
    expect(who.page.locator(".said").first).to_be_visible()
