"""A seller's tables of prices for sending: made, chosen on a listing, fixed when published, shown with the lot."""

from __future__ import annotations

from typing import Any

import pytest

from auction.bidding import queries as bidding
from auction.catalogue import delivery, queries, service
from auction.catalogue.delivery import Way
from auction.catalogue.service import TableFields, publishing_faults
from auction.db import transaction
from auction.errors import Absent, Conflict, Invalid
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.payments import service as payments
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.builders_settlement import HOME, a_person
from tests.conftest import Hand

BANDS = [{"weight": "١٬٠٠٠", "country": "5", "region": "9"}, {}, {"weight": "5 000", "country": "12", "region": "25"}]


def a_table(seller_id: int, **changes: Any) -> int:
    fields = {"name": "Standard", "currency": "USD", "bands": BANDS} | changes
    return service.keep_table(person_id=seller_id, fields=TableFields(**fields)).table_id


def a_lot(seller_id: int, table_id: int, weight: str = "800") -> int:
    words = {"table": str(table_id), "weight": weight, "pickup": "on", "dispatch": "3"}
    return an_auction(seller_id, listing={"delivery": words, "country": "AE", "town": "Dubai"})


def promise(auction_id: int, seller_id: int) -> delivery.Delivery:
    found = queries.own_listing(bidding.summary(auction_id).listing_id, seller_id).view.delivery
    assert found is not None
    return found


def test_a_lot_is_priced_by_its_weight(house: Any) -> None:
    seller_id = people.seller()
    table_id = a_table(seller_id)
    assert promise(a_lot(seller_id, table_id), seller_id).ways == (
        Way("pickup", 0),
        Way("country", 500),
        Way("region", 900),
    )
    assert promise(a_lot(seller_id, table_id, "1001"), seller_id).ways[1:] == (
        Way("country", 1200),
        Way("region", 2500),
    )


def test_what_is_published_keeps_its_prices(house: Any) -> None:
    seller_id = people.seller()
    table_id = a_table(seller_id)
    auction_id = a_lot(seller_id, table_id)
    service.keep_table(
        person_id=seller_id,
        table_id=table_id,
        fields=TableFields(name="Dear", currency="USD", bands=[{"weight": "9000", "country": "99"}]),
    )
    assert promise(auction_id, seller_id).ways[1] == Way("country", 500)
    service.delete_table(table_id=table_id, person_id=seller_id)
    assert promise(auction_id, seller_id).ways[1] == Way("country", 500)


def test_lots_of_one_table_travel_as_one_parcel(house: Any) -> None:
    seller_id, buyer_id = people.seller(), a_person()
    table_id = a_table(seller_id)
    ids = []
    for weight in ("800", "4000"):
        opened = ordering.open_from_sale(
            auction_id=a_lot(seller_id, table_id, weight), buyer_id=buyer_id, hammer_minor=100_00, origin="won"
        )
        ordering.choose_way(order_id=opened.order_id, person_id=buyer_id, zone="country", address=HOME)
        ids.append(opened.order_id)
    made = payments.combine_orders(order_ids=ids, person_id=buyer_id)
    assert orders.order(made.order_id, buyer_id).bill.sum_of("delivery") == 1200  # not 5.00 and 12.00


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({"weight": ""}, {"weight": ["weight_needed"]}),
        ({"weight": "5001"}, {"weight": ["too_heavy"]}),
        ({"weight": "1,5"}, {"weight": ["weight_needed"]}),
        ({"table": "999"}, {"table": ["table_gone"]}),
    ],
)
def test_publishing_says_what_is_wrong_with_table_and_weight(house: Any, words: dict[str, str], faults: Any) -> None:
    build.make_shelves()
    seller_id = people.seller()
    chosen = {"table": str(a_table(seller_id)), "weight": "800", **words}
    listing_id = build.make_draft(seller_id, delivery=chosen, country="AE", town="Dubai")
    with transaction() as session:
        assert publishing_faults(session, listing_id=listing_id) == faults


def test_a_table_of_somebody_else_is_as_good_as_none(house: Any) -> None:
    table_id, thief = a_table(people.seller()), people.seller()
    with pytest.raises(Absent):
        queries.shipping_table(table_id, thief)
    with pytest.raises(Absent):
        service.delete_table(table_id=table_id, person_id=thief)
    with pytest.raises(Absent):
        service.keep_table(
            person_id=thief, table_id=table_id, fields=TableFields(name="x", currency="USD", bands=BANDS)
        )
    build.make_shelves()
    listing_id = build.make_draft(thief, delivery={"table": str(table_id)})
    assert "rates" not in queries.own_listing(listing_id, thief).delivery


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "needed"), ({"bands": [{}]}, "bands", "bands_needed"),
        ({"bands": [{"weight": "9", "country": "1"}, {"weight": "8", "country": "1"}]}, "weight-1", "weights_rise"),
        ({"bands": [{"weight": "9"}]}, "country-0", "price_needed"),
        ({"bands": [{"weight": "9", "country": "x"}]}, "country-0", "not_a_number"),
        ({"further": "percent", "further_value": "101"}, "further_value", "not_a_percentage"),
        ({"further": "price", "further_value": ""}, "further_value", "price_needed"),
        ({"further": "free"}, "further", "not_a_choice"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_said_by_its_field(house: Any, changes: Any, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_table(people.seller(), **changes)
    assert refusal.value.fields == {field: [code]}


def test_a_seller_has_only_so_many_tables(house: Any) -> None:
    seller_id = people.seller()
    for _table in range(service.MOST_TABLES):
        a_table(seller_id)
    with pytest.raises(Conflict, match="too_many_tables"):
        a_table(seller_id)


def test_the_pages_keep_what_was_typed_and_the_lot_shows_the_price(inside: Any, new_client: Any, client: Any) -> None:
    seller_id = inside(people.seller)
    seller = Hand(people.signed_in(new_client(), seller_id))
    typed = {
        "name": "Kisten",
        "currency": "USD",
        "weight-0": "1000",
        "country-0": "5",
        "further": "percent",
        "further_value": "x",
    }
    refused = seller.post("/sell/shipping/new", data=typed)
    assert refused.status_code == 422
    assert 'value="Kisten"' in refused.text
    assert 'id="further_value-error"' in refused.text
    assert (
        'name="weight-4"'
        in seller.post("/sell/shipping/new", data=typed | {f"weight-{n}": "" for n in (1, 2, 3)} | {"then": "row"}).text
    )
    assert seller.post("/sell/shipping/new", data=typed | {"further_value": "٥٠"}).status_code == 303
    assert "Kisten" in seller.open("/sell/shipping", method="GET").text
    auction_id = inside(lambda: a_lot(seller_id, queries.shipping_tables(seller_id)[0].id))
    page = client.get(f"/auctions/{auction_id}?zone=country&amount=25").text
    assert '<output class="num" data-total-sum><bdi>$31.25</bdi>' in page
    assert "each further lot 50% of its own price" in page
