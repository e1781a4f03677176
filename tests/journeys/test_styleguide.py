"""The page of all components: nothing of the style sheets is missing on it, and it is closed in production."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from auction import clock
from auction.app import create_app
from auction.catalogue.service import mark_published
from auction.config import ROOT
from auction.db import transaction
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import an_auction, bid
from tests.browsers import PHONE
from tests.journeys.stage import AXE
from tests.journeys.test_pages_tour import WIDE, grave_findings

SHEETS = ROOT / "static" / "css" / "components"
# What dresses one page, or the frame of every page, is looked at where it stands.
PAGES = {
    "account",
    "auth",
    "catalogue",
    "finding",
    "budget",
    "footer",
    "header",
    "home",
    "import",
    "lot",
    "operator",
    "order",
    "paper",
    "rehearsal",
    "reputation",
    "saleroom",
    "styleguide",
}
# States that a script or a visit gives to a component.
PASSING = {"is-alone", "is-away", "is-dragging", "is-gliding", "is-near", "is-new", "is-over", "is-soon", "is-struck"}
PASSING |= {"course__line--you", "course__line--note", "toasts", "graph__move", "graph__planned", "graph__sign"}
# Blocks of those pages that a component of ours makes room for.
FRAMED = {"next-lot", "sale-bar"}


def classes(sheet: str) -> set[str]:
    """The classes that a sheet's selectors name."""
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    selectors = re.findall(r"[^{}]+(?=\{)", text)
    return set(re.findall(r"\.([a-z][a-z0-9_-]*)", " ".join(part for part in selectors if "@" not in part)))


def components() -> dict[str, set[str]]:
    return {
        path.stem: classes(path.read_text(encoding="utf-8")) - PASSING - FRAMED
        for path in sorted(SHEETS.glob("*.css"))
        if path.stem not in PAGES
    }


def worn(page: str) -> set[str]:
    """The classes that the elements of a page wear."""
    return {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}


@pytest.fixture
def furnished(inside) -> int:
    def furnish() -> int:
        seller = people.seller()
        build.make_shelves()
        draft = build.make_draft(seller)
        build.hang_picture(draft, seller)
        with transaction() as session:
            mark_published(session, listing_id=draft, now=clock.now())
        lot = an_auction(seller, draft, reserve_minor=90000)
        bid(lot, people.person(), "20")
        bid(lot, people.person(), "40")
        return lot

    return inside(furnish)


@pytest.mark.sqlite_only
def test_every_class_of_every_component_is_shown(client, furnished):
    page = client.get("/styleguide")
    assert page.status_code == 200
    missing = {sheet: sorted(names - worn(page.text)) for sheet, names in components().items()}
    assert {sheet: names for sheet, names in missing.items() if names} == {}


def test_a_class_in_a_sheet_is_seen():
    sheet = "/* .no */ .one .two--x:hover, .three[a] { b: .4em } @media (min-width: 4.5em) { .five { c: d } }"
    assert classes(sheet) == {"one", "two--x", "three", "five"}


@pytest.mark.sqlite_only
def test_both_directions_and_both_schemes_stand_side_by_side(client, furnished):
    text = client.get("/styleguide").text
    frames = re.findall(r'<section class="styleguide__frame" lang="(\w+)" dir="(\w+)" data-scheme="(\w+)"', text)
    assert set(frames) == {("en", "ltr", "light"), ("en", "ltr", "dark"), ("ar", "rtl", "light"), ("ar", "rtl", "dark")}
    assert "المزايدة الحالية" in text
    assert "Current bid" in text


@pytest.mark.sqlite_only
def test_it_is_there_without_any_lot_and_not_in_production(client, config):
    assert client.get("/styleguide").status_code == 200
    grave = replace(config, environment="production", mail_url="smtp://localhost", public_url="https://mazad.example")
    assert create_app(grave).test_client().get("/styleguide", base_url="https://mazad.example").status_code == 404


@pytest.mark.browser
@pytest.mark.sqlite_only
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_frame_is_readable_whatever_the_device_prefers(live_server, new_visit, furnished, scheme):
    page = new_visit(color_scheme=scheme, reduced_motion="reduce", viewport=PHONE).page
    page.goto(f"{live_server.url}/styleguide")
    expect(page.locator(".styleguide__frame")).to_have_count(4)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert grave_findings(page, only=["color-contrast"]) == []
    assert not page.evaluate(WIDE)
    grounds = page.locator(".styleguide__frame").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).backgroundColor)"
    )
    assert grounds[0] == grounds[2] != grounds[1] == grounds[3]
