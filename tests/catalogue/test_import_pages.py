"""The pages of the import desk: from a file to a report without a script, in both languages, and nobody else's."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from auction.catalogue.importing import jobs
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.conftest import Hand

JSON = {"Accept": "application/json"}
TABLE = (
    "SKU\tName\tDescription\tCategory\tPrice\tPhoto\n"
    "W-1\tA silver watch &amp; chain\t<p>Runs</p><script>x()</script>\tPocket watches\t$12.50\t\n"
    "W-2\tكتاب\tصفحات\tNowhere > Else\ta lot\t\n"
)


@dataclass
class Seller:
    id: int
    hand: Hand
    work: Callable[[], None]


@pytest.fixture
def sign_in(inside: Callable[..., Any], new_client: Callable[[], FlaskClient]) -> Callable[[int], Hand]:
    return lambda person_id: Hand(people.signed_in(new_client(), person_id))


@pytest.fixture
def seller(inside: Callable[..., Any], sign_in: Callable[[int], Hand]) -> Seller:
    inside(build.make_shelves)
    person_id = inside(people.seller)
    return Seller(person_id, sign_in(person_id), lambda: inside(all_work))


def all_work() -> None:
    while jobs.work_on_one():
        pass


def upload(hand: Hand, content: bytes, name: str = "things.csv", **options: Any) -> Any:
    form = {"file": (io.BytesIO(content), name)}
    return hand.post("/sell/imports", data=form, content_type="multipart/form-data", **options)


def matched(hand: Hand, address: str, **fields: str) -> Any:
    form = {
        "column-reference": "SKU",
        "column-title": "Name",
        "column-description": "Description",
        "column-category": "Category",
        "column-starting": "Price",
        "default-currency": "USD",
        "default-duration": "7d",
        "texts": "plain",
    }
    return hand.post(f"{address}/columns", data=form | fields)


def test_a_file_goes_all_the_way_without_a_script(seller: Seller) -> None:
    hand = seller.hand
    assert "/sell/imports" in hand.get("/sell").text
    answer = upload(hand, TABLE.encode())
    assert answer.status_code == 303
    address = answer.location
    page = hand.get(address).text
    assert '<option value="SKU" selected>' in page
    assert "&lt;p&gt;Runs&lt;/p&gt;" in page, "a sample is shown as it stands in the file"
    assert matched(hand, address).location == address
    assert 'http-equiv="refresh"' in hand.get(address).text
    assert hand.get(f"{address}/progress").json == {"state": "checking", "is_working": True, "done": 0, "total": 2}
    seller.work()
    page = hand.get(address).text
    assert "What the import would do" in page
    assert re.findall(r'<strong class="num">(\d+)</strong><span>([^<]+)', page) == [
        ("2", "All rows"),
        ("1", "New"),
        ("1", "Refused"),
    ]
    assert "A silver watch &amp; chain" in page
    assert "x()" not in page
    assert "<bdi>Category</bdi></strong> · We have no such category." in page
    assert "<bdi>Starting price</bdi></strong> · This is not a number." in page
    only = hand.get(f"{address}?only=refused").text
    assert "كتاب" in only.partition('id="rows"')[2]
    assert "silver watch" not in only.partition('id="rows"')[2]
    hand.post(f"{address}/categories", data={"theirs": ["Nowhere"], "ours": ["books"]})
    seller.work()
    assert "We have no such category" not in hand.get(address).text
    answer = hand.post(f"{address}/start", data={"rows": "all"})
    assert "Rows with errors are left." in hand.get(answer.location).text
    hand.post(f"{address}/start", data={"rows": "valid"})
    seller.work()
    page = hand.get(address).text
    assert "The import is done" in page
    listing = re.search(r'href="(/sell/\d+)"><bdi>A silver watch', page)
    assert listing
    assert 'value="A silver watch &amp; chain"' in hand.get(listing[1]).text
    refused = hand.get(f"{address}/refused.csv")
    [row] = csv.DictReader(io.StringIO(refused.text.removeprefix("\ufeff")))
    assert (row["Row"], row["SKU"], row["Price"]) == ("2", "W-2", "a lot")
    assert row["What is wrong"].startswith("Starting price: This is not a number.")
    assert hand.post(f"{address}/delete").location == "/sell/imports"
    assert hand.get(address).status_code == 404
    assert hand.get(listing[1]).status_code == 200


def test_the_desk_speaks_arabic(inside: Any, sign_in: Callable[[int], Hand]) -> None:
    inside(build.make_shelves)
    hand = sign_in(inside(people.seller, language="ar"))
    assert "الاستيراد والتصدير" in hand.get("/sell/imports").text
    refused = upload(hand, "a\nساعة يد قديمة\n".encode("cp1256"))
    assert refused.status_code == 422
    assert "Windows-1256" in refused.text
    assert "ترميز الملف ليس UTF-8" in refused.text
    address = upload(hand, TABLE.encode()).location
    assert "في ملفك صفان" in hand.get(address).text
    matched(hand, address)
    inside(all_work)
    page = hand.get(address).text
    assert "ليس عندنا قسم كهذا" in page
    hand.post(f"{address}/start", data={"rows": "valid"})
    inside(all_work)
    assert "تم الاستيراد" in hand.get(address).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file holds no rows."),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, "This is a spreadsheet."),
        (b'[{"a": 1}, 7]', "Row 2 is not an object with fields."),
    ],
)
def test_a_bad_file_is_told_on_the_page_and_to_programs(seller: Seller, content: bytes, sentence: str) -> None:
    answer = upload(seller.hand, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    answer = upload(seller.hand, content, headers=JSON)
    assert answer.json["message"].startswith(sentence)
    assert "Your imports" not in seller.hand.get("/sell/imports").text


def test_no_file_is_asked_for(seller: Seller) -> None:
    assert "Please choose a file." in seller.hand.post("/sell/imports", data={}).text


def test_wrong_columns_are_told_beside_their_fields_and_the_rest_is_kept(seller: Seller) -> None:
    address = upload(seller.hand, TABLE.encode()).location
    form = {"column-reference": "", "column-condition": "Photo", "default-condition": "shiny", "also": ["Photo"]}
    answer = matched(seller.hand, address, **form)
    assert answer.status_code == 422
    faults = dict(re.findall(r'id="([\w-]+)-error">.*?<span>(.*?)</span>', answer.text, re.DOTALL))
    assert faults == {
        "column-reference": "Please choose the column.",
        "default-condition": "Please choose one of the values offered.",
    }
    condition = answer.text.partition('name="column-condition"')[2].partition("</select>")[0]
    assert '<option value="Photo" selected>' in condition
    assert 'value="Photo" checked' in answer.text


def test_an_import_is_its_sellers_alone(seller: Seller, inside: Any, sign_in: Callable[[int], Hand]) -> None:
    address = upload(seller.hand, TABLE.encode()).location
    stranger = sign_in(inside(people.seller))
    for path in ("", "/progress", "/refused.csv"):
        assert stranger.get(address + path).status_code == 404
    for path in ("/columns", "/categories", "/start", "/stop", "/delete"):
        assert stranger.post(address + path).status_code == 404
    assert "things.csv" not in stranger.get("/sell/imports").text
    buyer = sign_in(inside(people.person))
    assert buyer.get("/sell/imports").status_code == 403
    assert upload(buyer, TABLE.encode()).status_code == 403
    assert buyer.get("/sell/imports/export.csv").status_code == 403


def test_what_has_moved_on_is_shown_where_it_stands(seller: Seller) -> None:
    address = upload(seller.hand, TABLE.encode()).location
    answer = seller.hand.post(f"{address}/start")
    assert "This import has moved on" in seller.hand.get(answer.location).text
    assert seller.hand.post(f"{address}/stop", headers=JSON).status_code == 409
    for page in ("0", "x", "99999", "٣"):
        assert seller.hand.get(f"{address}?page={page}&only=nonsense").status_code == 200


def test_everything_goes_out_in_three_forms(seller: Seller, inside: Any) -> None:
    listing_id = inside(build.make_draft, seller.id)
    inside(build.make_draft, inside(people.seller), title="Somebody else’s fork")
    answer = seller.hand.get("/sell/imports/export.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    [row] = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert row["reference"] == f"mazad-{listing_id}"
    [thing] = json.loads(seller.hand.get("/sell/imports/export.json").data)
    assert thing["pictures"] == [row["pictures"]]
    with zipfile.ZipFile(io.BytesIO(seller.hand.get("/sell/imports/export.zip").data)) as packet:
        assert packet.testzip() is None
        assert packet.namelist() == ["listings.csv", f"pictures/{row['pictures']}"]
    assert seller.hand.get("/sell/imports/export.exe").status_code == 404


def test_uploads_are_bounded_by_the_hour(new_app: Any, inside: Any) -> None:
    inside(build.make_shelves)
    person_id = inside(people.seller)
    hand = Hand(people.signed_in(new_app(rate_limits=True).test_client(), person_id))
    codes = [upload(hand, b"").status_code for _try in range(31)]
    assert codes == [422] * 30 + [429]


def test_a_file_may_be_larger_than_other_forms(seller: Seller, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 200)
    assert upload(seller.hand, TABLE.encode()).status_code == 303
    assert seller.hand.post("/sell/new", data={"title": "x" * 300}, headers=JSON).status_code == 413
