"""The public course of an auction: its history page by page, its book as a page and as a file, and the verifier."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from auction.bidding import service
from auction.bidding.models import BookEntry
from auction.db import transaction
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import links, said

pytestmark = pytest.mark.usefixtures("moment")
PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin") or "python3"


def lines(page):
    return [int(seq) for seq in re.findall(r'data-seq="(\d+)">\s*<span class="course__who"', page.text)]


@pytest.fixture
def contested(inside, travel):
    """Two bid, one retracts, the reserve comes down and is agreed to, the end moves, it is sold."""

    def play():
        seller, ann, ben = a_seller(), a_person(), a_person()
        lot = an_auction(seller, reserve_minor=9000)
        bid(lot, ann, "20.11")
        receipt = bid(lot, ben, "51.23")
        service.retract_bid(auction_id=lot, person_id=ann, reason="amount_error")
        service.lower_reserve(auction_id=lot, person_id=seller, amount="40.07")
        service.confirm_reserve(auction_id=lot, person_id=ben)
        travel(days=3, seconds=-30)
        bid(lot, ann, "55.55")
        travel(days=1)
        service.close_due()
        return lot, receipt

    return inside(play)


def test_every_kind_of_line_is_told_in_words(client, contested):
    lot, _receipt = contested
    text = said(client.get(f"/auctions/{lot}/history"))
    for words in (
        "The auction was published",
        "Bids were taken back 1 time on this lot.",
        "Bidder 1 · 1 retraction $10.00",
        "took a bid back · the amount was mistyped",
        "The seller lowered the reserve price",
        "Bidder 2 · agreed to the lowered reserve price",
        "A late bid moved the end to",
        "The auction closed: sold",
    ):
        assert words in text
    arabic = said(client.get(f"/auctions/{lot}/history?lang=ar"))
    assert "سُحبت مزايدات على هذه القطعة مرة واحدة." in arabic
    assert "سحب واحد" in arabic
    for english in ("Bidder", "reserve", "auction", "retract", "moved"):
        assert english not in arabic


def test_history_turns_its_pages_without_gap_or_repeat(client, inside, enter):
    lot, ann, ben = inside(an_auction), enter(a_person), inside(a_person)

    def many():
        for number in range(125):
            bid(lot, (ann.id, ben)[number % 2], str(20 + 200 * number), is_confirmed=True)

    inside(many)
    page, seen, pages = client.get(f"/auctions/{lot}/history"), [], 0
    while True:
        seen, pages = seen + lines(page), pages + 1
        older = links(page, rel="next")
        if not older:
            break
        inside(bid, lot, ann.id if pages % 2 else ben, str(50_000 + 1000 * pages), is_confirmed=True)
        page = client.get(older[0])
    assert (seen, pages) == (list(range(126, 0, -1)), 2)
    own = said(ann.client.get(f"/auctions/{lot}/history"))
    assert "You (Bidder 1)" in own
    for odd in ("0", "-5", "x", "9" * 30):
        assert lines(client.get(f"/auctions/{lot}/history?before={odd}"))[0] > 126


def test_the_book_page_tells_that_it_is_sound(client, contested):
    lot, _receipt = contested
    page = client.get(f"/auctions/{lot}/book")
    assert "This book is sound" in said(page)
    assert {f"/auctions/{lot}/book.json", "/verify_book.py"} <= set(links(page))


@pytest.mark.usefixtures("spoilt")
def test_the_book_page_tells_where_a_book_was_altered(client, inside, contested):
    lot, _receipt = contested

    def alter():
        with transaction() as session:
            row = session.execute(
                sa.select(BookEntry).where(BookEntry.auction_id == lot, BookEntry.seq == 3)
            ).scalar_one()
            row.public = {**row.public, "price_minor": 1}

    inside(alter)
    text = said(client.get(f"/auctions/{lot}/book"))
    assert "This book is not sound Line 3:" in text


@pytest.fixture
def downloaded(client, contested, tmp_path):
    """The book and its verifier as a visitor downloads them."""
    lot, receipt = contested
    for name, path in (("book.json", f"/auctions/{lot}/book.json"), ("verify_book.py", "/verify_book.py")):
        with client.get(path) as answer:
            assert "attachment" in answer.headers["Content-Disposition"]
            (tmp_path / name).write_bytes(answer.data)
    return tmp_path, receipt


def verified(folder: Path, *given: object) -> tuple[int, str]:
    """What the downloaded verifier says, run by the machine's own Python with nothing else to lean on."""
    command = [PYTHON, "-I", "verify_book.py", "book.json", *map(str, given)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_stranger_verifies_the_book(downloaded):
    folder, receipt = downloaded
    code, told = verified(folder)
    assert (code, told.startswith("SOUND: auction 1, 9 entries, sold, head ")) == (0, True)
    code, told = verified(folder, receipt.seq, receipt.maximum_minor, receipt.salt)
    assert (code, told.rstrip().endswith(f"Entry {receipt.seq} is yours.")) == (0, True)
    code, told = verified(folder, receipt.seq, receipt.maximum_minor + 1, receipt.salt)
    assert (code, told.startswith(f"NOT SOUND: entry {receipt.seq}, commitment")) == (1, True)


@pytest.mark.parametrize(
    ("seq", "field", "value"),
    [(3, "price_minor", 1), (3, "at", "2026-03-14T12:00:00.000001Z"), (9, "leader", 2), (2, "hash", "0" * 64)],
)
@pytest.mark.sqlite_only
def test_a_stranger_sees_that_a_book_was_altered(downloaded, seq, field, value):
    folder, _receipt = downloaded
    book = json.loads((folder / "book.json").read_text("utf-8"))
    assert book["entries"][seq - 1][field] != value
    book["entries"][seq - 1][field] = value
    (folder / "book.json").write_text(json.dumps(book), "utf-8")
    code, told = verified(folder)
    assert (code, told.startswith(f"NOT SOUND: entry {seq}, ")) == (1, True)


def test_the_book_tells_no_secret_and_no_person(client, inside, downloaded):
    folder, _receipt = downloaded
    text = re.sub("[0-9a-f]{64}", "", (folder / "book.json").read_text("utf-8"))
    for secret in ("2011", "5123", "5555", "9000", "20.11", "51.23", "salt", "person", "example", "email"):
        assert secret not in text
