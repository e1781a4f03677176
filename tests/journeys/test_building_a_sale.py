"""A seller puts a sale together by hand, announces it, and a bidder sees its lots live."""

from __future__ import annotations

import json
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from auction.accounts.service import create_token
from tests import builders_people as people
from tests.bidding.sales.builders import a_sale, announced, auctions, numbers
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


def titles(page: Page) -> list[str]:
    return [text.rpartition(" ")[2] for text in page.locator("[data-row] .saleroom-row__words a").all_inner_texts()]


def drag(page: Page, row: int, onto: int) -> None:
    grip = page.locator("[data-grip]").nth(row).bounding_box()
    target = page.locator("[data-row]").nth(onto).bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, target["y"] + target["height"] / 2, steps=12)
    page.mouse.up()


def test_lots_are_dragged_under_their_numbers_and_the_catalogue_is_live(live_server, inside, guest):
    seller = inside(people.seller, email="seller@people.example")
    sale = inside(a_sale, seller, 3)
    token = inside(create_token, person_id=inside(people.person), name="a program").token
    someone = guest(viewport=DESKTOP).sign_in("seller@people.example").go(f"/sell/sales/{sale}/lots")
    page = someone.page
    drag(page, 0, 2)
    assert titles(page) == ["2", "3", "1"]
    page.locator("[data-row] [data-step='-1']").nth(1).click()
    assert titles(page) == ["3", "2", "1"]
    assert [box.input_value() for box in page.locator("[data-number]").all()] == ["1", "2", "3"]
    page.locator("[data-row] [data-number]").nth(1).fill("2A")
    page.locator("button[value=announce]").click()
    expect(page.locator(".saleroom-lots .card")).to_have_count(3, timeout=20_000)
    assert inside(numbers, sale) == ["1", "2A", "3"]
    expect(page.locator(".saleroom-lots__number").nth(1)).to_have_text("Lot 2A")
    lot = inside(auctions, sale)[1]
    price = page.locator(f"[data-auction='{lot}'] [data-live=count]")
    expect(price).to_have_text("0 bids")
    bid_from_elsewhere(live_server.url, lot, token)
    expect(price).to_have_text("1 bid")


@pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("en", DESKTOP)])
def test_every_page_of_a_sale_is_accessible(live_server, inside, guest, language, viewport):
    seller = inside(people.seller, email="seller@people.example", language=language)
    draft, shown = inside(a_sale, seller, 2), inside(announced, seller, 3, closing="chain")
    lot = inside(auctions, shown)[1]
    someone = guest(locale=language, viewport=viewport).sign_in("seller@people.example")
    for path in (
        "/sales",
        f"/sales/{shown}",
        f"/auctions/{lot}",
        "/sell/sales",
        f"/sell/sales/{draft}",
        f"/sell/sales/{draft}/lots",
    ):
        someone.go(path).is_accessible()


def bid_from_elsewhere(url: str, lot: int, token: str) -> None:
    wanted = urllib.request.Request(
        f"{url}/api/v1/auctions/{lot}/bids",
        data=json.dumps({"amount": "50", "key": "a-bid-from-elsewhere", "confirmed": True}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(wanted, timeout=20) as answer:
        assert answer.status == 201
