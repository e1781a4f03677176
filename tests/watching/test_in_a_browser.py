"""The heart on a card and one's own bids in a real browser: nothing is loaded anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.browsers import PHONE
from tests.builders_people import row_of
from tests.journeys.conftest import guest

__all__ = ["guest"]
pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


def mail_of(inside, person_id):
    return inside(lambda: row_of(person_id).email)


def test_the_heart_on_a_card_at_a_phone_in_arabic(inside, guest):
    lots = inside(lambda: [an_auction(listing={"title": f"ساعة {number}"}) for number in range(3)])
    ann = guest(locale="ar", viewport=PHONE)
    ann.sign_in(mail_of(inside, inside(a_person, language="ar"))).go("/").stays()
    hearts = ann.page.locator(f'form[data-watch$="/watching/{lots[1]}"] button')
    expect(hearts.first).to_have_attribute("aria-pressed", "false")
    box = hearts.first.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    hearts.first.tap()
    for each in hearts.all():
        expect(each).to_have_attribute("aria-pressed", "true")
    expect(ann.page.locator("#say-polite")).to_have_text("القطعة في قائمة متابعتك.")
    assert ann.has_stayed()
    assert ann.page.url == ann.server.url + "/"
    ann.is_accessible()
    ann.go("/watching")
    expect(ann.page.locator(".board__row")).to_have_count(1)
    row = ann.page.locator(".board__row")
    assert row.locator("button").bounding_box()["x"] < row.locator("img, svg").first.bounding_box()["x"]
    row.locator("button").tap()
    expect(row.locator("button")).to_have_attribute("aria-pressed", "false")
    ann.is_accessible().go("/watching")
    expect(ann.page.locator(".empty")).to_be_visible()


def test_the_lots_page_counts_and_a_failure_is_said(inside, guest):
    lot = inside(an_auction)
    ann = guest().sign_in(mail_of(inside, inside(a_person))).go(f"/auctions/{lot}").stays()
    heart = ann.page.locator(".heart--lot button")
    heart.click()
    expect(ann.page.locator("[data-watchers]")).to_have_text("On 1 watch list")
    expect(heart).to_contain_text("Watching")
    heart.click()
    expect(ann.page.locator("[data-watchers]")).to_have_text("")
    ann.page.route("**/api/v1/watching/*", lambda route: route.abort())
    heart.click()
    expect(ann.page.locator(".toast")).to_contain_text("That did not work")
    expect(heart).to_have_attribute("aria-pressed", "false")
    assert ann.has_stayed()


def test_ones_own_bids_move_as_news_come(inside, guest):
    ann_id, ben = inside(a_person), inside(a_person)
    lot, other = inside(lambda: (an_auction(a_seller(), buy_now_minor=20000), an_auction()))
    for each in (lot, other):
        inside(bid, each, ann_id, "50")
    ann = guest().sign_in(mail_of(inside, ann_id)).go("/my/bids?show=leading").stays()
    rows = ann.page.locator("[data-standing-is]:visible")
    expect(rows).to_have_count(2)
    rival = guest().sign_in(mail_of(inside, ben)).go(f"/auctions/{lot}")
    rival.bid("80")
    expect(rows).to_have_count(1)
    expect(ann.page.locator('[data-pill="outbid"] [data-count]')).to_have_text("1")
    expect(ann.page.locator('[data-pill="leading"] [data-count]')).to_have_text("1")
    assert ann.has_stayed()
