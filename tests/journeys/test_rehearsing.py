"""A seller rehearses a draft: a reserve out of reach, other terms, and what was tried taken over into the draft."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import builders_catalogue as build
from tests import builders_people as people
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.mark.parametrize(
    ("language", "viewport"), [("ar", PHONE), ("en", DESKTOP)], ids=["arabic-phone", "english-desk"]
)
def test_a_seller_tries_a_reserve_and_takes_better_terms_over(live_server, inside, guest, language, viewport):
    inside(build.make_shelves)
    seller = inside(people.seller, email="seller@people.example", language=language)
    draft = inside(build.make_draft, seller, has_picture=False)
    someone = guest(locale=language, viewport=viewport).sign_in("seller@people.example")
    page = someone.go(f"/sell/{draft}?step=price").page
    page.fill("#starting", "40")
    page.locator("button[name=then][value=rehearsal]").click()
    expect(page.locator("#starting")).to_have_value("40")
    expect(page.locator("[data-sold]")).to_have_count(1)
    someone.is_accessible()

    page.fill("#reserve", "٩٠٠٠" if language == "ar" else "9000")
    page.locator("label:has([name=source][value=quiet])").click()
    page.locator(".rehearsal__play button").click()
    expect(page.locator("[data-sold]").nth(1)).to_contain_text("0 من 25" if language == "ar" else "0 of 25")
    expect(page.locator(".rehearsal__graphs figure")).to_have_count(2)
    someone.is_accessible()

    page.fill("#reserve", "50")
    page.select_option("#duration", "3d")
    page.locator("label:has([name=soft_close][value=off])").click()
    expect(page.locator("#window_minutes")).to_be_hidden()
    page.locator(".rehearsal__play button").click()
    page.locator("form[action$='/rehearsal/terms'] button").click()
    expect(page).to_have_url(live_server.url + f"/sell/{draft}?step=price#price")
    expect(page.locator("#reserve")).to_have_value("50")
    expect(page.locator("#duration")).to_have_value("3d")
    expect(page.locator("[name=soft_close][value=off]")).to_be_checked()
    expect(page.locator("#starting")).to_have_value("40")
    someone.is_accessible()
