"""Being let into a sale, on the pages of the sale, of its lots and of its seller, and in the API."""

from __future__ import annotations

import pytest

from tests.bidding.builders import a_person, a_seller
from tests.bidding.sales.builders import a_sale, announced, auctions

pytestmark = pytest.mark.usefixtures("moment")
CLOSED = {"needs_approval": "on"}


def test_asking_and_letting_in_by_the_pages(inside, enter, csrf):
    seller, ann = enter(a_seller), enter(a_person, handle="ann-of-the-sale")
    sale = inside(announced, seller.id, 1, wanted=CLOSED)
    lot = inside(auctions, sale)[0]
    guest = enter().client.get(f"/sales/{sale}").text
    assert "People whom the seller has let in." in guest
    assert "Ask to be let in" in guest
    for address in (f"/sales/{sale}", f"/auctions/{lot}"):
        assert f'action="/sales/{sale}/approval"' in ann.client.get(address).text
    assert "data-bid-form" not in ann.client.get(f"/auctions/{lot}").text
    answer = csrf(ann.client).post(f"/sales/{sale}/approval", data={"next": f"/auctions/{lot}"})
    assert answer.headers["Location"] == f"/auctions/{lot}"
    assert "You have asked to be let in" in ann.client.get(f"/auctions/{lot}").text
    assert "1 person asks to be let in" in seller.client.get(f"/sales/{sale}").text
    page = seller.client.get(f"/sell/sales/{sale}/approvals").text
    assert page.index("Waiting for you") < page.index("ann-of-the-sale")
    said = {"handle": "ann-of-the-sale", "decision": "approve"}
    csrf(seller.client).post(f"/sell/sales/{sale}/approvals", data=said)
    assert "May bid" in seller.client.get(f"/sell/sales/{sale}/approvals").text
    assert "data-bid-form" in ann.client.get(f"/auctions/{lot}").text
    csrf(seller.client).post(f"/sell/sales/{sale}/approvals", data=said | {"decision": "decline"})
    assert "You were not let into this sale" in ann.client.get(f"/auctions/{lot}").text


def test_a_name_nobody_bears_stays_beside_its_fault(inside, enter, csrf):
    seller = enter(a_seller)
    sale = inside(announced, seller.id, 1, wanted=CLOSED)
    answer = csrf(seller.client).post(f"/sell/sales/{sale}/approvals", data={"handle": "nobody", "decision": "approve"})
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text


def test_the_form_of_a_sale_asks_who_may_bid(inside, enter, csrf):
    seller = enter(a_seller)
    sale = inside(a_sale, seller.id, 1)
    form = seller.client.get(f"/sell/sales/{sale}").text
    assert "Only people whom I let in" in form
    assert "approvals" not in form
    said = {"name_en": "Clocks", "interval": "60", "closing": "interval", "currency": "USD", "soft_close": "on"}
    said |= {"needs_approval": ["off", "on"], "needs_verified": ["off"], "needs_paid_up": ["off"]}
    csrf(seller.client).post(f"/sell/sales/{sale}", data=said)
    form = seller.client.get(f"/sell/sales/{sale}").text
    assert 'name="needs_approval" value="on" checked' in form
    assert 'name="needs_verified" value="on" checked' not in form
    assert f"/sell/sales/{sale}/approvals" in form


def test_nobody_else_sees_the_list(inside, enter, csrf):
    seller, other, ann = enter(a_seller), enter(a_seller), enter(a_person)
    sale = inside(announced, seller.id, 1, wanted=CLOSED)
    assert other.client.get(f"/sell/sales/{sale}/approvals").status_code == 404
    assert csrf(other.client).post(f"/sell/sales/{sale}/approvals", data={"handle": "x"}).status_code == 404
    assert ann.client.get(f"/sell/sales/{sale}/approvals").status_code == 403
    assert enter().client.get(f"/sell/sales/{sale}/approvals").status_code == 302
    assert csrf(enter().client).post(f"/sales/{sale}/approval", data={}).status_code == 302


def test_a_program_asks_too(inside, enter, csrf):
    seller, ann = enter(a_seller), enter(a_person)
    sale = inside(announced, seller.id, 1, wanted=CLOSED)
    address = f"/api/v1/sales/{sale}/approval"
    assert ann.client.get(address).json == {"sale_id": sale, "is_needed": True, "state": None}
    assert csrf(ann.client).put(address, json={}).json["state"] == "asked"
    assert ann.client.get(address).json["state"] == "asked"
    assert enter().client.get(address).status_code == 401
