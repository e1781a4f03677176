"""Reading listings: shelves in both languages, covers in one go."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import languages
from auction.catalogue import queries, service
from auction.catalogue.models import Listing
from auction.db import db
from auction.errors import Absent
from tests import builders_catalogue as build
from tests import builders_people as people

pytestmark = pytest.mark.usefixtures("house")
ARABIC = languages.Reader(language="ar")


@pytest.fixture
def seller(house: Flask) -> int:
    build.make_shelves()
    return people.seller()


def test_shelves_are_named_in_the_readers_language(seller: int) -> None:
    assert [shelf.name for shelf in queries.categories()] == ["Watches", "Books"]
    with languages.reading_as(ARABIC):
        watches = queries.categories()[0]
        assert (watches.name, [child.name for child in watches.children]) == ("ساعات", ["ساعات يد", "ساعات جيب"])
        way = queries.breadcrumbs(watches.children[1].id)
    assert [shelf.slug for shelf in way] == ["watches", "pocket-watches"]
    assert queries.breadcrumbs(None) == []
    with pytest.raises(Absent):
        queries.category("dragons")


def test_a_shelf_holds_what_is_below_it(seller: int) -> None:
    watch = build.make_draft(seller, has_picture=False)
    build.make_draft(seller, has_picture=False, category="books")
    statement = sa.select(Listing.id).where(queries.in_category("watches"))
    assert db.session.execute(statement).scalars().all() == [watch]


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("watch", ["watches", "pocket-watches"]),
        ("POCKET wat", ["pocket-watches"]),
        ("ساعات ج", ["pocket-watches"]),
        ("كتب", ["books"]),
        ("atches", []),
        ("%", []),
        ("", []),
    ],
)
def test_shelves_are_found_by_the_beginnings_of_their_names(seller: int, words: str, slugs: list[str]) -> None:
    assert {shelf.slug for shelf in queries.categories_named(words)} == set(slugs)


def test_a_renamed_shelf_has_its_new_name_at_once(seller: int) -> None:
    ids = service.seed_categories(shelves=[{"slug": "watches", "en": "Timepieces", "ar": "ساعات"}])
    assert [shelf.name for shelf in queries.categories()] == ["Timepieces", "Books"]
    assert ids["watches"] == queries.category("watches").id


def test_covers_are_the_first_pictures(seller: int) -> None:
    first, second, bare = (
        build.make_draft(seller),
        build.make_draft(seller),
        build.make_draft(seller, has_picture=False),
    )
    added = build.hang_picture(first, seller)
    service.arrange_pictures(listing_id=first, person_id=seller, order=[added])
    covers = queries.covers([first, second, bare])
    assert set(covers) == {first, second}
    assert covers[first].id == added
    assert covers[first] == queries.pictures_of(first)[0]
    assert queries.covers([]) == {}


def test_a_picture_knows_its_addresses_and_its_words(seller: int) -> None:
    listing_id = build.make_draft(seller)
    second = build.hang_picture(listing_id, seller)
    service.describe_picture(listing_id=listing_id, person_id=seller, picture_id=second, alternative=" The  dial ")
    cover, dial = queries.pictures_of(listing_id)
    assert cover.srcset_webp == f"/media/{cover.key}/240.webp 240w, /media/{cover.key}/320.webp 320w"
    assert (cover.src, cover.thumb) == (f"/media/{cover.key}/320.jpg", f"/media/{cover.key}/240.jpg")
    assert (cover.width, cover.height, cover.alt, dial.alt) == (320, 240, "A silver pocket watch", "The dial")


def test_the_description_is_safe_to_show(seller: int) -> None:
    listing_id = build.make_draft(seller, has_picture=False, description="# Big\n\n<script>alert(1)</script> *well*")
    shown = queries.listing(listing_id, viewer_id=seller)
    assert "<script>" not in shown.description_html
    assert "<em>well</em>" in shown.description_html
