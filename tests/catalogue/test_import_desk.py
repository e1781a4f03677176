"""The import desk on real databases: what a file does, twice, in parts, after a kill; and out and in again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from auction.bidding import service as bidding
from auction.catalogue import media
from auction.catalogue import queries as catalogue
from auction.catalogue import service as listings
from auction.catalogue.importing import exporting, jobs, queries, service, taking
from auction.catalogue.importing.fields import Plan
from auction.catalogue.importing.queries import ImportView
from auction.catalogue.models import Listing
from auction.catalogue.service import DraftFields
from auction.db import db
from auction.errors import Absent, Conflict, Forbidden
from tests import builders_catalogue as build
from tests import builders_people as people

WATCH = {
    "reference": "W1",
    "title": "A silver pocket watch",
    "description": "Made about 1890, &quot;still running&quot;, with its key.",
    "category": "Pocket watches",
    "condition": "good",
    "starting": "$12.50",
    "duration": "7",
}
BOOK = {
    "reference": "B1",
    "title": "كتاب قديم عن الفلك",
    "description": "مجلد واحد بورق أصفر، سليم الأوراق.",
    "category": "كتب",
    "condition": "جيد",
    "starting": "١٢٫٥",
    "duration": "٧ أيام",
}
BAD = {**WATCH, "reference": "X1", "starting": "a lot", "condition": "shiny"}


@pytest.fixture
def seller(house: Any) -> int:
    build.make_shelves()
    return people.seller()


def packed(rows: list[dict[str, Any]], **pictures: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packet:
        packet.writestr("rows.json", json.dumps(rows))
        for name, content in pictures.items():
            packet.writestr(name.replace("__", "."), content)
    return out.getvalue()


def bring(seller: int, content: list[dict[str, Any]] | bytes) -> ImportView:
    file = content if isinstance(content, bytes) else json.dumps(content).encode()
    import_id = taking.take_file(person_id=seller, name="rows.json", file=io.BytesIO(file))
    return queries.import_of(import_id, seller)


def work(limit: int = 10_000) -> None:
    for _batch in range(limit):
        if not jobs.work_on_one():
            return


def check(seller: int, content: list[dict[str, Any]] | bytes, **plan: Any) -> ImportView:
    found = bring(seller, content)
    wanted = Plan.of({**found.plan.to_plain(), **plan})
    service.check_import(import_id=found.id, person_id=seller, plan=wanted)
    work()
    return queries.import_of(found.id, seller)


def carry_out(
    seller: int, content: list[dict[str, Any]] | bytes, *, is_all: bool = False, **plan: Any
) -> dict[str, int]:
    found = check(seller, content, **plan)
    service.start_writing(import_id=found.id, person_id=seller, is_all=is_all)
    work()
    assert queries.import_of(found.id, seller).state == "done"
    return told(found.id)


def told(import_id: int) -> dict[str, int]:
    return {effect: count for effect, count in queries.counts_of(import_id).items() if count}


def drafts(seller: int) -> list[Any]:
    db.session.rollback()
    statement = sa.select(Listing).where(Listing.seller_id == seller).order_by(Listing.id)
    return list(db.session.execute(statement).scalars())


def test_rows_become_drafts_and_the_rest_is_told(seller: int) -> None:
    found = check(seller, [WATCH, BOOK, BAD, {**WATCH, "title": "Again"}])
    assert told(found.id) == {"new": 2, "refused": 2}
    assert drafts(seller) == []
    rows, _more = queries.rows_of(found.id, effect="refused")
    assert [dict(row.faults) for row in rows] == [
        {"condition": ["unknown_condition"], "starting": ["not_a_number"]},
        {"reference": ["reference_twice"]},
    ]
    service.start_writing(import_id=found.id, person_id=seller, is_all=False)
    work()
    watch, book = drafts(seller)
    own = catalogue.own_listing(watch.id, seller)
    assert own.view.title == "A silver pocket watch"
    assert own.view.description == 'Made about 1890, "still running", with its key.'
    assert (own.view.category and own.view.category.slug, own.view.condition) == ("pocket-watches", "good")
    assert own.wanted_terms == {"currency": "USD", "starting": "12.50", "duration": "7d"}
    assert (book.language, book.wanted_terms["starting"]) == ("ar", "12.50")
    assert queries.rows_of(found.id)[0][0].listing_id == watch.id


def test_the_same_file_again_changes_nothing_and_a_changed_row_updates_its_draft(seller: int, travel: Any) -> None:
    carry_out(seller, [WATCH, BOOK])
    before = [(row.id, row.updated_at) for row in drafts(seller)]
    travel(minutes=5)
    again = check(seller, [WATCH, BOOK])
    assert told(again.id) == {"unchanged": 2}
    with pytest.raises(Conflict) as refused:
        service.start_writing(import_id=again.id, person_id=seller, is_all=False)
    assert refused.value.code == "nothing_to_import"
    assert carry_out(seller, [{**WATCH, "title": "A golden one"}, BOOK]) == {"changed": 1, "unchanged": 1}
    after = drafts(seller)
    assert [row.id for row in after] == [row_id for row_id, _updated in before]
    assert after[0].title == "A golden one"
    assert after[1].updated_at == before[1][1]


def test_what_a_seller_changed_by_hand_stays_while_the_row_says_the_same(seller: int) -> None:
    carry_out(seller, [WATCH])
    [draft] = drafts(seller)
    fields = DraftFields(title="By my own hand", wanted_terms={"soft_close": "off"})
    listings.save_draft(listing_id=draft.id, person_id=seller, fields=fields)
    assert told(check(seller, [WATCH]).id) == {"unchanged": 1}
    assert carry_out(seller, [{**WATCH, "starting": "20"}]) == {"changed": 1}
    [draft] = drafts(seller)
    assert draft.wanted_terms == {"currency": "USD", "starting": "20.00", "duration": "7d", "soft_close": "off"}


def test_a_published_listing_is_never_changed_and_says_so(seller: int) -> None:
    carry_out(seller, [WATCH])
    [draft] = drafts(seller)
    build.hang_picture(draft.id, seller)
    bidding.publish_listing(listing_id=draft.id, person_id=seller)
    counts = carry_out(seller, [{**WATCH, "title": "Another title"}, BOOK])
    assert counts == {"new": 1, "published": 1}
    assert drafts(seller)[0].title == WATCH["title"]


def test_all_or_nothing_writes_nothing_while_a_row_is_refused(seller: int) -> None:
    found = check(seller, [WATCH, BAD])
    with pytest.raises(Conflict) as refused:
        service.start_writing(import_id=found.id, person_id=seller, is_all=True)
    assert (refused.value.code, refused.value.facts) == ("rows_refused", {"count": 1})
    assert drafts(seller) == []


def write_until_killed(write: Any, *, claim: Any, batches: Any) -> Any:
    """Something happens in the middle of the second batch."""
    is_second = claim.cursor > 0 or len(batches) > 1
    return write(claim=claim, batches=[*batches[:-1], [*batches[-1], object()]] if is_second else batches)


def test_all_or_nothing_is_one_piece(seller: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between batches leaves nothing; without the wish for all, the first batch stays."""
    monkeypatch.setattr(jobs, "BATCH", 2)
    rows = [{**WATCH, "reference": f"R{number}"} for number in range(5)]
    for is_all, left in ((True, 0), (False, 2)):
        found = check(seller, rows)
        service.start_writing(import_id=found.id, person_id=seller, is_all=is_all)
        with monkeypatch.context() as patch:
            patch.setattr(service, "write_listings", partial(write_until_killed, service.write_listings))
            with pytest.raises(AttributeError):
                work()
        assert len(drafts(seller)) == left
        service.stop_import(import_id=found.id, person_id=seller)


def test_after_a_kill_at_any_batch_the_work_goes_on(seller: int, monkeypatch: pytest.MonkeyPatch, travel: Any) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    rows = [{**WATCH, "reference": f"R{number}"} for number in range(10)]
    found = bring(seller, rows)
    service.check_import(import_id=found.id, person_id=seller, plan=found.plan)
    for _kill in range(30):
        view = queries.import_of(found.id, seller)
        if view.state == "checked":
            service.start_writing(import_id=found.id, person_id=seller, is_all=False)
        claim = service.claim_work()
        if claim is None:
            break
        assert service.claim_work() is None, "one at a time"
        travel(seconds=61)  # whoever held it is gone
        work(1)
        stale = [service.Read(0, 99, None)]  # type: ignore[arg-type]
        assert not service.write_listings(claim=claim, batches=[stale])
    assert queries.import_of(found.id, seller).state == "done"
    assert told(found.id) == {"new": 10}
    assert len(drafts(seller)) == 10


def test_a_stopped_import_keeps_what_is_done_and_the_file_goes_on_from_there(
    seller: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    rows = [{**WATCH, "reference": f"R{number}"} for number in range(10)]
    found = check(seller, rows)
    service.start_writing(import_id=found.id, person_id=seller, is_all=False)
    work(1)
    service.stop_import(import_id=found.id, person_id=seller)
    work()
    assert queries.import_of(found.id, seller).state == "cancelled"
    assert len(drafts(seller)) == 3
    assert carry_out(seller, rows) == {"new": 7, "unchanged": 3}


def test_pictures_come_in_their_order_and_once(seller: int) -> None:
    row = {**WATCH, "pictures": "b.jpg; in/A.JPG"}
    files = {"in/a.jpg": build.upload(hue=10), "b.jpg": build.upload(hue=90)}
    assert carry_out(seller, packed([row], **files)) == {"new": 1}
    [draft] = drafts(seller)
    first = catalogue.pictures_of(draft.id)
    assert len(first) == 2
    assert told(check(seller, packed([row], **files)).id) == {"unchanged": 1}
    assert told(check(seller, [row]).id) == {"unchanged": 1}
    swapped = {**row, "pictures": ["a.jpg", "b.jpg"]}
    assert carry_out(seller, packed([swapped], **files)) == {"changed": 1}
    assert [each.key for each in catalogue.pictures_of(draft.id)] == [first[1].key, first[0].key]
    mine = build.hang_picture(draft.id, seller)
    other = {**row, "pictures": "b.jpg"}
    assert carry_out(seller, packed([other], b__jpg=build.upload(hue=200))) == {"changed": 1}
    last = catalogue.pictures_of(draft.id)
    assert [each.id for each in last][1:] == [mine]
    assert last[0].key not in {each.key for each in first}
    assert not media.shelf().exists(first[0].key, "320.jpg")


def test_a_picture_that_cannot_be_read_spoils_no_other(seller: int) -> None:
    row = {**WATCH, "pictures": "bad.jpg|good.jpg"}
    found = check(seller, packed([row], **{"bad.jpg": b"no picture", "good.jpg": build.upload(hue=30)}))
    key = found.shelf_key
    assert media.shelf().root.joinpath(key[:2], key[2:4], key).exists()
    service.start_writing(import_id=found.id, person_id=seller, is_all=False)
    work()
    [told_row], _more = queries.rows_of(found.id)
    assert told_row.picture_notes == {"bad.jpg": "not_a_picture"}
    assert len(catalogue.pictures_of(drafts(seller)[0].id)) == 1
    assert not media.shelf().root.joinpath(key[:2], key[2:4], key).exists()


def test_a_picture_that_is_nowhere_is_a_fault(seller: int) -> None:
    found = check(seller, [{**WATCH, "pictures": "a.jpg"}])
    assert queries.rows_of(found.id)[0][0].faults == {"pictures": ["picture_not_there"]}


def test_a_kill_while_pictures_hang_hangs_none_twice(seller: int, monkeypatch: pytest.MonkeyPatch, travel: Any) -> None:
    rows = [{**WATCH, "reference": f"R{n}", "pictures": f"{n}.jpg"} for n in range(3)]
    found = check(seller, packed(rows, **{f"{n}.jpg": build.upload(hue=40 * n) for n in range(3)}))
    service.start_writing(import_id=found.id, person_id=seller, is_all=False)
    work(2)
    assert queries.import_of(found.id, seller).state == "hanging"
    with monkeypatch.context() as patch:
        patch.setattr(service, "note_hung", lambda **_told: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            work()
    travel(seconds=61)
    work()
    assert queries.import_of(found.id, seller).state == "done"
    assert [len(catalogue.pictures_of(row.id)) for row in drafts(seller)] == [1, 1, 1]
    assert told(check(seller, packed(rows, **{f"{n}.jpg": build.upload(hue=40 * n) for n in range(3)})).id) == {
        "unchanged": 3
    }


@pytest.mark.parametrize("form", ["csv", "json", "zip"])
def test_out_and_in_again_changes_nothing(seller: int, form: str) -> None:
    title = "Odd “quotes”, '5\"', ~~&amp;lt; \u200fعربي"
    odd = {**WATCH, "reference": "=1+1", "title": title, "description": "# not <b>a</b> head\n\n1. x"}
    carry_out(seller, packed([WATCH, odd, {**BOOK, "pictures": "a.jpg"}], a__jpg=build.upload(hue=20)))
    build.make_draft(
        seller, title="By hand | with, signs; and *Markdown*", description="- one\n- **two**\n\n&amp; more"
    )
    unfinished = listings.create_draft(person_id=seller).listing_id
    listings.save_draft(
        listing_id=unfinished, person_id=seller, fields=DraftFields(title="Half", wanted_terms={"starting": "٥"})
    )
    published = build.make_draft(seller, title="One that is for sale")
    bidding.publish_listing(listing_id=published, person_id=seller)
    write = {"csv": exporting.as_csv, "json": exporting.as_json, "zip": exporting.as_zip}[form]
    content = b"".join(part.encode() if isinstance(part, str) else part for part in write(seller))
    found = check(seller, content)
    assert found.plan.is_markdown
    assert [dict(row.faults) for row in queries.rows_of(found.id, effect="refused")[0]] == []
    assert told(found.id) == {"unchanged": 6}
    other = people.seller()
    if form == "zip":  # and another seller gets all of it, with the pictures
        assert carry_out(other, content) == {"new": 6}
        mine, theirs = ({row.title: row.description for row in drafts(each)} for each in (seller, other))
        assert mine == theirs
        assert sum(len(catalogue.pictures_of(row.id)) for row in drafts(other)) == 3


def test_an_export_names_every_field_and_stands_in_excel(seller: int) -> None:
    carry_out(seller, [BOOK])
    content = "".join(exporting.as_csv(seller))
    assert content.startswith("\ufeffreference,title,description_markdown,category,")
    [row] = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    assert (row["reference"], row["category"], row["starting"]) == ("B1", "books", "12.50")
    assert b"".join(exporting.as_json(people.seller())) == b"[]\n"


def test_imported_drafts_do_not_fill_the_desk_for_those_made_by_hand(
    seller: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auction.catalogue.service import drafts as by_hand

    monkeypatch.setattr(by_hand, "MOST_DRAFTS", 2)
    assert carry_out(seller, [{**WATCH, "reference": f"R{n}"} for n in range(5)]) == {"new": 5}
    listings.create_draft(person_id=seller)
    listings.create_draft(person_id=seller)
    with pytest.raises(Conflict):
        listings.create_draft(person_id=seller)


def test_imports_have_bounds_of_their_own(seller: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from auction.catalogue.importing.service import desk

    monkeypatch.setattr(desk, "MOST_IMPORTED", 3)
    found = check(seller, [{**WATCH, "reference": f"R{n}"} for n in range(4)])
    with pytest.raises(Conflict) as refused:
        service.start_writing(import_id=found.id, person_id=seller, is_all=False)
    assert refused.value.code == "too_many_imported"
    for _open in range(desk.MOST_OPEN - 1):
        bring(seller, [WATCH])
    with pytest.raises(Conflict) as refused:
        bring(seller, [WATCH])
    assert refused.value.code == "too_many_imports"


def test_a_file_that_is_refused_leaves_nothing(seller: int) -> None:
    with pytest.raises(Forbidden):
        bring(people.person(), [WATCH])
    with pytest.raises(taking.Refusal):
        bring(seller, json.dumps([WATCH] * 700).encode()[:-5])
    assert db.session.execute(sa.text("SELECT count(*) FROM import_rows")).scalar_one() == 0
    assert db.session.execute(sa.text("SELECT count(*) FROM imports")).scalar_one() == 0


def test_nobody_touches_the_import_of_another(seller: int) -> None:
    found = check(seller, [WATCH])
    other = people.seller()
    whose = {"import_id": found.id, "person_id": other}
    for verb in (
        partial(service.check_import, plan=found.plan, **whose),
        partial(service.start_writing, is_all=False, **whose),
        partial(service.stop_import, **whose),
        partial(service.drop_import, **whose),
        partial(queries.import_of, found.id, other),
    ):
        with pytest.raises(Absent):
            verb()
    assert carry_out(other, [WATCH]) == {"new": 1}


def test_old_files_are_forgotten_and_their_listings_stay(seller: int, travel: Any) -> None:
    carry_out(seller, [WATCH])
    bring(seller, [BOOK])
    assert jobs.forget_old() == 0
    travel(to=db.session.execute(sa.select(Listing.created_at)).scalar_one() + timedelta(days=8))
    assert jobs.forget_old() == 1
    assert len(queries.imports_of(seller)) == 1
    travel(minutes=60 * 24 * 30)
    assert jobs.forget_old() == 1
    assert len(drafts(seller)) == 1
