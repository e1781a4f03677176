"""The pages of deposits, by their forms and without scripts: who may see them, where they lead, how a no is shown."""

from __future__ import annotations

import pytest

from auction.bidding import service as bidding
from auction.notices import queries as notices
from auction.settlement.deposits import queries
from auction.settlement.orders import queries as orders
from auction.settlement.unpaid import service as unpaid
from tests.bidding.builders import a_person, a_seller, bid
from tests.bidding.sales.builders import a_sale, announced, auctions
from tests.builders_catalogue import TERMS, make_draft, make_shelves
from tests.builders_deposits import TENTH, a_guarded_lot, put_down, settle
from tests.builders_people import operator, signed_in

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def page(new_client, csrf):
    """`page(person_id)`: a hand of that person's."""
    return lambda person_id: csrf(signed_in(new_client(), person_id))


def told(person_id: int) -> list[str]:
    return [notice.kind for notice in notices.page(person_id).notices if notice.kind.startswith("deposit")]


def test_from_the_lot_to_the_limit_to_the_provider_and_back_to_bid(inside, page):
    lot, ann = inside(a_guarded_lot, TENTH), inside(a_person)
    buyer, url = page(ann), f"/auctions/{lot}/deposit"
    before = buyer.get(f"/auctions/{lot}").text
    assert url in before
    assert "data-bid-form" not in before
    refused = buyer.post(url, data={"limit": "٥", "provider": "test"})
    assert refused.status_code == 422
    assert 'value="٥"' in refused.text
    assert "10.00" in refused.text
    begun = buyer.post(url, data={"limit": "٨٠", "provider": "test"})
    assert begun.location.startswith("/pay/test/")
    assert "8.00" in buyer.get(begun.location).text
    back = buyer.post(begun.location, data={"choice": "approve"}).location
    done = buyer.get(back)
    assert done.location == f"/auctions/{lot}"
    after = buyer.get(done.location).text
    assert "data-bid-form" in after
    assert "80.00" in after
    placed = buyer.post(f"/auctions/{lot}/bids", data={"amount": "90", "key": "long-enough-key"})
    assert placed.status_code == 403
    assert "80.00" in placed.text
    assert buyer.post(f"/auctions/{lot}/bids", data={"amount": "70", "key": "long-enough-key2"}).status_code == 302
    assert buyer.post(f"{url}/withdrawal").status_code == 409
    assert buyer.get(f"{url}/withdrawal").location == url
    assert f"/auctions/{lot}" in buyer.get("/my/deposits").text
    assert "/my/deposits" in buyer.get("/my/purchases").text


def test_declined_late_and_taken_back(inside, page, travel):
    lot, ann = inside(a_guarded_lot), inside(a_person)
    buyer, url = page(ann), f"/auctions/{lot}/deposit"
    begun = buyer.post(url, data={"provider": "test"}).location
    back = buyer.post(begun, data={"choice": "decline"}).location
    assert buyer.get(back).location == url
    assert "declined" in buyer.get(url).text
    begun = buyer.post(url, data={"provider": "test"}).location
    back = buyer.post(begun, data={"choice": "later"}).location
    assert buyer.get(back).location == url
    (deposit,) = inside(queries.deposits_of, ann)
    travel(minutes=1)
    looked = buyer.post(f"/my/deposits/{deposit.payment_id}/payment").location
    assert buyer.get(looked).location == f"/auctions/{lot}"
    assert buyer.post(f"{url}/withdrawal").location == f"/auctions/{lot}"
    assert "data-bid-form" not in buyer.get(f"/auctions/{lot}").text


def test_a_sale_has_one_page_to_which_its_lots_lead(inside, page):
    owner, ann = inside(a_seller), inside(a_person)
    sale = inside(announced, owner, 2, wanted={"deposit": "fixed", "deposit_amount": "60"})
    lot = inside(auctions, sale)[0]
    buyer = page(ann)
    assert f"/sales/{sale}/deposit" in buyer.get(f"/sales/{sale}").text
    assert f"/sales/{sale}/deposit" in buyer.get(f"/auctions/{lot}").text
    assert buyer.get(f"/auctions/{lot}/deposit").location == f"/sales/{sale}/deposit"
    begun = buyer.post(f"/sales/{sale}/deposit", data={"provider": "test"}).location
    back = buyer.post(begun, data={"choice": "approve"}).location
    assert buyer.get(back).location == f"/sales/{sale}"
    assert "60.00" in buyer.get(f"/sales/{sale}").text
    assert buyer.post(f"/sales/{sale}/deposit/withdrawal").location == f"/sales/{sale}"


def test_the_order_shows_what_the_deposit_pays_and_everybody_is_told(inside, page, travel):
    owner = inside(a_seller)
    lot, ann, ben = inside(a_guarded_lot, seller_id=owner), inside(a_person), inside(a_person)
    for person, amount in ((ann, "30"), (ben, "50")):
        assert inside(put_down, lot, person) == "held"
        inside(bid, lot, person, amount)
    travel(days=3, hours=1)
    inside(bidding.close_due)
    inside(settle)
    assert inside(told, ann) == ["deposit_released", "deposit_held"]
    assert inside(told, ben) == ["deposit_applied", "deposit_held"]
    (card,) = inside(orders.bought_by, ben)
    text = page(ben).get(f"/orders/{card.id}").text
    assert "Left to pay" in text
    travel(days=6)
    inside(unpaid.cancel_unpaid, order_id=card.id, person_id=owner, with_strike=True)
    inside(settle)
    assert inside(told, ben)[0] == "deposit_forfeited"
    assert inside(told, owner) == ["deposit_received"]
    assert "20.00" in page(owner).get(f"/orders/{card.id}").text
    assert page(ben).get("/notices").status_code == 200
    staff = page(inside(operator))
    assert staff.get("/operator/deposits").status_code == 200


@pytest.mark.parametrize("path", ["/auctions/{lot}/deposit", "/my/deposits", "/api/v1/auctions/{lot}/deposit"])
def test_a_guest_is_asked_to_sign_in(path: str, inside, client):
    lot = inside(a_guarded_lot)
    answer = client.get(path.format(lot=lot))
    assert answer.status_code == 401 or answer.location.startswith("/login")


def test_others_see_nothing_of_it(inside, page):
    lot, ann, ben = inside(a_guarded_lot), inside(a_person), inside(a_person)
    inside(put_down, lot, ann)
    (deposit,) = inside(queries.deposits_of, ann)
    other = page(ben)
    assert other.get(f"/my/deposits/{deposit.payment_id}/payment").status_code == 404
    assert other.post(f"/my/deposits/{deposit.payment_id}/payment").status_code == 404
    assert other.get("/operator/deposits").status_code == 403
    assert other.post(f"/auctions/{lot}/deposit/withdrawal").status_code == 409
    assert other.get("/auctions/999/deposit").status_code == 404
    assert other.post("/sales/999/deposit", data={"provider": "test"}).status_code == 404


def test_the_form_of_a_sale_asks_for_it_and_keeps_what_was_typed(inside, page):
    owner = inside(a_seller)
    sale = inside(a_sale, owner, 1)
    seller, url = page(owner), f"/sell/sales/{sale}"
    said = {"name_en": "Clocks", "interval": "60", "closing": "interval", "currency": "USD", "soft_close": "on"}
    refused = seller.post(url, data=said | {"deposit": "share", "deposit_percent": "١٠١"})
    assert refused.status_code == 422
    assert 'value="١٠١"' in refused.text
    assert 'id="deposit_percent-error"' in refused.text
    seller.post(url, data=said | {"deposit": "share", "deposit_percent": "١٢٫٥"})
    assert 'value="share" checked' in seller.get(url).text


def test_the_form_of_a_listing_asks_for_it_and_the_rules_say_what_becomes_of_it(inside, page, client):
    inside(make_shelves)
    owner = inside(a_seller)
    listing = inside(make_draft, owner, wanted_terms=TERMS)
    seller = page(owner)
    seller.post(f"/sell/{listing}", data={"deposit": "fixed", "deposit_amount": ""})
    refused = seller.post(f"/sell/{listing}/publish", data={})
    assert refused.status_code == 422
    assert 'id="deposit_amount-error"' in refused.text
    seller.post(f"/sell/{listing}", data={"deposit": "fixed", "deposit_amount": "٢٥"})
    lot = seller.post(f"/sell/{listing}/publish", data={}).location
    shown = client.get(lot).text
    assert "Before bidding you put down $25.00." in shown
    assert "it is forfeited to the seller" in shown
    assert f"{lot}/deposit" in shown
