"""The sale form under a real hand: it saves itself, takes pictures, lets them be moved, and works without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from auction import clock
from auction.catalogue import queries
from auction.config import ROOT
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.browsers import DESKTOP, PHONE, Visit
from tests.served import Server

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


class Desk:
    """A seller in front of a draft, at a device of their own."""

    def __init__(self, visit: Visit, server: Server, listing_id: int, seller_id: int, inside: Any) -> None:
        self.visit, self.page, self.seller_id, self.inside = visit, visit.page, seller_id, inside
        self.listing_id = listing_id
        self.page.goto(f"{server.url}/sell/{listing_id}")

    @property
    def kept(self) -> queries.OwnListing:
        own: queries.OwnListing = self.inside(queries.own_listing, self.listing_id, self.seller_id)
        return own

    def order(self) -> list[int]:
        return [picture.id for picture in self.kept.view.pictures]

    def step(self, name: str) -> None:
        """Go to a step by its number at the head of the form."""
        self.page.locator(f".steps__step[data-go={name}]").click()

    def shown(self) -> list[int]:
        return [int(tile.get_attribute("data-picture") or 0) for tile in self.page.locator("[data-picture]").all()]


@pytest.fixture
def sit_down(
    inside: Any, new_server: Callable[..., Server], new_visit: Callable[..., Visit], client: FlaskClient
) -> Callable[..., Desk]:
    def sit(*, pictures: int = 0, language: str = "en", **options: Any) -> Desk:
        inside(build.make_shelves)
        seller_id = inside(people.seller, language=language)
        listing_id = inside(build.make_draft, seller_id, has_picture=False)
        for _picture in range(pictures):
            inside(build.hang_picture, listing_id, seller_id)
        server = new_server()
        visit = new_visit(locale=language, **options)
        people.signed_in(client, seller_id)
        cookie = client.get_cookie("session")
        assert cookie is not None
        visit.context.add_cookies([{"name": "session", "value": cookie.value, "url": server.url}])
        return Desk(visit, server, listing_id, seller_id, inside)

    return sit


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")


def test_what_is_typed_saves_itself_and_the_amount_is_read_back(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(viewport=PHONE)
    desk.page.fill("#title", "A gold watch")
    desk.step("price")
    desk.page.fill("#starting", "١٢٥٠٫٥٠")
    expect(desk.page.locator("[data-hint=starting]")).to_have_text("$1,250.50")
    saved(desk.page)
    assert desk.kept.view.title == "A gold watch"
    assert desk.kept.wanted_terms["starting"] == "١٢٥٠٫٥٠"
    desk.page.select_option("#currency", "KWD")
    expect(desk.page.locator("#starting-currency")).to_have_text("KWD")
    expect(desk.page.locator("[data-hint=starting]")).to_contain_text("KWD")


def test_without_a_connection_the_words_wait_and_then_go(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down()
    desk.visit.context.set_offline(True)
    desk.page.fill("#title", "Written in a tunnel")
    expect(desk.page.locator("[data-saved-words]")).to_have_text("Kept on this device")
    assert desk.kept.view.title == "A silver pocket watch"
    desk.visit.context.set_offline(False)
    saved(desk.page)
    assert desk.kept.view.title == "Written in a tunnel"


def test_words_that_never_arrived_are_offered_again(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down()
    page = desk.page
    words = "title=Written+in+a+tunnel&starting=7&opening=later"
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [f"mazad draft {desk.listing_id}", words])
    page.reload()
    expect(page.locator("#title")).to_have_value("A silver pocket watch")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.locator("#title")).to_have_value("Written in a tunnel")
    expect(page.get_by_label("At a time I choose")).to_be_checked()
    saved(page)
    assert desk.kept.view.title == "Written in a tunnel"
    page.reload()
    expect(page.get_by_role("button", name="Bring them back")).to_be_hidden()


def test_pictures_are_chosen_refused_and_described(sit_down: Callable[..., Desk], tmp_path: Path) -> None:
    desk = sit_down(viewport=PHONE)
    desk.step("pictures")
    (tmp_path / "front.jpg").write_bytes(build.upload(hue=1))
    (tmp_path / "back.jpg").write_bytes(build.upload(hue=2))
    (tmp_path / "notes.jpg").write_text("no picture")
    desk.page.set_input_files("#pictures-input", [tmp_path / name for name in ("front.jpg", "notes.jpg", "back.jpg")])
    expect(desk.page.locator("[data-picture]")).to_have_count(2)
    expect(desk.page.locator("[data-refused]")).to_contain_text("This is not a picture we can read.")
    desk.page.get_by_role("button", name="Dismiss").click()
    desk.page.get_by_label("What this picture shows").first.fill("The dial")
    desk.page.get_by_label("Caption below this picture").first.fill("Enamel, signed")
    desk.page.wait_for_timeout(1200)
    saved(desk.page)
    assert [picture.alternative for picture in desk.kept.view.pictures] == ["The dial", ""]
    assert [picture.caption for picture in desk.kept.view.pictures] == ["Enamel, signed", ""]
    desk.page.locator("[data-remove]").last.click()
    expect(desk.page.locator("[data-picture]")).to_have_count(1)
    assert desk.order() == desk.shown()


def test_pictures_are_moved_by_key_and_by_hand(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(pictures=3)
    first, second, third = desk.order()
    button = desk.page.locator(f"[data-picture='{first}'] [data-move='1']")
    button.focus()
    desk.page.keyboard.press("Enter")
    assert desk.shown() == [second, first, third]
    expect(button).to_be_focused()
    expect(desk.page.locator("#say-polite")).to_have_text("Picture moved to place 2 of 3.")
    desk.page.keyboard.press("Enter")
    assert desk.shown() == [second, third, first]
    expect(desk.page.locator(f"[data-picture='{first}'] [data-move='-1']")).to_be_focused()

    grip = desk.page.locator(f"[data-picture='{first}'] [data-handle]").bounding_box()
    goal = desk.page.locator(f"[data-picture='{second}']").bounding_box()
    assert grip is not None
    assert goal is not None
    mouse = desk.page.mouse
    mouse.move(grip["x"] + 5, grip["y"] + 5)
    mouse.down()
    mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 20, steps=8)
    mouse.up()
    assert desk.shown() == [first, second, third]
    with desk.page.expect_response("**/pictures/order") as answered:
        pass
    assert answered.value.ok
    assert desk.order() == [first, second, third]


def test_without_scripts_the_form_does_it_all(sit_down: Callable[..., Desk], tmp_path: Path) -> None:
    desk = sit_down(pictures=1, java_script_enabled=False)
    (tmp_path / "back.jpg").write_bytes(build.upload(hue=2))
    desk.page.fill("#title", "Plain paper")
    desk.page.set_input_files("#pictures-input", [tmp_path / "back.jpg"])
    desk.page.press("#title", "Enter")
    expect(desk.page.locator("[data-picture]")).to_have_count(2)
    expect(desk.page.get_by_text("Your draft is saved.")).to_be_visible()
    desk.page.fill("#title", "Plainer paper")
    desk.page.get_by_role("button", name="Move this picture back").first.click()
    expect(desk.page.locator("#title")).to_have_value("Plainer paper")
    assert desk.shown() == desk.order()
    desk.page.get_by_label("The buyer can pick it up").check()
    desk.page.select_option("#country", "AE")
    desk.page.fill("#town", "Sharjah")
    desk.page.get_by_role("button", name="Publish").click()
    desk.page.wait_for_url("**/auctions/*")


@pytest.mark.parametrize(("language", "device"), [("en", PHONE), ("ar", PHONE), ("ar", DESKTOP)])
def test_everybody_can_use_the_form(sit_down: Callable[..., Desk], language: str, device: dict[str, int]) -> None:
    desk = sit_down(pictures=2, language=language, viewport=device, bypass_csp=True)
    desk.page.fill("#title", "")
    desk.step("review")
    desk.page.locator("button[value=publish]").click()
    expect(desk.page.locator("#title-error")).to_be_visible()
    desk.page.evaluate(AXE.read_text("utf-8"))
    found = desk.page.evaluate("async () => (await axe.run()).violations")
    grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert not grave, json.dumps(grave, indent=1)[:4000]
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is too wide"


STEPS = ("what", "pictures", "specifics", "price", "delivery", "review")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_phone_walks_from_step_to_step(sit_down: Callable[..., Desk], scripts: bool) -> None:
    desk = sit_down(viewport=PHONE, java_script_enabled=scripts)
    page = desk.page
    for step in STEPS:
        expect(page.locator(f".sale-section#{step}")).to_be_visible()
        expect(page.locator(".sale > .sale-step.is-current")).to_have_count(1)
        expect(page.locator(f".steps__step[data-go={step}]")).to_have_attribute("aria-current", "step")
        if step == "what":
            page.fill("#title", "Kept at every step")
        if step != "review":
            expect(page.locator(".sale-bar .sale-step:visible")).to_have_count(1)
            page.locator(".sale-bar .is-current [data-go]").last.click()
    assert "step=review" in page.url
    expect(page.locator("[data-card-title]")).to_have_text("Kept at every step")
    page.go_back()
    expect(page.locator(".sale-section#delivery")).to_be_visible()
    assert desk.kept.view.title == "Kept at every step"


def test_a_step_is_kept_at_once(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(viewport=PHONE)
    desk.page.clock.install()
    desk.page.clock.pause_at(clock.now() + timedelta(hours=1))  # the pause after typing is never over
    desk.page.fill("#title", "Kept by the step")
    with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
        desk.step("price")
    saved(desk.page)
    assert desk.kept.view.title == "Kept by the step"


def test_the_card_and_the_rules_follow_what_is_typed(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(pictures=1)
    page = desk.page
    page.fill("#title", "A golden hour")
    expect(page.locator("[data-card-title]")).to_have_text("A golden hour")
    page.fill("#starting", "250")
    expect(page.locator("[data-card-price]")).to_have_text("$250.00")
    expect(page.locator("[data-rules]")).to_contain_text("Bidding begins at $250.00.")
    expect(page.locator("#fees [data-fees]")).to_contain_text("$250.00")
    page.fill("#starting", "many")
    expect(page.locator("[data-rules-none]")).to_be_visible()


def test_ticks_and_choices_come_back_from_the_device(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down()
    page = desk.page
    words = "pickup=&pickup=on&returns=14&country=AE&town=Dubai"
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [f"mazad draft {desk.listing_id}", words])
    page.reload()
    page.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_label("The buyer can pick it up")).to_be_checked()
    saved(page)
    assert desk.kept.delivery["pickup"] == "on"
    assert desk.kept.view.place.town == "Dubai"
