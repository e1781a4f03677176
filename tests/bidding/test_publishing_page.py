"""From the sale form to the live lot: preview, publish, and every fault beside its field with nothing lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.catalogue import service as catalogue
from auction.db import db
from tests.bidding.builders import a_person, a_seller
from tests.bidding.paper import alerts, errors, find_form, form, said, send
from tests.builders_catalogue import TERMS, make_draft, make_shelves
from tests.conftest import Hand

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def seller(enter, inside):
    inside(make_shelves)
    return enter(a_seller, time_zone="Asia/Dubai")


def count_auctions():
    return db.session.execute(sa.select(sa.func.count()).select_from(Auction)).scalar_one()


def draft(inside, seller, **wanted):
    return inside(make_draft, seller.id, wanted_terms={**TERMS, **wanted})


def test_a_draft_is_looked_at_and_published(enter, inside, seller):
    listing = draft(inside, seller, starting="١٢٫٥٠", reserve="90", buy_now="150", duration="3d")
    page = seller.client.get(f"/sell/{listing}/preview")
    text = said(page)
    for words in ("This is a preview", "A silver pocket watch", "$12.50", "Reserve not met", "Closes in 3 days"):
        assert words in text
    for kept_back in ("/bids", "/purchase", "/early-end"):
        assert find_form(page, kept_back) is None
    assert "90.00" not in text
    assert inside(count_auctions) == 0
    answer = send(seller.client, page, "/publish")
    assert (answer.status_code, answer.location) == (302, "/auctions/1")
    page = seller.client.get(answer.location)
    assert alerts(page)[0] == "Your listing is published."
    assert "This is your lot" in said(page)
    visitor = enter().client.get("/auctions/1")
    assert "Sold by" in said(visitor)
    assert "Buy now for $150.00" in said(visitor)
    assert seller.client.get(f"/listings/{listing}/auction").location == "/auctions/1"


def test_published_for_later_it_says_when(enter, inside, seller):
    listing = draft(inside, seller, opening="later", opens_at="2026-03-15T10:00", duration="1d")
    page = seller.client.get(f"/sell/{listing}/preview")
    assert "Opens in 18 hours" in said(page)
    answer = send(seller.client, page, "/publish")
    assert enter().client.get(answer.location).status_code == 404
    assert "Opens in" in said(seller.client.get(answer.location))


def test_every_fault_stands_beside_its_field_and_every_word_is_kept(inside, seller):
    listing = inside(catalogue.create_draft, person_id=seller.id).listing_id
    words = {
        "title": "Vase",
        "description": "Short.",
        "starting": "ten",
        "reserve": "5 EUR",
        "duration": "exact",
        "ends_at": "9999-12-31T23:59",
        "window_minutes": "0",
        "cap_minutes": "soon",
    }
    page = seller.client.get(f"/sell/{listing}")
    saved = send(seller.client, page, f"/sell/{listing}", "title", then="publish", **words)
    assert (saved.status_code, saved.location) == (307, f"/sell/{listing}/publish")
    answer = seller.client.post(saved.location, data=form(page, f"/sell/{listing}", "title").fields | words)
    assert answer.status_code == 422
    found = errors(answer)
    assert {"title", "description", "category", "pictures", "starting", "reserve"} <= set(found)
    assert {"ends_at", "window_minutes", "cap_minutes"} <= set(found)
    assert found["starting"] == "This is not a number. Write it in digits, such as 1250.50."
    assert found["ends_at"] == "This is outside the allowed range."
    kept = form(answer, f"/sell/{listing}", "title").fields
    assert {name: kept[name].strip() for name in words if name in kept} == {
        name: word for name, word in words.items() if name in kept
    }
    assert {"title", "starting", "reserve", "ends_at", "window_minutes", "cap_minutes"} <= set(kept)
    assert inside(count_auctions) == 0


def test_terms_that_cannot_be_read_lead_back_to_the_form(inside, seller):
    listing = draft(inside, seller, opening="later", opens_at="9999-12-31T00:00", starting="")
    for answer in (
        seller.client.get(f"/sell/{listing}/preview"),
        Hand(seller.client).post(f"/sell/{listing}/publish"),
    ):
        assert answer.status_code == 422
        assert {"opens_at", "starting"} <= set(errors(answer))


def test_terms_that_are_unfit_can_be_looked_at_but_not_published(inside, seller):
    listing = draft(inside, seller, reserve="5")
    page = seller.client.get(f"/sell/{listing}/preview")
    assert page.status_code == 200
    answer = send(seller.client, page, "/publish")
    assert (answer.status_code, errors(answer)["reserve"]) == (
        422,
        "The reserve price cannot be below the starting price.",
    )


def test_faults_are_said_in_the_sellers_language(enter, inside, seller):
    nora = enter(a_seller, language="ar")
    listing = draft(inside, nora, starting="0")
    answer = Hand(nora.client).post(f"/sell/{listing}/publish")
    assert 'lang="ar"' in answer.text
    assert errors(answer)["starting"] not in ("", "This is too little.", "too_small")


def test_a_draft_is_nobody_elses(enter, inside, seller):
    listing = draft(inside, seller)
    other, buyer = enter(a_seller), enter(a_person)
    for guest, status in ((other, 404), (buyer, 403), (enter(), 302)):
        assert guest.client.get(f"/sell/{listing}/preview").status_code == status
        assert Hand(guest.client).post(f"/sell/{listing}/publish").status_code == status
    assert inside(count_auctions) == 0


def test_publishing_twice_opens_one_auction(inside, seller):
    listing = draft(inside, seller)
    hand = Hand(seller.client)
    assert [hand.post(f"/sell/{listing}/publish").status_code for _ in range(2)] == [302, 409]
    assert inside(count_auctions) == 1


@pytest.mark.parametrize("path", ["/sell/404/preview", f"/sell/{2**31}/preview"])
def test_a_draft_that_is_not_there(seller, path):
    assert seller.client.get(path).status_code == 404
    assert Hand(seller.client).post(path.replace("preview", "publish")).status_code == 404
