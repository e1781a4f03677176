"""The page of a rehearsal: whose it is, what it shows and refuses, and that nothing is written before the button."""

from __future__ import annotations

import io

import pytest

from auction.bidding import service
from auction.catalogue import queries as catalogue
from auction.db import db
from auction.rehearsal import presenting
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import alerts, errors, find_form, form, said, send
from tests.builders_catalogue import TERMS
from tests.rehearsal.conftest import bids_file


def url(listing: int) -> str:
    return f"/sell/{listing}/rehearsal"


def tried(seller, csrf, listing: int, **changes):
    """The form as it stands, with these fields changed, sent."""
    fields = form(seller.client.get(url(listing)), "/rehearsal#found").fields | changes
    fields.pop("csrf_token", None)
    return csrf(seller.client).post(url(listing), data=fields, content_type="multipart/form-data")


def wanted(inside, listing: int, seller) -> dict:
    return dict(inside(catalogue.own_listing, listing, seller.id).wanted_terms)


def test_the_draft_is_played_as_it_stands(seller, draft):
    page = seller.client.get(url(draft()))
    text = said(page)
    assert page.status_code == 200
    for words in ("Rehearsal", "100 streams", "As your draft says", "All together", "The one in the middle"):
        assert words in text
    assert "As tried" not in text
    assert find_form(page, "/rehearsal/terms") is None


def test_it_is_the_sellers_own_and_a_drafts(seller, draft, enter, inside, csrf):
    listing = draft()
    assert enter().client.get(url(listing)).status_code in (302, 401)
    assert enter(a_person).client.get(url(listing)).status_code == 403
    other = enter(a_seller)
    assert other.client.get(url(listing)).status_code == 404
    assert csrf(other.client).post(url(listing), data={"reserve": "90"}).status_code == 404
    answer = csrf(other.client).post(f"{url(listing)}/terms", data={"reserve": "90"})
    assert answer.status_code == 404
    assert "reserve" not in wanted(inside, listing, seller)


def test_a_reserve_out_of_reach_is_seen_before_anything_is_written(seller, draft, inside, csrf):
    listing = draft(buy_now="9000", opening="later", opens_at="2026-03-20T10:00")
    before = wanted(inside, listing, seller)
    page = tried(seller, csrf, listing, reserve="٩٠٠", duration="3d", source="quiet")
    text = said(page)
    assert page.status_code == 200
    assert "0 of 25" in text
    assert "$900.00" in text
    assert "As tried" in text
    assert wanted(inside, listing, seller) == before
    taken = send(seller.client, page, "/rehearsal/terms")
    assert taken.status_code == 303
    assert taken.location == f"/sell/{listing}?step=price#price"
    after = wanted(inside, listing, seller)
    assert (after["reserve"], after["duration"]) == ("٩٠٠", "3d")
    kept = ("currency", "starting", "buy_now", "opening", "opens_at")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert "increments" not in after
    assert alerts(seller.client.get(taken.location))[0] == "The terms you tried are in your draft now."


def test_other_steps_are_tried_but_not_taken_over(seller, draft, csrf):
    page = tried(seller, csrf, draft(), increments="flat", source="steady")
    assert "there is nothing to take over" in said(page)
    assert find_form(page, "/rehearsal/terms") is None
    assert tried(seller, csrf, draft(), increments="none of ours").status_code == 422


def test_a_file_is_played_and_its_bad_rows_are_named(seller, draft, csrf):
    rows = ("a,15,0.5,bob,10,20.50", "a,20,0.6,ann,10,20.50", "a,35,0.7,cat,10,20.50", "a,x,0.8,dan,10,20.50")
    file = (io.BytesIO(bids_file(*rows)), "bids.csv")
    page = tried(seller, csrf, draft(), source="file", amounts="written", reserve="30", file=file)
    text = said(page)
    assert "What came of it" in text
    assert "$20.50" in text
    assert "$30.00" in text
    assert "Line 5: bid is not a number: x (left out)" in text
    nothing = tried(seller, csrf, draft(), source="file", file=(io.BytesIO(bids_file("a,x,1,b,2,3")), "bids.csv"))
    assert "There is no bid in the file that can be read." in said(nothing)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starting": "ten"}, "starting"),
        ({"reserve": "5"}, "reserve"),
        ({"estimate": "-4"}, "estimate"),
        ({"source": "file"}, "file"),
        ({"cap_minutes": "9999"}, "cap_minutes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_stands_there_again_with_its_fault(seller, draft, csrf, changes, field):
    page = tried(seller, csrf, draft(), **changes)
    assert page.status_code == 422
    assert errors(page)[field]
    assert "Nothing was played yet" in said(page)
    for name, word in changes.items():
        if name != "source":
            assert form(page, "/rehearsal#found").fields[name] == word


def test_a_draft_without_a_price_may_try_one(seller, draft, csrf):
    listing = draft(starting="")
    page = seller.client.get(url(listing))
    assert page.status_code == 200
    assert errors(page)["starting"]
    text = said(tried(seller, csrf, listing, starting="25"))
    assert "cannot be played yet" in text
    assert "As tried" in text


def test_auctions_that_ended_here_are_shown_together_and_tell_no_maximum(seller, draft, inside, csrf, travel):
    pages = []
    for secret in ("35", "4321.09"):
        for _number in range(5):
            lot = inside(an_auction, listing={"title": "Somebody else’s lamp"})
            inside(bid, lot, inside(a_person), secret, is_confirmed=True)
            inside(bid, lot, inside(a_person), "20")
        travel(days=4)
        inside(service.close_due)
        page = tried(seller, csrf, draft(), source="ended", reserve="21")
        pages.append(said(page))
        assert find_form(page, "/rehearsal/terms") is not None
    for text in pages:
        assert "0 of" in text
        assert "$20.50" in text
        for secret in ("35.00", "4,321", "Somebody else", "The one in the middle", "Every stream"):
            assert secret not in text


def test_too_few_of_them_are_refused(seller, draft, csrf):
    page = tried(seller, csrf, draft(), source="ended")
    assert page.status_code == 422
    assert "5 are needed" in said(page)


def test_no_connection_is_held_while_it_plays(seller, draft, csrf, monkeypatch):
    seen = []
    play = presenting.compared

    def watched(*given, **named):
        seen.append(db.session().in_transaction())
        return play(*given, **named)

    monkeypatch.setattr("auction.rehearsal.routes.compared", watched)
    assert tried(seller, csrf, draft(), source="war").status_code == 200
    assert seen == [False, False]


def test_it_is_all_there_in_arabic(enter, inside, seller, csrf, draft):
    page = seller.client.get(url(draft()) + "?lang=ar")
    text = said(page)
    for words in ("تجربة المزاد", "كما في مسودتك", "الكل معًا"):
        assert words in text
    assert "Bids accepted" not in text


def test_the_sale_form_and_the_desk_lead_there(seller, draft, csrf):
    listing = draft()
    assert f"/sell/{listing}/rehearsal" in seller.client.get("/sell").text
    fields = {**TERMS, "then": "rehearsal"}
    answer = csrf(seller.client).post(f"/sell/{listing}", data=fields)
    assert (answer.status_code, answer.location) == (303, url(listing))
    again = seller.client.get(f"{url(listing)}/terms")
    assert (again.status_code, again.location) == (302, url(listing))
