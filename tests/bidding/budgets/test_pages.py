"""One's budgets on pages and in the API: made, filled, changed, removed; and that nobody else meets them anywhere."""

from __future__ import annotations

import json

import pytest

from auction.bidding import service
from auction.catalogue.service import watch_listing
from tests.bidding.budgets.builders import a_budget, seen
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.bidding.paper import said

pytestmark = pytest.mark.usefixtures("moment", "without_premium")
NAME = "What nobody else may read"


@pytest.fixture
def ann(enter):
    return enter(a_person)


def test_a_budget_is_made_and_seen(ann, csrf):
    page = ann.client.get("/my/budgets")
    assert "New budget" in page.text
    answer = csrf(ann.client).post(
        "/my/budgets", data={"name": "Clocks", "currency": "USD", "total": "250", "most": "2"}
    )
    budget = ann.client.get(answer.headers["Location"])
    assert budget.status_code == 200
    assert "Stops at $250.00" in said(budget)
    assert "of at most 2" in said(budget)
    assert "Clocks" in said(ann.client.get("/my/budgets"))


def test_what_was_typed_stays_beside_its_fault_in_the_readers_language(ann, csrf):
    typed = {"name": "Clocks", "currency": "USD", "total": "much", "most": ""}
    english = csrf(ann.client).post("/my/budgets?lang=en", data=typed)
    assert english.status_code == 422
    assert 'value="much"' in english.text
    assert 'id="total-error"' in english.text
    arabic = csrf(ann.client).post("/my/budgets?lang=ar", data=typed | {"total": ""})
    assert "اكتب مجموعًا أو عدد قطع أو كليهما." in arabic.text


def test_a_budget_begun_on_a_lots_page_holds_the_lot(inside, ann, csrf):
    lot = inside(an_auction)
    page = ann.client.get(f"/auctions/{lot}").text
    assert f"/my/budgets?lot={lot}&amp;currency=USD" in page
    data = {"name": "Clocks", "currency": "USD", "total": "60", "lot": lot}
    answer = csrf(ann.client).post("/my/budgets", data=data)
    assert answer.headers["Location"] == f"/auctions/{lot}"
    assert "a maximum of $60.00 still fits, premium and taxes counted" in said(ann.client.get(f"/auctions/{lot}"))


def test_a_refused_bid_says_it_beside_the_amount_and_keeps_it(inside, ann, csrf):
    lot = inside(an_auction)
    inside(a_budget, ann.id, lot, total="40")
    answer = csrf(ann.client).post(f"/auctions/{lot}/bids", data={"amount": "41", "key": "long-enough"})
    assert answer.status_code == 409
    assert 'value="41"' in answer.text
    place = answer.text.index('id="amount-error"')
    assert "For this lot a maximum of $40.00 still fits." in answer.text[place : place + 600]
    arabic = csrf(ann.client).post(f"/auctions/{lot}/bids?lang=ar", data={"amount": "41", "key": "long-enough"})
    assert "والمتاح فيها لهذه القطعة" in arabic.text


def test_lots_one_watches_and_bids_on_are_offered_ticked_in_and_taken_out(inside, ann, csrf):
    def fill():
        seller = a_seller()
        listing = a_listing(seller, title="A watched clock")
        watched, bid_on, other = an_auction(seller, listing), an_auction(), an_auction()
        watch_listing(person_id=ann.id, listing_id=listing)
        bid(bid_on, ann.id, "20")
        return watched, bid_on, other, a_budget(ann.id)

    watched, bid_on, other, budget = inside(fill)
    page = ann.client.get(f"/my/budgets/{budget}").text
    assert f'name="lot" value="{watched}"' in page
    assert f'name="lot" value="{bid_on}"' in page
    assert f'name="lot" value="{other}"' not in page
    csrf(ann.client).post(f"/my/budgets/{budget}/lots", data={"lot": [str(watched), str(bid_on)]})
    page = said(ann.client.get(f"/my/budgets/{budget}"))
    assert "Committed $20.00" in page
    assert "counts $20.00" in page
    out = {"budget": "", "next": f"/my/budgets/{budget}"}
    csrf(ann.client).post(f"/auctions/{bid_on}/budget", data=out)
    assert "Committed $0.00" in said(ann.client.get(f"/my/budgets/{budget}"))
    csrf(ann.client).post(f"/auctions/{bid_on}/budget", data={"budget": str(budget)})
    assert inside(seen, budget, ann.id).auction_ids == {watched, bid_on}


def test_a_lot_that_does_not_fit_is_said_on_the_next_page(inside, ann, csrf):
    pounds, budget = inside(an_auction, currency="GBP"), inside(a_budget, ann.id)
    data = {"budget": str(budget), "next": f"/my/budgets/{budget}"}
    answer = csrf(ann.client).post(f"/auctions/{pounds}/budget", data=data, follow_redirects=True)
    assert "This lot is sold in GBP, and the budget is in USD." in answer.text


def test_a_budget_above_its_limits_says_so_plainly_and_what_can_be_done(inside, ann):
    def fill():
        ben, one, two = a_person(), an_auction(), an_auction()
        budget = a_budget(ann.id, one, two)
        bid(one, ann.id, "70")
        bid(one, ben, "90")
        bid(two, ann.id, "80")
        service.retract_bid(auction_id=one, person_id=ben, reason="amount_error")
        return budget, one

    budget, one = inside(fill)
    page = said(ann.client.get(f"/my/budgets/{budget}"))
    assert "This budget stands above its limits" in page
    assert "It is over by $50.00." in page
    assert "A bid that was accepted stands." in page
    assert "raise the limits, or take a lot out of the budget" in page
    for address in ("/my/budgets", f"/auctions/{one}"):
        assert "This budget stands above its limits" in said(ann.client.get(address))


def test_a_budget_is_changed_and_removed(inside, ann, csrf):
    budget = inside(a_budget, ann.id)
    page = ann.client.get(f"/my/budgets/{budget}").text
    assert 'value="100.00"' in page
    csrf(ann.client).post(f"/my/budgets/{budget}", data={"name": "Lamps", "total": "", "most": "3"})
    assert "Lamps" in said(ann.client.get(f"/my/budgets/{budget}"))
    answer = csrf(ann.client).post(f"/my/budgets/{budget}", data={"name": "", "total": "5", "most": ""})
    assert (answer.status_code, 'id="name-error"' in answer.text) == (422, True)
    csrf(ann.client).post(f"/my/budgets/{budget}/remove", data={})
    assert ann.client.get(f"/my/budgets/{budget}").status_code == 404


def test_nobody_else_sees_or_touches_a_budget(inside, enter, ann, csrf):
    lot = inside(an_auction)
    budget = inside(a_budget, ann.id, lot, name=NAME)
    inside(bid, lot, ann.id, "30")
    for who in (enter(a_person), enter(a_person, roles=("operator",)), enter(a_person, roles=("moderator",))):
        assert who.client.get(f"/my/budgets/{budget}").status_code == 404
        for act, data in (("", {"name": "x", "total": "1"}), ("/lots", {"lot": str(lot)}), ("/remove", {})):
            answer = csrf(who.client).post(f"/my/budgets/{budget}{act}", data=data, follow_redirects=False)
            assert answer.status_code in (303, 404)
        for address in (f"/auctions/{lot}", f"/auctions/{lot}/history", "/my/budgets", f"/api/v1/auctions/{lot}/book"):
            assert NAME not in who.client.get(address).text
        assert who.client.get("/api/v1/budgets").json == {"budgets": []}
    for address in ("/my/budgets", f"/my/budgets/{budget}"):
        assert enter().client.get(address).status_code == 302
    assert inside(seen, budget, ann.id).name == NAME


def test_no_budget_is_ever_in_a_log(inside, ann, csrf, caplog, capfd):
    lot = inside(an_auction)
    inside(a_budget, ann.id, lot, name=NAME, total="40")
    csrf(ann.client).post(f"/auctions/{lot}/bids", data={"amount": "41", "key": "long-enough"})
    csrf(ann.client).post(f"/auctions/{lot}/bids", data={"amount": "39", "key": "long-enough"})
    written = caplog.text + "".join(capfd.readouterr())
    assert NAME not in written


def test_a_program_reads_its_budgets_and_puts_lots_in(inside, ann, csrf, enter):
    lot = inside(an_auction)
    budget = inside(a_budget, ann.id, total="40", most="3")
    sender = csrf(ann.client)
    assert sender.put(f"/api/v1/budgets/{budget}/lots/{lot}", json={}).json["auction_ids"] == [lot]
    inside(bid, lot, ann.id, "30")
    assert ann.client.get("/api/v1/budgets").json == {
        "budgets": [
            {
                "id": budget, "name": "Clocks", "currency": "USD", "total_minor": 4000, "most_lots": 3,
                "committed_minor": 3000, "committed_lots": 1, "free_minor": 1000, "free_lots": 2,
                "over_minor": 0, "over_lots": 0, "auction_ids": [lot],
            }
        ]
    }  # fmt: skip
    refused = sender.post(f"/api/v1/auctions/{lot}/bids", json={"amount": "41", "key": "long-enough"})
    assert (refused.status_code, refused.json["code"]) == (409, "budget_exceeded")
    assert refused.json["facts"]["free_minor"] == 4000
    other = csrf(enter(a_person).client)
    assert other.put(f"/api/v1/budgets/{budget}/lots/{lot}", json={}).status_code == 404
    assert other.delete(f"/api/v1/budgets/{budget}/lots/{lot}").status_code == 404
    assert sender.delete(f"/api/v1/budgets/{budget}/lots/{lot}").json["auction_ids"] == []
    assert sender.delete(f"/api/v1/budgets/{budget}/lots/{lot}").status_code == 404
    assert enter().client.get("/api/v1/budgets").status_code == 401


def test_the_documents_describe_budgets(client):
    paths = json.loads(client.get("/api/v1/openapi.json").text)["paths"]
    assert "/api/v1/budgets" in paths
    assert "/api/v1/budgets/{budget_id}/lots/{auction_id}" in paths
    assert "/api/v1/sales/{sale_id}/approval" in paths
