"""What sellers are charged while their lots are offered: charged once, on an invoice once, less in the payout."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock
from auction.db import transaction
from auction.errors import Absent
from auction.settlement.fees import service
from auction.settlement.invoices import jobs as monthly
from auction.settlement.invoices import queries
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import REVENUE, TAX, Transfer, move, provider, seller
from auction.settlement.payouts import jobs as payouts
from auction.settlement.payouts import queries as purses
from auction.settlement.payouts import service as paying
from tests import builders_people as people
from tests.bidding.builders import an_auction

FEES = {"insertion": "0.50", "reserve_percent_1": "1", "promotion": "3"}
CLOCK = "ساعة نحاسية"
VAT = {"line": "fee", "percent": "10", "name_en": "VAT", "name_ar": "ضريبة القيمة المضافة"}
IBAN = "AE07 0331 2345 6789 0123 456"


def a_house_with_fees() -> None:
    by_id = people.operator()
    service.add_schedule(currency="USD", words=FEES, from_at=None, by_id=by_id)
    service.add_tax_rule(words=VAT, from_at=None, by_id=by_id)


def a_charged_lot(seller_id: int, *, reserve_minor: int | None = 200_00) -> int:
    now = clock.now()
    auction_id = an_auction(
        seller_id, {"title": CLOCK}, opens_at=now, closes_at=now + timedelta(days=1),
        reserve_minor=reserve_minor,
    )  # fmt: skip
    service.charge_opening(auction_id=auction_id)
    return auction_id


def earn(seller_id: int, minor: int) -> None:
    with transaction() as session:
        move(
            session, cause=f"earned:{seller_id}", currency="USD",
            transfers=[Transfer("goods", provider("test"), seller(seller_id), minor)], at=clock.now(),
        )  # fmt: skip


def lines(paper: queries.PaperView) -> list[tuple[str, str, int, int]]:
    return [(one["kind"], one["title"], one["net_minor"], one["tax_minor"]) for one in paper.content["lines"]]


def test_a_payout_is_less_the_fees_and_comes_with_their_invoice(house: Flask, moment):
    a_house_with_fees()
    seller_id = people.seller()
    auction_id = a_charged_lot(seller_id)
    for _time in range(2):
        service.charge_promotion(auction_id=auction_id)
    assert [(one.kind, one.total_minor) for one in queries.charges_without_paper(seller_id)] == [
        ("promotion", 3_30), ("reserve", 2_20), ("insertion", 55),
    ]  # fmt: skip
    earn(seller_id, 100_00)
    paying.keep_details(person_id=seller_id, iban=IBAN, holder="Hadi Saleh")
    assert [payouts.pay_sellers(), payouts.pay_sellers()] == [1, 0]
    assert [one.amount_minor for one in purses.payouts_of(seller_id)] == [100_00 - 6_05]
    (paper,) = queries.charges_papers_of(seller_id)
    assert (paper.kind, paper.number, paper.total_minor) == ("fee_invoice", f"F-{clock.now().year}-000001", 6_05)
    assert lines(paper) == [
        ("insertion", CLOCK, 50, 5), ("reserve", CLOCK, 2_00, 20), ("promotion", CLOCK, 3_00, 30),
    ]  # fmt: skip
    assert paper.content["lines"][0]["tax_name"] == {"en": "VAT", "ar": "ضريبة القيمة المضافة"}
    assert (queries.charges_without_paper(seller_id), ledger.balance(seller(seller_id), "USD")) == ([], 0)
    assert (ledger.balance(REVENUE, "USD"), ledger.balance(TAX, "USD")) == (5_50, 55)


def test_without_a_payout_there_is_an_invoice_for_each_month(house: Flask, moment, travel):
    a_house_with_fees()
    seller_id, other_id = people.seller(), people.seller()
    a_charged_lot(seller_id)
    a_charged_lot(seller_id, reserve_minor=None)
    a_charged_lot(other_id)
    assert monthly.invoice_charges() == 0
    travel(to=(moment.replace(day=1) + timedelta(days=40)).replace(day=1))
    a_charged_lot(seller_id)
    assert [monthly.invoice_charges(), monthly.invoice_charges()] == [2, 0]
    assert [one.total_minor for one in queries.charges_papers_of(seller_id)] == [55 + 2_20 + 55]
    assert len(queries.charges_without_paper(seller_id)) == 2  # those of the month that runs
    assert ledger.balance(seller(seller_id), "USD") == -(3 * 55 + 2 * 2_20)  # carried until sales make up for it


def test_a_debt_is_carried_and_holds_payouts_until_sales_make_up_for_it(house: Flask, moment):
    a_house_with_fees()
    seller_id = people.seller()
    a_charged_lot(seller_id)
    paying.keep_details(person_id=seller_id, iban=IBAN, holder="Hadi Saleh")
    assert (payouts.pay_sellers(), purses.payouts_of(seller_id)) == (0, [])
    assert [one.balance_minor for one in purses.purses(seller_id)] == [-2_75]
    earn(seller_id, 50_00)
    payouts.pay_sellers()
    assert [one.amount_minor for one in purses.payouts_of(seller_id)] == [47_25]


def test_a_free_lot_is_charged_nothing_and_stands_on_no_paper(house: Flask):
    seller_id = people.seller()
    auction_id = a_charged_lot(seller_id)
    assert service.charge_promotion(auction_id=auction_id).total_minor == 0
    assert (queries.charges_without_paper(seller_id), queries.charges_papers_of(seller_id)) == ([], [])


@pytest.mark.parametrize("change", ["UPDATE fee_charges SET net_minor = 1", "DELETE FROM fee_charges"])
def test_the_database_refuses_to_change_a_charge(house: Flask, moment, change):
    a_house_with_fees()
    a_charged_lot(people.seller())
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), transaction() as session:
        session.execute(sa.text(change))


def _a_paper() -> tuple[int, queries.PaperView]:
    a_house_with_fees()
    seller_id = people.seller()
    a_charged_lot(seller_id)
    with clock.at(clock.now() + timedelta(days=40)):
        monthly.invoice_charges()
    return seller_id, queries.charges_papers_of(seller_id)[0]


def test_the_invoice_is_the_sellers_and_the_staffs(house: Flask, moment):
    seller_id, paper = _a_paper()
    for reader_id in (seller_id, people.operator()):
        assert queries.paper(None, paper.id, reader_id) == paper
    with pytest.raises(Absent):
        queries.paper(None, paper.id, people.seller())


def test_it_is_a_page_and_a_pdf_in_both_languages_and_on_the_account(app: Flask, client, inside, moment):
    seller_id, paper = inside(_a_paper)
    people.signed_in(client, seller_id)
    account = client.get("/sell/payouts").text
    assert paper.number in account
    assert CLOCK not in account.partition('id="charges"')[2].partition("paper-list")[0]
    for language, title in (("en", "Invoice for fees"), ("ar", "فاتورة رسوم")):
        page = client.get(f"/sell/papers/{paper.id}?lang={language}").text
        assert title in page
        assert paper.number in page
        pdf = client.get(f"/sell/papers/{paper.id}.pdf?lang={language}")
        assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    people.signed_in(client, inside(people.seller))
    assert client.get(f"/sell/papers/{paper.id}").status_code == 404
    assert client.get(f"/sell/papers/{paper.id}.pdf").status_code == 404
