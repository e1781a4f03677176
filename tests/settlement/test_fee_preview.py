"""What a seller is shown before they publish is what they are charged, and what comes to them."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from auction import clock, outbox
from auction.bidding import service as bidding
from auction.catalogue import queries as catalogue
from auction.catalogue import service as listings
from auction.catalogue.fee_preview import FeePreview, fees_of
from auction.rules import money
from auction.settlement.fees import service as fees
from auction.settlement.invoices import queries as papers
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import seller
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from tests import builders_people as people
from tests.builders_catalogue import make_draft, make_shelves
from tests.builders_settlement import HOME, SENT, assert_ledger_sound, pay
from tests.settlement.test_payouts import _complete as sent_and_received

FEES = {
    "insertion": "0.35", "promotion": "2.49", "reserve_percent_1": "1.5", "reserve_cap": "20",
    "final_value_percent_1": "9.5", "final_value_from_2": "200", "final_value_percent_2": "3.25",
    "final_value_fixed": "0.30",
}  # fmt: skip


def a_draft(seller_id: int, **fields: Any) -> int:
    make_shelves()
    return make_draft(seller_id, **fields)


def preview(listing_id: int, seller_id: int) -> FeePreview:
    found = fees_of(catalogue.own_listing(listing_id, seller_id))
    assert found is not None
    return found


def a_house_with_fees(*, is_inclusive: bool) -> None:
    by_id = people.operator()
    fees.add_schedule(currency="USD", words=FEES, from_at=None, by_id=by_id)
    for line, percent in (("fee", "14"), ("goods", "5")):
        words = {"line": line, "percent": percent, "name_en": "VAT", "name_ar": "ضريبة"}
        fees.add_tax_rule(words=words | ({"is_inclusive": "1"} if is_inclusive else {}), from_at=None, by_id=by_id)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_before_is_what_is_charged(house: Flask, moment, travel, seed: int):
    chance = random.Random(seed)
    a_house_with_fees(is_inclusive=bool(seed % 2))
    travel(hours=1)
    seller_id = people.seller()
    starting = chance.randint(1, 400_00)
    reserve = chance.choice([None, starting + chance.randint(0, 3_000_00)])
    hoped = chance.randint(starting, starting + 900_00)
    is_promoted = chance.random() < 0.5
    listing_id = a_draft(seller_id, country="AE", town="Dubai", delivery=dict(SENT))
    words = {
        "starting": money.plain(starting, "USD"),
        "reserve": "" if reserve is None else money.plain(reserve, "USD"),
        "hoped": money.plain(hoped, "USD"),
        "promote": "on" if is_promoted else "off",
    }
    listings.save_draft(
        listing_id=listing_id, person_id=seller_id, fields=listings.DraftFields(wanted_terms=words)
    )  # fmt: skip
    shown = preview(listing_id, seller_id)
    assert ("promotion" in dict(shown.offering)) == is_promoted

    auction_id = bidding.publish_listing(listing_id=listing_id, person_id=seller_id).auction_id
    outbox.drain()
    charged = {one.kind: one.total_minor for one in papers.charges_without_paper(seller_id)}
    assert charged == dict(shown.offering)
    assert ledger.balance(seller(seller_id), "USD") == -shown.offering_minor

    opened = ordering.open_from_sale(
        auction_id=auction_id, buyer_id=people.person(), hammer_minor=hoped, origin="won"
    )  # fmt: skip
    buyer_id = orders.people_of(opened.order_id)[0]
    ordering.choose_way(order_id=opened.order_id, person_id=buyer_id, zone="country", address=HOME)
    pay(opened.order_id)
    sent_and_received(opened.order_id)
    delivery = next(line for line in orders.order(opened.order_id, buyer_id).bill.lines if line.kind == "delivery")
    assert ledger.balance(seller(seller_id), "USD") - delivery.net_minor == shown.at_hoped.received_minor
    assert_ledger_sound()


def test_what_cannot_be_read_yet_is_left_out(house: Flask, moment):
    seller_id = people.seller()
    listing_id = a_draft(seller_id)
    words = {"starting": "many", "hoped": "", "currency": "XXX"}
    listings.save_draft(
        listing_id=listing_id, person_id=seller_id, fields=listings.DraftFields(wanted_terms=words)
    )  # fmt: skip
    shown = preview(listing_id, seller_id)
    assert (shown.at_start, shown.at_hoped, shown.offering) == (None, None, ())


def test_fees_of_a_later_opening_are_those_of_then(house: Flask, moment):
    fees.add_schedule(
        currency="USD", words={"insertion": "1"}, from_at=clock.now() + timedelta(hours=2), by_id=people.operator()
    )  # fmt: skip
    seller_id = people.seller()
    listing_id = a_draft(seller_id)
    assert preview(listing_id, seller_id).offering == ()
    later = {"opening": "later", "opens_at": (clock.now() + timedelta(hours=3)).isoformat()}
    listings.save_draft(
        listing_id=listing_id, person_id=seller_id, fields=listings.DraftFields(wanted_terms=later)
    )  # fmt: skip
    assert preview(listing_id, seller_id).offering == (("insertion", 1_00),)


@pytest.mark.parametrize(("language", "words"), [("en", "You would receive"), ("ar", "تستلم أنت")])
def test_the_form_shows_it_and_each_saving_tells_it_anew(inside, client, csrf, language: str, words: str):
    seller_id = inside(people.seller, language=language)
    listing_id = inside(a_draft, seller_id)
    people.signed_in(client, seller_id)
    hand = csrf(client)
    page = hand.get(f"/sell/{listing_id}?step=price").text
    assert 'name="promote"' in page
    assert words in page
    answer = hand.post(
        f"/sell/{listing_id}", data={"hoped": "1000", "promote": "on"}, headers={"Accept": "application/json"}
    ).json
    assert answer["fees"].count(words) == 2
    assert "920" in answer["fees"] or "٩٢٠" in answer["fees"]
