"""What the house charges and which tax holds: versions, the operator's pages, and the total shown before bidding."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from auction import clock, outbox
from auction.errors import Conflict, Forbidden, Invalid
from auction.settlement.fees import queries, service
from auction.settlement.fees.typed import written
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import REVENUE, TAX, seller
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.builders_settlement import HOME, a_sold_lot, an_order, assert_ledger_sound

TEN_PERCENT = {"premium_from_1": "0", "premium_percent_1": "10", "insertion": "0.50"}
VAT = {"line": "premium", "percent": "٥", "name_en": "VAT", "name_ar": "ضريبة القيمة المضافة"}


def test_a_version_holds_for_auctions_that_open_from_its_moment_on(house: Flask, moment, travel):
    before = clock.now()
    travel(hours=1)
    added = service.add_schedule(currency="USD", words=TEN_PERCENT, from_at=None, by_id=people.operator())
    assert queries.schedule_at("USD", before) == queries.built_in("USD")
    assert queries.schedule_at("USD", added.from_at).premium.of(100_00) == 10_00
    assert queries.schedule_at("USD", added.from_at - timedelta(microseconds=1)) == queries.built_in("USD")
    assert queries.schedule_at("EUR", added.from_at) == queries.built_in("EUR")


def test_what_was_added_is_never_rewritten(house: Flask, moment):
    operator_id = people.operator()
    with pytest.raises(Invalid, match="invalid") as refused:
        service.add_schedule(
            currency="USD", words=TEN_PERCENT, from_at=clock.now() - timedelta(seconds=1), by_id=operator_id
        )
    assert refused.value.fields == {"from_at": ["in_the_past"]}
    service.add_schedule(currency="USD", words=TEN_PERCENT, from_at=None, by_id=operator_id)
    with pytest.raises(Conflict, match="version_taken"):
        service.add_schedule(currency="USD", words={}, from_at=None, by_id=operator_id)


def test_only_an_operator_sets_fees(house: Flask):
    with pytest.raises(Forbidden):
        service.add_schedule(currency="USD", words=TEN_PERCENT, from_at=None, by_id=people.seller())
    with pytest.raises(Forbidden):
        service.add_tax_rule(words=VAT, from_at=None, by_id=people.moderator())


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({"premium_from_1": "5", "premium_percent_1": "1"}, {"premium_from_1": ["first_band_from_zero"]}),
        ({"premium_percent_1": "101"}, {"premium_percent_1": ["share_range"]}),
        ({"final_value_percent_1": "x"}, {"final_value_percent_1": ["share_range"]}),
        ({"premium_least": "5", "premium_cap": "4"}, {"premium_cap": ["cap_below_least"]}),
        ({"premium_percent_1": "5", "premium_percent_2": "1"}, {"premium_from_2": ["band_not_above"]}),
        ({"insertion": "-1"}, {"insertion": ["negative"]}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_beside_its_field(house: Flask, words, faults):
    with pytest.raises(Invalid) as refused:
        service.add_schedule(currency="USD", words=words, from_at=None, by_id=people.operator())
    assert refused.value.fields == faults


@pytest.mark.parametrize("currency", ["USD", "KWD", "JPY"])
def test_the_form_reads_what_it_writes(house: Flask, currency: str):
    from auction.settlement.fees.typed import read_schedule

    table = queries.built_in(currency)
    assert read_schedule(currency, written(table)) == (table, {})


def test_tax_stands_on_the_line_it_is_about(house: Flask, moment):
    service.add_tax_rule(words=VAT, from_at=None, by_id=people.operator())
    order_id = an_order(hammer_minor=100_00)
    view = orders.order(order_id, orders.people_of(order_id)[0])
    assert [(line.kind, line.gross_minor, line.tax_minor) for line in view.bill.lines] == [
        ("hammer", 100_00, 0),
        ("premium", 5_00, 0),
        ("delivery", 12_00, 0),
    ]  # the auction opened an hour before the rule was added
    later = an_auction(*_seller_and_listing(), opens_at=clock.now(), closes_at=clock.now() + timedelta(days=1))
    opened = ordering.open_from_sale(auction_id=later, buyer_id=people.person(), hammer_minor=100_00, origin="won")
    buyer_id, _seller_id = orders.people_of(opened.order_id)
    assert orders.order(opened.order_id, buyer_id).bill.tax_minor == 25


def _seller_and_listing() -> tuple[int, int]:
    from tests.bidding.builders import a_listing

    seller_id = people.seller()
    return seller_id, a_listing(seller_id, country="AE", town="Dubai")


def test_a_rule_that_was_ended_holds_for_what_had_opened(house: Flask, moment, travel):
    operator_id = people.operator()
    added = service.add_tax_rule(words=VAT, from_at=None, by_id=operator_id)
    travel(hours=1)
    service.end_tax_rule(rule_id=added.id, by_id=operator_id)
    service.end_tax_rule(rule_id=added.id, by_id=operator_id)
    assert len(queries.taxes_at(added.from_at)) == 1
    assert queries.taxes_at(clock.now()) == ()


def test_opening_a_lot_is_charged_to_its_seller_once(house: Flask, moment):
    operator_id = people.operator()
    words = TEN_PERCENT | {"reserve_percent_1": "1"}
    service.add_schedule(currency="USD", words=words, from_at=None, by_id=operator_id)
    service.add_tax_rule(words=VAT | {"line": "fee", "percent": "10"}, from_at=None, by_id=operator_id)
    seller_id = people.seller()
    auction_id = an_auction(
        seller_id, opens_at=clock.now(), closes_at=clock.now() + timedelta(days=1), reserve_minor=200_00
    )
    for _time in range(2):
        service.charge_opening(auction_id=auction_id)
    # 0.50 for opening, 1 % of the reserve, and a tenth of both as tax
    assert (ledger.balance(seller(seller_id), "USD"), ledger.balance(REVENUE, "USD"), ledger.balance(TAX, "USD")) == (
        -2_75, 2_50, 25,
    )  # fmt: skip
    assert_ledger_sound()


@pytest.mark.parametrize("zone", ["country", ""])
def test_the_total_before_bidding_is_what_the_order_says(inside, client, zone: str):
    """The page's total for a price is, to the cent, the order's at that hammer price."""
    auction_id = inside(a_sold_lot)
    page = client.get(f"/auctions/{auction_id}/total?amount=123.45&zone={zone}").text
    opened = inside(
        ordering.open_from_sale, auction_id=auction_id, buyer_id=inside(people.person), hammer_minor=123_45,
        origin="won",
    )  # fmt: skip
    buyer_id, _seller_id = inside(orders.people_of, opened.order_id)
    inside(ordering.choose_way, order_id=opened.order_id, person_id=buyer_id, zone="country", address=HOME)
    total = inside(orders.order, opened.order_id, buyer_id).total_minor
    assert total == 123_45 + 6_17 + 12_00
    assert "$141.62" in page


def test_an_amount_that_is_none_is_refused(inside, client):
    auction_id = inside(an_auction)
    assert (
        client.get(f"/auctions/{auction_id}/total?amount=x", headers={"Accept": "application/json"}).status_code == 422
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_operator_adds_a_version_and_a_rule_by_hand(inside, client, csrf, language: str):
    people.signed_in(client, inside(people.operator, language=language))
    hand = csrf(client)
    assert hand.get("/operator/fees").status_code == 200
    preview = hand.post("/operator/fees/USD", data=TEN_PERCENT | {"then": "preview"})
    assert preview.status_code == 200
    refused = hand.post("/operator/fees/USD", data={"premium_percent_1": "500", "then": "save"})
    assert refused.status_code == 422
    assert 'value="500"' in refused.text
    assert hand.post("/operator/fees/USD", data=TEN_PERCENT | {"then": "save"}).status_code == 303
    assert hand.post("/operator/taxes", data=VAT | {"percent": ""}).status_code == 422
    assert hand.post("/operator/taxes", data=VAT).status_code == 303
    assert hand.get("/operator/fees/USD").status_code == 200
    assert hand.get("/operator/taxes/new").status_code == 200
    with client.application.app_context():
        rule = queries.taxes_at(clock.now())[0]
    assert hand.post(f"/operator/taxes/{rule.id}/end").status_code == 303
    assert inside(outbox.count_waiting) == (0, 0)
