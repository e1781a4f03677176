"""Drafts: kept with every word, the seller's alone, and what they lack before buyers may see them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from auction.catalogue import media, queries, service
from auction.catalogue.service import DraftFields
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from tests import builders_catalogue as build
from tests import builders_people as people

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def seller(house: Flask) -> int:
    build.make_shelves()
    return people.seller()


def publish(listing_id: int, person_id: int) -> None:
    """What bidding does with the catalogue's steps."""
    with transaction() as session:
        service.take_for_publishing(session, listing_id=listing_id, person_id=person_id)
        service.mark_published(session, listing_id=listing_id, now=time_under_lock(session))


def faults_of(listing_id: int) -> dict[str, list[str]]:
    with transaction() as session:
        return service.publishing_faults(session, listing_id=listing_id)


def test_everything_typed_is_kept_however_unfinished(seller: int) -> None:
    listing_id = service.create_draft(person_id=seller, language="ar", currency="KWD").listing_id
    words = {"starting": "١٢٥٠٫٥٠", "reserve": "a lot", "ends_at": "soon", "duration": "exact", "unheard": "of"}
    fields = DraftFields(title="  A\u00a0 clock ", description="Two\r\nlines\0", wanted_terms=words)
    service.save_draft(listing_id=listing_id, person_id=seller, fields=fields)

    own = queries.own_listing(listing_id, seller)
    assert (own.view.title, own.view.description) == ("A clock", "Two\nlines")
    assert own.wanted_terms == {
        "currency": "KWD",
        "starting": "١٢٥٠٫٥٠",
        "reserve": "a lot",
        "ends_at": "soon",
        "duration": "exact",
    }


def test_a_field_that_is_not_sent_stays_as_it_was(seller: int) -> None:
    listing_id = build.make_draft(seller, has_picture=False)
    fields = DraftFields(title="", wanted_terms={"reserve": "50"})
    service.save_draft(listing_id=listing_id, person_id=seller, fields=fields)

    own = queries.own_listing(listing_id, seller)
    assert own.view.title == ""
    assert own.view.condition == "good"
    assert own.view.category is not None
    assert own.view.category.slug == "pocket-watches"
    assert own.wanted_terms == build.TERMS | {"reserve": "50"}


def test_only_absurd_words_are_refused(seller: int) -> None:
    listing_id = service.create_draft(person_id=seller).listing_id
    fields = DraftFields(title="x" * 301, condition="haunted", wanted_terms={"starting": "1" * 101})
    with pytest.raises(Invalid) as refused:
        service.save_draft(listing_id=listing_id, person_id=seller, fields=fields)
    assert refused.value.fields == {
        "title": ["too_long"],
        "condition": ["unknown_condition"],
        "starting": ["too_long"],
    }
    with pytest.raises(Invalid) as refused:
        service.save_draft(listing_id=listing_id, person_id=seller, fields=DraftFields(category="dragons"))
    assert refused.value.fields == {"category": ["unknown_category"]}


def test_only_a_seller_begins_a_listing(seller: int) -> None:
    buyer = people.person()
    with pytest.raises(Forbidden, match="not_a_seller"):
        service.create_draft(person_id=buyer)


def test_another_seller_finds_nothing(seller: int) -> None:
    listing_id = build.make_draft(seller)
    picture_id = queries.pictures_of(listing_id)[0].id
    other = people.seller()
    on_picture = {"listing_id": listing_id, "person_id": other, "picture_id": picture_id}
    attempts: list[Any] = [
        lambda: queries.own_listing(listing_id, other),
        lambda: queries.listing(listing_id, viewer_id=other),
        lambda: queries.listing(listing_id),
        lambda: service.save_draft(listing_id=listing_id, person_id=other, fields=DraftFields(title="Mine")),
        lambda: service.delete_draft(listing_id=listing_id, person_id=other),
        lambda: build.hang_picture(listing_id, other),
        lambda: service.arrange_pictures(listing_id=listing_id, person_id=other, order=[picture_id]),
        lambda: service.move_picture(**on_picture, by=1),
        lambda: service.describe_picture(**on_picture, alternative="Mine"),
        lambda: service.remove_picture(**on_picture),
        lambda: service.add_to_description(listing_id=listing_id, person_id=other, text="Mine"),
        lambda: publish(listing_id, other),
    ]
    for attempt in attempts:
        with pytest.raises(Absent):
            attempt()
    assert queries.own_listing(listing_id, seller).view.title == "A silver pocket watch"


def test_what_a_draft_lacks_is_said_field_by_field(seller: int) -> None:
    empty = service.create_draft(person_id=seller).listing_id
    assert faults_of(empty) == {
        "pictures": ["picture_needed"],
        "title": ["title_needed"],
        "category": ["category_needed"],
        "condition": ["condition_needed"],
        "description": ["description_needed"],
    }
    short = build.make_draft(seller, title="Fork", description="   A fork.   ", category="watches")
    assert faults_of(short) == {
        "title": ["title_too_short"],
        "category": ["category_too_wide"],
        "description": ["description_too_short"],
    }
    assert faults_of(build.make_draft(seller, title="T" * 141)) == {"title": ["title_too_long"]}
    assert faults_of(build.make_draft(seller, title="قلادة", category="books")) == {}


def test_a_published_listing_is_public_and_fixed(seller: int, moment: Any) -> None:
    listing_id = build.make_draft(seller)
    publish(listing_id, seller)

    assert queries.listing(listing_id).published_at == moment
    assert queries.newest_by_title(seller, "A silver pocket watch") == listing_id
    assert queries.newest_by_title(people.seller(), "A silver pocket watch") is None
    assert queries.drafts_of(seller) == []
    with pytest.raises(Conflict, match="already_published"):
        publish(listing_id, seller)
    with pytest.raises(Conflict, match="already_published"):
        service.save_draft(listing_id=listing_id, person_id=seller, fields=DraftFields(title="Another thing"))
    with pytest.raises(Conflict, match="already_published"):
        service.delete_draft(listing_id=listing_id, person_id=seller)


def test_a_published_description_is_only_added_to(seller: int, travel: Any) -> None:
    listing_id = build.make_draft(seller)
    with pytest.raises(Conflict, match="not_published"):
        service.add_to_description(listing_id=listing_id, person_id=seller, text="The key is lost.")
    publish(listing_id, seller)
    with transaction() as session:
        assert queries.description_changed_at(session, listing_id) is None
    later = travel(hours=1)
    service.add_to_description(listing_id=listing_id, person_id=seller, text="The *key* is lost.")

    shown = queries.listing(listing_id)
    assert [(addition.text, addition.added_at) for addition in shown.additions] == [("The *key* is lost.", later)]
    assert "<em>key</em>" in shown.additions[0].html
    with transaction() as session:
        assert queries.description_changed_at(session, listing_id) == later
    for text, code in (("  ", "needed"), ("x" * 4001, "too_long")):
        with pytest.raises(Invalid) as refused:
            service.add_to_description(listing_id=listing_id, person_id=seller, text=text)
        assert refused.value.fields == {"text": [code]}


def test_a_deleted_draft_takes_its_pictures_along(seller: int) -> None:
    listing_id = build.make_draft(seller)
    picture = queries.pictures_of(listing_id)[0]
    assert media.shelf().exists(picture.key, "240.webp")
    service.delete_draft(listing_id=listing_id, person_id=seller)
    assert not media.shelf().exists(picture.key, "240.webp")
    with pytest.raises(Absent):
        queries.own_listing(listing_id, seller)


def test_drafts_have_a_limit(seller: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auction.catalogue.service.drafts.MOST_DRAFTS", 1)
    service.create_draft(person_id=seller)
    with pytest.raises(Conflict, match="too_many_drafts"):
        service.create_draft(person_id=seller)
