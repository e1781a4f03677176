"""The pages of delivery: what each person sees and may do, what was typed stays, and nothing leaks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from auction.settlement.delivery import queries
from auction.settlement.orders import queries as orders
from tests import builders_people as people
from tests.builders_settlement import HOME, a_paid_order, an_order, assert_ledger_sound, pay
from tests.conftest import Hand
from tests.settlement.test_delivering import WAYS, an_address, two_orders


@pytest.fixture
def hand(new_client: Any) -> Any:
    return lambda person_id: Hand(people.signed_in(new_client(), person_id))


@pytest.fixture(autouse=True)
def _sound(inside: Any) -> Any:
    yield
    inside(assert_ledger_sound)


def both(inside: Any, hand: Any, order_id: int) -> tuple[Hand, Hand]:
    buyer_id, seller_id = inside(orders.people_of, order_id)
    return hand(buyer_id), hand(seller_id)


def page(hand: Hand, path: str) -> str:
    return hand.open(path, method="GET").text


def test_an_address_is_added_by_the_form_of_its_country_and_the_way_leads_back(inside: Any, hand: Any) -> None:
    me = inside(people.person, language="ar")
    mine = hand(me)
    form = page(mine, "/settings/addresses/new?country=AE&next=/orders/7")
    assert 'name="region"' in form
    assert "أبوظبي" in form
    typed = {**HOME, "next": "/orders/7"}
    other = mine.post("/settings/addresses/new", data=typed | {"country": "DE", "then": "country"})
    assert "Layla Haddad" in other.text
    assert "10115" in other.text
    refused = mine.post("/settings/addresses/new", data=typed | {"phone": "abc"})
    assert refused.status_code == 422
    assert 'value="abc"' in refused.text
    assert 'id="phone-error"' in refused.text
    kept = mine.post("/settings/addresses/new", data=typed)
    assert (kept.status_code, kept.location) == (303, "/orders/7")
    book = page(mine, "/settings/addresses")
    assert "12 Palm Street" in book
    address_id = inside(queries.addresses_of, me)[0].id
    stranger = hand(inside(people.person))
    assert stranger.open(f"/settings/addresses/{address_id}", method="GET").status_code == 404
    assert stranger.post(f"/settings/addresses/{address_id}/delete").status_code == 404
    assert mine.post(f"/settings/addresses/{address_id}/delete").status_code == 303
    assert "12 Palm Street" not in page(mine, "/settings/addresses")


def test_the_buyer_chooses_in_one_form_and_pays_only_then(inside: Any, hand: Any) -> None:
    order_id = inside(an_order, zone=None, delivery=WAYS)
    buyer_id = inside(orders.people_of, order_id)[0]
    home, abroad = inside(an_address, buyer_id), inside(an_address, buyer_id, "SA")
    buyer, seller = both(inside, hand, order_id)
    before = page(buyer, f"/orders/{order_id}")
    assert re.search(r'name="zone" value="country" checked', before)
    assert f"/orders/{order_id}/payment" not in before
    assert "/delivery" not in page(seller, f"/orders/{order_id}").split("<main", 1)[1].split("</main>")[0]
    refused = buyer.post(f"/orders/{order_id}/delivery", data={"zone": "country", "address": str(abroad)})
    assert refused.status_code == 422
    assert "does not lead to the country" in refused.text
    assert re.search(rf'name="address" value="{abroad}" checked', refused.text)
    assert buyer.open(f"/orders/{order_id}/delivery", method="GET").status_code == 302
    assert buyer.post(f"/orders/{order_id}/delivery", data={"zone": "country", "address": str(home)}).status_code == 303
    assert f"/orders/{order_id}/payment" in page(buyer, f"/orders/{order_id}")
    assert seller.post(f"/orders/{order_id}/delivery", data={"zone": "pickup"}).status_code == 404


def test_the_seller_reads_the_address_after_payment_alone(inside: Any, hand: Any, capsys: Any, caplog: Any) -> None:
    order_id = inside(an_order)
    buyer, seller = both(inside, hand, order_id)
    staff, stranger = hand(inside(people.moderator)), hand(inside(people.person))
    path = f"/orders/{order_id}"
    assert "12 Palm Street" in page(buyer, path)
    assert "12 Palm Street" not in page(seller, path)
    inside(pay, order_id)
    assert "12 Palm Street" in page(seller, path)
    assert "12 Palm Street" not in page(staff, path)
    assert stranger.open(path, method="GET").status_code == 404
    said = capsys.readouterr()
    assert "Palm" not in said.out + said.err + caplog.text


def test_sent_followed_put_right_and_confirmed(inside: Any, hand: Any) -> None:
    order_id = inside(a_paid_order)
    buyer, seller = both(inside, hand, order_id)
    path = f"/orders/{order_id}"
    refused = seller.post(f"{path}/shipment", data={"carrier": "smsa", "tracking": "!!"})
    assert refused.status_code == 422
    assert 'value="!!"' in refused.text
    assert buyer.post(f"{path}/shipment", data={"carrier": "smsa"}).status_code == 403
    assert seller.post(f"{path}/shipment", data={"carrier": "smsa", "tracking": "290012345"}).status_code == 303
    link = re.search(r'<a [^>]*href="(https://www\.smsaexpress[^"]+)" rel="noopener noreferrer"', page(buyer, path))
    assert link
    assert link[1].endswith("290012345")
    assert seller.post(f"{path}/tracking", data={"carrier": "smsa", "tracking": "290012346"}).status_code == 303
    assert "put the tracking number right" in page(buyer, path)
    assert seller.post(f"{path}/received").status_code == 403
    assert buyer.post(f"{path}/received").status_code == 303
    assert inside(orders.state_of, order_id) == "completed"


def test_picked_up_against_the_code_that_only_the_buyer_sees(inside: Any, hand: Any) -> None:
    order_id = inside(a_paid_order, zone="pickup", delivery=WAYS)
    buyer, seller = both(inside, hand, order_id)
    staff = hand(inside(people.moderator))
    path = f"/orders/{order_id}"
    assert seller.post(f"{path}/pickup", data={"place": "", "times": "9"}).status_code == 422
    assert seller.post(f"{path}/pickup", data={"place": "Gate 4", "times": "9-17"}).status_code == 303
    found = re.search(r'code-box__code num"><bdi dir="ltr">(\d{6})', page(buyer, path))
    assert found
    for other in (seller, staff):
        assert found[1] not in page(other, path)
    wrong = seller.post(f"{path}/handover", data={"code": "1"})
    assert "Tries left: 4" in wrong.text
    assert buyer.post(f"{path}/handover", data={"code": found[1]}).status_code == 403
    assert seller.post(f"{path}/code").status_code == 403
    assert seller.post(f"{path}/handover", data={"code": found[1]}).status_code == 303
    assert found[1] not in page(buyer, path)


def test_a_problem_a_part_back_and_settled(inside: Any, hand: Any) -> None:
    order_id = inside(a_paid_order)
    buyer, seller = both(inside, hand, order_id)
    staff, path = hand(inside(people.moderator)), f"/orders/{order_id}"
    assert buyer.post(f"{path}/problem", data={"why": ""}).status_code == 422
    assert buyer.post(f"{path}/problem", data={"why": "A leg is broken."}).status_code == 303
    assert "A leg is broken." in page(seller, path)
    typed = {"how": "part", "amount": "999", "why": "Sorry for the leg."}
    refused = seller.post(f"{path}/refund", data=typed)
    assert refused.status_code == 422
    assert "Sorry for the leg." in refused.text
    assert seller.post(f"{path}/refund", data=typed | {"amount": ""}).status_code == 422
    assert seller.post(f"{path}/refund", data=typed | {"amount": "٢٠"}).status_code == 303
    assert buyer.post(f"{path}/refund", data=typed | {"amount": "1"}).status_code == 403
    assert staff.post(f"{path}/settled", data={"why": ""}).status_code == 422
    assert staff.post(f"{path}/settled", data={"why": "Agreed."}).status_code == 303
    assert inside(orders.state_of, order_id) == "completed"


def test_two_orders_are_paid_together_from_the_list(inside: Any, hand: Any) -> None:
    buyer_id, ids = inside(two_orders)
    buyer = hand(buyer_id)
    listed = page(buyer, "/my/purchases")
    assert f'action="/orders/{ids[0]}/together"' in listed
    assert f'name="order" value="{ids[1]}"' in listed
    assert "Pay these together" in page(buyer, f"/orders/{ids[1]}")
    made = buyer.post(f"/orders/{ids[0]}/together", data={"order": str(ids[1])})
    assert made.status_code == 303
    assert made.location in page(buyer, f"/orders/{ids[0]}")
    again = buyer.post(f"/orders/{ids[0]}/together", data={"order": ["x", "99999999999"]})
    assert again.status_code == 422
    assert page(buyer, made.location).count('class="order-lots__lot"') == 2
