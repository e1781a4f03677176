"""Search in the browser: suggestions by keyboard alone, and the choices as a sheet on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bidding.builders import an_auction
from tests.browsers import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


def test_suggestions_are_chosen_by_keyboard_alone(live_server, new_page, inside):
    lot = inside(an_auction, listing={"title": "ساعة حائط «بندول»"})
    page = new_page(locale="ar", viewport=PHONE)
    page.goto(live_server.url)
    box = page.locator("#site-search")
    box.press_sequentially("ساع")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_contain_text("بندول")
    box.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_have_value("ساع")
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(f"**/auctions/{lot}")


def test_the_choices_are_a_sheet_on_a_phone(live_server, new_page, inside):
    inside(an_auction)
    page = new_page(viewport=PHONE)
    page.goto(f"{live_server.url}/search?q=clock")
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="Filter").click()
    expect(sheet).to_be_visible()
    sheet.get_by_role("link", name="Show 1 lot").click()
    expect(sheet).to_be_hidden()
