"""Real files, imported to the end with a report: every character right, no tag shown raw, nothing decoded twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from auction import clock
from auction.catalogue import text
from auction.catalogue.importing import jobs, markup, queries, service, taking
from auction.catalogue.importing.fields import Plan
from auction.catalogue.importing.reading import rows_of
from auction.catalogue.importing.unpacking import opened
from auction.catalogue.models import Listing
from auction.db import db
from auction.rules import money
from tests import builders_catalogue as build
from tests import builders_people as people

pytestmark = pytest.mark.shared_data


def bring(path: Path, person_id: int) -> queries.ImportView:
    with path.open("rb") as file:
        return queries.import_of(taking.take_file(person_id=person_id, name=path.name, file=file), person_id)


def finish(import_id: int, person_id: int, plan: Plan, *, is_all: bool = False) -> dict[str, int]:
    service.check_import(import_id=import_id, person_id=person_id, plan=plan)
    work()
    service.start_writing(import_id=import_id, person_id=person_id, is_all=is_all)
    work()
    assert queries.import_of(import_id, person_id).state == "done"
    return queries.counts_of(import_id)


def work() -> None:
    while jobs.work_on_one():
        pass


def listings_of(person_id: int) -> Iterator[Any]:
    columns = Listing.title, Listing.description, Listing.wanted_terms
    return iter(db.session.execute(sa.select(*columns).where(Listing.seller_id == person_id)).all())


def test_listings_of_2001_are_imported_to_the_last(house: Any, shared_data: Path) -> None:
    build.make_shelves()
    seller = people.seller()
    started = clock.monotonic()
    found = bring(shared_data / "listings" / "ebay_2001_items.jsonl.gz", seller)
    assert (found.state, found.row_count) == ("mapping", 4883)
    assert found.plan.columns == {
        "reference": "ItemID",
        "title": "Name",
        "description": "Description",
        "category": "Category",
        "starting": "First_Bid",
        "buy_now": "Buy_Price",
    }
    assert "Seller.Rating" in found.columns
    defaults = {**found.plan.defaults, "category": "books"}
    plan = Plan.of({**found.plan.to_plain(), "defaults": defaults, "also": ("Location", "Seller.Rating")})
    counts = finish(found.id, seller, plan)
    print("eBay 2001:", round(clock.monotonic() - started, 1), "s", counts)
    assert (counts["new"], counts["refused"]) == (4883, 0)
    total = 0
    for row in listings_of(seller):
        total += 1
        shown = text.markdown_to_text(row.description)
        assert row.title.strip()
        assert not markup.TAG.search(row.title), row.title
        assert not markup.TAG.search(shown), shown
        assert "&#124;" not in shown
        assert "&amp;" not in shown
        assert "Location: " in shown
        assert "Seller.Rating: " in shown
        assert money.parse_amount(row.wanted_terms["starting"], "USD") > 0
    assert total == 4883
    again = bring(shared_data / "listings" / "ebay_2001_items.jsonl.gz", seller)
    service.check_import(import_id=again.id, person_id=seller, plan=plan)
    work()
    assert queries.counts_of(again.id)["unchanged"] == 4883


def test_a_description_shows_the_letters_of_its_source(shared_data: Path) -> None:
    """Against the source itself, with the one reading of entities that a browser does."""
    tagged = 0
    with (shared_data / "listings" / "ebay_2001_items.jsonl.gz").open("rb") as file, opened(file) as brought:
        for row in rows_of(brought.table):
            plain = markup.decoded(row["Description"])
            if markup.TAG.search(plain):
                tagged += 1
                continue
            assert text.markdown_to_text(markup.to_markdown(row["Description"])) == " ".join(plain.split())
    assert tagged < 10


def test_museum_records_are_imported_with_their_long_titles(house: Any, shared_data: Path) -> None:
    build.make_shelves()
    seller = people.seller()
    started = clock.monotonic()
    found = bring(shared_data / "listings" / "tate_sample.jsonl.gz", seller)
    assert (found.row_count, found.plan.columns["reference"]) == (6292, "acno")
    plan = Plan.of({**found.plan.to_plain(), "also": ("all_artists", "medium", "subjects"), "shortens": True})
    counts = finish(found.id, seller, plan, is_all=True)
    print("Tate:", round(clock.monotonic() - started, 1), "s", counts)
    assert (counts["new"], counts["refused"]) == (6292, 0)
    rows = list(listings_of(seller))
    assert len(rows) == 6292
    assert all(0 < len(row.title) <= 140 for row in rows)
    cut = [row for row in rows if row.title.endswith("…")]
    assert len(cut) >= 50
    assert all(text.markdown_to_text(row.description).startswith(row.title[:-1].rstrip()) for row in cut)
    assert any(" > " in text.markdown_to_text(row.description) for row in rows)
