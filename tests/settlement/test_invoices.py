"""Invoices, receipts and credit notes: what they say, who may read them, and that nobody edits them."""

from __future__ import annotations

import subprocess
from shutil import which

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock
from auction.db import time_under_lock, transaction
from auction.errors import Absent
from auction.settlement.fees import service as fees
from auction.settlement.invoices import queries
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.orders.service.advancing import By, advance
from auction.settlement.payments import service as payments
from tests import builders_people as people
from tests.bidding.builders import a_person
from tests.builders_settlement import a_paid_order, an_order, assert_ledger_sound

VAT = {"line": "goods", "percent": "5", "name_en": "VAT", "name_ar": "ضريبة القيمة المضافة"}


def papers(order_id: int, reader_id: int | None = None) -> list[queries.PaperView]:
    return queries.papers_of(order_id, reader_id or people.moderator())


def kinds(order_id: int, reader_id: int | None = None) -> list[tuple[str, int]]:
    return [(one.kind, one.total_minor) for one in papers(order_id, reader_id)]


def gross(paper: queries.PaperView) -> list[tuple[str, int, int]]:
    return [(line["kind"], line["net_minor"] + line["tax_minor"], line["tax_minor"]) for line in paper.content["lines"]]


def complete(order_id: int) -> None:
    buyer_id, seller_id = orders.people_of(order_id)
    with transaction() as session:
        order = ordering.lock_order(session, order_id)
        advance(session, order, "ship", by=By("seller", seller_id), at=time_under_lock(session))
    payments.confirm_received(order_id=order_id, person_id=buyer_id)


def a_taxed_house() -> None:
    by_id = people.operator()
    for line, share in (("goods", "5"), ("premium", "14"), ("fee", "5")):
        fees.add_tax_rule(words=VAT | {"line": line, "percent": share}, from_at=None, by_id=by_id)


def test_a_paid_order_has_an_invoice_and_a_receipt(house: Flask):
    order_id = an_order()
    assert kinds(order_id) == []
    order_id = a_paid_order()
    assert kinds(order_id) == [("invoice", 117_00), ("receipt", 117_00)]
    invoice, receipt = papers(order_id)
    assert receipt.content["pays"] == invoice.number
    assert receipt.content["paid_by"] == {"en": "Test payment", "ar": "دفع تجريبي"}


def test_an_invoice_says_what_the_bill_says_to_the_cent(house: Flask, moment, travel):
    a_taxed_house()
    travel(days=30)
    order_id = a_paid_order(hammer_minor=99_99)
    bill = orders.order(order_id, orders.people_of(order_id)[0]).bill
    invoice = papers(order_id)[0]
    assert gross(invoice) == [(line.kind, line.gross_minor, line.tax_minor) for line in bill.lines]
    assert (invoice.total_minor, invoice.content["tax_minor"]) == (bill.total_minor, bill.tax_minor)
    assert bill.tax_minor > 0
    assert invoice.content["lines"][0]["tax_name"] == {"en": "VAT", "ar": "ضريبة القيمة المضافة"}
    assert invoice.content["lines"][0]["name"] == {"en": "Hammer price", "ar": "سعر المطرقة"}


def test_a_completed_order_has_an_invoice_for_the_fees_to_its_seller(house: Flask):
    order_id = a_paid_order()
    complete(order_id)
    buyer_id, seller_id = orders.people_of(order_id)
    assert kinds(order_id, seller_id) == [("invoice", 117_00), ("fee_invoice", 8_00)]
    assert kinds(order_id, buyer_id) == [("invoice", 117_00), ("receipt", 117_00)]


def test_a_whole_refund_mirrors_the_invoice(house: Flask, moment, travel):
    a_taxed_house()
    travel(days=30)
    order_id = a_paid_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="It broke.")
    invoice, _receipt, note = papers(order_id)
    assert (note.kind, note.total_minor, note.content["corrects"]) == (
        "credit_note",
        invoice.total_minor,
        invoice.number,
    )
    assert gross(note) == gross(invoice)
    assert (note.content["why"], note.content["to"]) == ("It broke.", invoice.content["to"])


def test_parts_and_the_rest_given_back_make_the_whole(house: Flask):
    order_id = a_paid_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="A scratch.", amount="20")
    complete(order_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="Sent back.")
    notes = [one for one in papers(order_id) if one.kind == "credit_note"]
    assert [gross(one) for one in notes] == [
        [("part_back", 20_00, 0)],
        [("hammer", 100_00, 0), ("premium", 5_00, 0), ("delivery", 12_00, 0), ("back_before", -20_00, 0)],
        [("final_value", 8_00, 0)],
    ]
    assert [one.number[0] for one in notes] == ["C"] * 3
    assert [one.content["corrects"][0] for one in notes] == ["S", "S", "F"]
    assert_ledger_sound()


def test_what_changes_later_does_not_reach_a_paper(house: Flask):
    order_id = a_paid_order()
    before = papers(order_id)
    with transaction() as session:
        session.execute(sa.text("UPDATE people SET handle = 'somebody-else' || id, full_name = 'X'"))
        session.execute(sa.text("UPDATE order_lots SET title = 'Another'"))
    assert papers(order_id) == before


@pytest.mark.parametrize("change", ["UPDATE papers SET total_minor = 1", "DELETE FROM papers"])
def test_the_database_refuses_to_change_a_paper(house: Flask, change):
    order_id = a_paid_order()
    before = papers(order_id)
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), transaction() as session:
        session.execute(sa.text(change))
    assert papers(order_id) == before


def test_numbers_begin_anew_with_each_year_and_series(house: Flask, moment, travel):
    first, second = a_paid_order(), a_paid_order()
    year = clock.now().year
    travel(to=moment.replace(year=year + 1))
    third = a_paid_order()
    numbers = [one.number for order_id in (first, second, third) for one in papers(order_id)]
    assert numbers == [
        f"S-{year}-000001", f"R-{year}-000001", f"S-{year}-000002", f"R-{year}-000002",
        f"S-{year + 1}-000001", f"R-{year + 1}-000001",
    ]  # fmt: skip


def test_papers_are_read_by_whom_they_concern(house: Flask):
    order_id = a_paid_order()
    complete(order_id)
    buyer_id, seller_id = orders.people_of(order_id)
    ids = {one.kind: one.id for one in papers(order_id)}
    seen = {
        buyer_id: {"invoice", "receipt"},
        seller_id: {"invoice", "fee_invoice"},
        people.operator(): {"invoice", "receipt", "fee_invoice"},
        a_person(): set(),
    }
    for reader_id, may_see in seen.items():
        for kind, paper_id in ids.items():
            if kind in may_see:
                assert queries.paper(order_id, paper_id, reader_id).kind == kind
            else:
                with pytest.raises(Absent):
                    queries.paper(order_id, paper_id, reader_id)
    with pytest.raises(Absent):
        queries.paper(a_paid_order(), ids["invoice"], buyer_id)


def test_a_paper_is_a_page_and_a_pdf_in_both_languages(app: Flask, client, inside, tmp_path):
    order_id, buyer_id = inside(_an_order_of_somebody)
    (invoice, _receipt) = inside(papers, order_id, buyer_id)
    people.signed_in(client, buyer_id)
    listed = client.get(f"/orders/{order_id}").get_data(as_text=True)
    assert invoice.number in listed
    address = f"/orders/{order_id}/papers/{invoice.id}"
    for language, title in (("en", "Invoice"), ("ar", "فاتورة")):
        page = client.get(f"{address}?lang={language}").get_data(as_text=True)
        assert title in page
        assert invoice.number in page
        pdf = client.get(f"{address}.pdf?lang={language}")
        assert (pdf.status_code, pdf.mimetype, pdf.data[:5]) == (200, "application/pdf", b"%PDF-")
        assert pdf.data == client.get(f"{address}.pdf?lang={language}").data
        if which("pdftotext"):
            (tmp_path / "paper.pdf").write_bytes(pdf.data)
            text = subprocess.run(
                ["pdftotext", "-layout", tmp_path / "paper.pdf", "-"], capture_output=True, check=True
            )
            assert invoice.number in text.stdout.decode()
            assert title in text.stdout.decode()


def test_a_stranger_finds_no_paper(app: Flask, client, inside):
    order_id, buyer_id = inside(_an_order_of_somebody)
    (invoice, _receipt) = inside(papers, order_id, buyer_id)
    address = f"/orders/{order_id}/papers/{invoice.id}"
    assert client.get(address).status_code in (302, 303, 401)
    people.signed_in(client, inside(a_person))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}.pdf").status_code == 404


def _an_order_of_somebody() -> tuple[int, int]:
    order_id = a_paid_order()
    return order_id, orders.people_of(order_id)[0]
