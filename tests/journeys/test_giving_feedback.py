"""A story after the sale: both say how it was, neither reads the other's before, and then everybody can."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from auction import outbox
from tests import builders_people as people
from tests.browsers import DESKTOP, PHONE
from tests.builders_reputation import a_deal
from tests.journeys.stage import Guest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

WORDS = {"en": "Well packed, and quick.", "ar": "تغليف ممتاز وسرعة في الإرسال."}
REPLY = {"en": "Thank you!", "ar": "شكرًا لك!"}


@pytest.mark.parametrize(
    ("language", "viewport"), [("ar", PHONE), ("en", DESKTOP)], ids=["arabic-phone", "english-desktop"]
)
def test_both_say_how_it_was_and_everybody_reads_it_then(
    guest: Callable[..., Guest], inside, language: str, viewport: dict[str, int]
):
    seller_id = inside(people.seller, email="hala@people.example", handle="hala", language=language)
    buyer_id = inside(people.person, email="omar@people.example", handle="omar", language=language)
    deal = inside(a_deal, buyer_id=buyer_id, seller_id=seller_id)
    omar, hala, anybody = (guest(locale=language, viewport=viewport) for _each in range(3))

    omar.sign_in("omar@people.example").go("/my/purchases").is_accessible()
    omar.page.locator(f"a[href='/orders/{deal.order_id}/feedback']").click()
    omar.is_accessible()
    form = omar.page.locator("form[action$='/feedback']")
    form.locator("label:has(#stars-3)").click()
    form.locator("button[type=submit]").click()
    expect(omar.page.locator("#text-error")).to_be_visible()
    expect(omar.page.locator("#stars-3")).to_be_checked()
    omar.is_accessible()
    form.locator("label:has(#stars-4)").click()
    form.locator("label:has(#dispatch-5)").click()
    form.locator("#text").fill(WORDS[language])
    form.locator("button[type=submit]").click()
    expect(omar.page.locator(".said__text")).to_have_text(WORDS[language])
    omar.is_accessible()

    hala.sign_in("hala@people.example").go(f"/orders/{deal.order_id}")
    expect(hala.page.locator(".said")).to_have_count(0)
    anybody.go("/sellers/hala")
    expect(anybody.page.locator(".said")).to_have_count(0)
    hala.go("/my/feedback").is_accessible()
    hala.page.locator(f"a[href='/orders/{deal.order_id}/feedback']").click()
    form = hala.page.locator("form[action$='/feedback']")
    form.locator("label:has(#stars-5)").click()
    form.locator("button[type=submit]").click()
    expect(hala.page.locator(".said")).to_have_count(2)
    expect(hala.page.locator(".said__text")).to_have_text(WORDS[language])

    hala.page.locator("a[href$='/reply']").click()
    expect(hala.page.locator("#reply")).to_be_visible()
    hala.is_accessible()
    hala.page.locator("#reply").fill(REPLY[language])
    hala.page.locator("form[action$='/reply'] button[type=submit]").click()
    expect(hala.page.locator(".said__reply .said__text")).to_have_text(REPLY[language])

    inside(outbox.drain)
    omar.go("/notices")
    expect(omar.page.locator(f"a[href='/orders/{deal.order_id}#feedback']").first).to_be_visible()
    for path in ("/sellers/hala", "/people/hala/feedback"):
        anybody.go(path)
        expect(anybody.page.locator(".said__text").first).to_have_text(WORDS[language])
        expect(anybody.page.get_by_text("omar")).to_have_count(0)
        anybody.is_accessible()
    anybody.go("/house/scorecard").is_accessible()
