"""A listing like another: drafts, templates, and pictures that stay while anybody shows them."""

from __future__ import annotations

from typing import Any

import pytest

from auction.accounts import service as accounts
from auction.bidding import service as bidding
from auction.catalogue import media, queries, service
from auction.errors import Absent, Conflict, Forbidden
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import a_listing
from tests.conftest import Hand


@pytest.fixture
def seller(house: Any) -> int:
    build.make_shelves()
    return people.seller()


def copy(listing_id: int, person_id: int, *, as_template: bool = False) -> int:
    return service.copy_listing(listing_id=listing_id, person_id=person_id, as_template=as_template).listing_id


def test_nobody_copies_what_is_not_theirs(seller: int) -> None:
    listing_id = a_listing(people.seller())
    with pytest.raises(Absent):
        copy(listing_id, seller)


def test_a_published_listing_is_copied_into_a_draft(seller: int) -> None:
    made = queries.own_listing(copy(a_listing(seller), seller), seller)
    assert made.is_draft
    assert made.view.title == "A brass clock"


def test_who_may_not_sell_copies_nothing(seller: int) -> None:
    listing_id = a_listing(seller)
    accounts.sanction_person(person_id=seller, kind="no_selling", reason="x")
    with pytest.raises(Forbidden):
        copy(listing_id, seller)


def test_templates_stand_apart_and_are_never_published(seller: int) -> None:
    template = copy(build.make_draft(seller), seller, as_template=True)
    assert [card.id for card in queries.templates_of(seller)] == [template]
    assert template not in [card.id for card in queries.drafts_of(seller)]
    with pytest.raises(Conflict) as refusal:
        bidding.publish_listing(listing_id=template, person_id=seller)
    assert refusal.value.code == "is_template"
    draft = copy(template, seller)
    assert bidding.publish_listing(listing_id=draft, person_id=seller).listing_id == draft


def test_a_picture_stays_while_anybody_shows_it(seller: int) -> None:
    first = build.make_draft(seller)
    second = copy(first, seller)
    key = queries.own_listing(first, seller).view.pictures[0].key
    service.delete_draft(listing_id=first, person_id=seller)
    media.shelf().open(key, "240.jpg").close()
    service.delete_draft(listing_id=second, person_id=seller)
    with pytest.raises(Absent):
        media.shelf().open(key, "240.jpg")


def test_the_desk_copies_and_keeps_what_was_just_typed(inside: Any, new_client: Any) -> None:
    inside(build.make_shelves)
    seller_id = inside(people.seller, language="ar")
    hand = Hand(people.signed_in(new_client(), seller_id))
    listing_id = inside(build.make_draft, seller_id)
    kept = hand.post(f"/sell/{listing_id}/copies", data={"as": "template"})
    template = hand.get(kept.location).text
    assert "<h1>قالب</h1>" in template
    assert "value=publish" not in template.replace('"', "")
    begun = hand.post(kept.location.split("?")[0] + "/copies", data={"title": "A better title"})
    assert 'value="A better title"' in hand.get(begun.location).text
    desk = hand.get("/sell").text
    assert "القوالب" in desk
    assert "<h1>بيع قطعة</h1>" in hand.get(begun.location).text
