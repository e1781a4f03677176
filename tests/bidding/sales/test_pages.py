"""The pages of sales: the catalogue for everybody, the seller's two pages, both languages, and who is let in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import jobs as closing
from auction.bidding.sales import jobs, queries
from auction.bidding.sales.models import Sale
from auction.db import db
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.sales.builders import a_sale, announced, auctions, numbers, rows, some_drafts

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def seller(enter):
    return enter(a_seller)


@pytest.fixture
def guest(enter):
    return enter().client


def text_of(answer):
    return answer.get_data(as_text=True)


def draft_sale(inside, seller, lots=2, **changes):
    sale = inside(a_sale, seller.id, lots, **changes)
    return sale, [lot.id for lot in inside(rows, sale)]


NAMES = {"name_en": "Spring clocks", "name_ar": "ساعات الربيع", "description_ar": "مجموعة خاصة"}


def test_the_catalogue_shows_every_lot_with_its_number_in_order(inside, seller, guest):
    sale = inside(announced, seller.id, 3)
    page = text_of(guest.get(f"/sales/{sale}"))
    assert page.index("Lot 1<") < page.index("Lot 2<") < page.index("Lot 3<")
    assert "Monday 9 to 17, 3 Market Street" in page
    assert page.count("data-auction=") == 3
    assert "Lot 1 closes first" in page
    assert "Running" in page


def test_the_catalogue_speaks_both_languages(inside, seller, guest):
    sale = inside(announced, seller.id, 2, **NAMES)
    assert "Spring clocks" in text_of(guest.get(f"/sales/{sale}?lang=en"))
    page = text_of(guest.get(f"/sales/{sale}?lang=ar"))
    assert "ساعات الربيع" in page
    assert "مجموعة خاصة" in page
    assert "القطعة 1" in page
    assert 'dir="rtl"' in page
    assert "Lot" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_progress_and_filters_follow_the_closing(inside, seller, guest, travel):
    sale = inside(announced, seller.id, 3)
    travel(days=2)
    inside(closing.close_due)
    page = text_of(guest.get(f"/sales/{sale}"))
    assert "Lot 2 of 3 is closing" in page
    assert "1 of 3 lots closed" in page
    assert text_of(guest.get(f"/sales/{sale}?show=closed")).count("data-auction=") == 1
    assert text_of(guest.get(f"/sales/{sale}?show=open")).count("data-auction=") == 2
    assert "Lot 2 of 3 is closing" in text_of(guest.get(f"/sales/{sale}/progress"))
    travel(minutes=5)
    inside(closing.close_due)
    assert "This sale is over" in text_of(guest.get(f"/sales/{sale}"))
    assert "No lot is open any more" in text_of(guest.get(f"/sales/{sale}?show=open"))


def test_a_long_catalogue_has_pages(inside, seller, guest, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    sale = inside(announced, seller.id, 5)
    first, last = text_of(guest.get(f"/sales/{sale}")), text_of(guest.get(f"/sales/{sale}?page=3"))
    assert (first.count("data-auction="), last.count("data-auction=")) == (2, 1)
    assert "Page 1 of 3" in first
    assert (' rel="prev"' in first, ' rel="next"' in last) == (False, False)
    assert (' rel="next"' in first, ' rel="prev"' in last) == (True, True)
    assert "Page 3 of 3" in text_of(guest.get(f"/sales/{sale}?page=99"))


@pytest.mark.parametrize("query", ["page=x", "page=-1", "page=99999999999999", "show=everything"])
def test_absurd_questions_get_a_page(inside, seller, guest, query):
    sale = inside(announced, seller.id, 1)
    assert guest.get(f"/sales/{sale}?{query}").status_code == 200


def test_sales_stand_at_home_and_on_their_own_page(inside, seller, guest, travel):
    coming = inside(
        announced,
        seller.id,
        1,
        name_en="Books to come",
        opens_at=inside(clock.now) + timedelta(days=1),
        first_closes_at=inside(clock.now) + timedelta(days=5),
    )
    running = inside(announced, seller.id, 1, name_en="Clocks now")
    for address in ("/", "/sales"):
        page = text_of(guest.get(address))
        assert page.index(f'/sales/{running}"') < page.index(f'/sales/{coming}"')
    travel(days=2)
    inside(closing.close_due)
    page = text_of(guest.get("/sales"))
    on_show, over = page.split('id="over"')
    assert ("Clocks now" in on_show, "Clocks now" in over, "Books to come" in on_show) == (False, True, True)


def test_without_sales_the_page_says_what_to_do(guest):
    assert "No sale is announced just now" in text_of(guest.get("/sales"))


def test_a_lots_page_leads_to_its_neighbours_and_its_sale(inside, seller, guest):
    sale = inside(announced, seller.id, 3)
    one, two, three = inside(auctions, sale)
    page = text_of(guest.get(f"/auctions/{two}"))
    assert f'rel="prev" href="/auctions/{one}"' in page
    assert f'rel="next" href="/auctions/{three}"' in page
    assert f'href="/sales/{sale}"' in page
    assert "2 of 3" in page
    assert "saleroom-place" not in text_of(guest.get(f"/auctions/{inside(an_auction)}"))


def test_an_announced_lot_may_be_looked_at_before_it_opens_and_not_bid_on(inside, seller, enter, travel):
    opens = inside(clock.now) + timedelta(hours=2)
    sale = inside(announced, seller.id, 1, opens_at=opens)
    lot = inside(auctions, sale)[0]
    buyer = enter(a_person)
    assert "A clock, number 1" in text_of(buyer.client.get(f"/auctions/{lot}"))
    assert buyer.client.get(f"/api/v1/auctions/{lot}").status_code == 404
    with pytest.raises(Exception, match="not_found"):
        inside(bid, lot, buyer.id, "50")
    travel(hours=2)
    assert inside(bid, lot, buyer.id, "50").is_leading


def test_a_sale_is_seen_by_nobody_else_before_it_is_announced(inside, seller, enter):
    sale, _lots = draft_sale(inside, seller)
    for who in (enter(), enter(a_person), enter(a_seller)):
        assert who.client.get(f"/sales/{sale}").status_code == 404
        assert who.client.get(f"/sales/{sale}/progress").status_code == 404
    other = enter(a_seller)
    for address in ("", "/lots"):
        assert other.client.get(f"/sell/sales/{sale}{address}").status_code == 404
    assert enter(a_person).client.get("/sell/sales").status_code == 403
    assert enter().client.get("/sell/sales").status_code == 302


@pytest.mark.parametrize("act", ["", "/lots", "/lots/add", "/announce", "/delete"])
def test_nobody_else_changes_a_sale(inside, seller, enter, csrf, act):
    sale, _lots = draft_sale(inside, seller)
    other = enter(a_seller)
    assert csrf(other.client).post(f"/sell/sales/{sale}{act}", data={}).status_code == 404
    assert csrf(enter(a_person).client).post(f"/sell/sales/{sale}{act}", data={}).status_code == 403
    assert inside(numbers, sale) == ["1", "2"]


def test_a_seller_builds_and_announces_a_sale_without_scripts(inside, seller, csrf, guest):
    drafts = inside(some_drafts, seller.id, 3)
    sender = csrf(seller.client)
    address = sender.post("/sell/sales", data={}).headers["Location"]
    sale = int(address.rpartition("/")[2])
    said = {
        "name_en": "Autumn clocks",
        "viewing_en": "By appointment",
        "first_closes_at": "2026-03-16T18:00",
        "interval": "120",
        "currency": "USD",
        "soft_close": "on",
        "then": "lots",
    }
    assert sender.post(address, data=said).headers["Location"].endswith("/lots")
    sender.post(f"{address}/lots/add", data={"draft": [str(listing) for listing in drafts]})
    one, two, three = (lot.id for lot in inside(rows, sale))
    words = {f"{name}-{lot}": text for lot in (one, two, three) for name, text in (("starting", "10"), ("reserve", ""))}
    words |= {f"number-{one}": "1", f"number-{two}": "2", f"number-{three}": "3"}
    sender.post(f"{address}/lots", data=words | {"up": str(three)})
    assert [lot.id for lot in inside(rows, sale)] == [one, three, two]
    words |= {f"number-{three}": "2A", f"number-{two}": "3", "cover": str(three)}
    passed_on = sender.post(f"{address}/lots", data=words | {"then": "announce"})
    assert (passed_on.status_code, passed_on.headers["Location"]) == (307, f"{address}/announce")
    assert sender.post(f"{address}/announce", data={}).headers["Location"] == f"/sales/{sale}"
    assert "are being opened" in text_of(guest.get(f"/sales/{sale}"))
    inside(jobs.open_lots)
    assert inside(numbers, sale) == ["1", "2A", "3"]
    page = text_of(guest.get(f"/sales/{sale}"))
    assert "Lot 2A" in page
    assert "By appointment" in page
    assert seller.client.get(address).headers["Location"] == f"/sales/{sale}"
    assert "Autumn clocks" in text_of(seller.client.get("/sell/sales"))


def test_what_was_typed_stays_beside_its_fault(inside, seller, csrf):
    sale, (one, _two) = draft_sale(inside, seller)
    said = {"name_en": "New name", "first_closes_at": "tomorrow", "interval": "60", "window_minutes": "x"}
    answer = csrf(seller.client).post(f"/sell/sales/{sale}", data=said)
    assert answer.status_code == 422
    assert "New name" in text_of(answer)
    assert "tomorrow" in text_of(answer)
    answer = csrf(seller.client).post(
        f"/sell/sales/{sale}/lots", data={f"number-{one}": "zwölf", f"starting-{one}": "5"}
    )
    assert answer.status_code == 422
    assert 'value="zwölf"' in text_of(answer)
    assert "A lot number is a whole number" in text_of(answer)


def test_every_fault_is_listed_by_its_lot_in_the_readers_language(inside, seller, csrf):
    drafts = inside(some_drafts, seller.id, 1, has_picture=False)
    sale, _lots = draft_sale(inside, seller, drafts=drafts, name_en="")
    english = text_of(csrf(seller.client).post(f"/sell/sales/{sale}/announce?lang=en", data={}))
    assert "Please give the sale a name" in english
    assert "1 lot needs something more" in english
    arabic = text_of(csrf(seller.client).post(f"/sell/sales/{sale}/announce?lang=ar", data={}))
    assert "لم تُعلَن الجلسة بعد" in arabic
    assert "Please" not in arabic
    with_state = inside(lambda: db.session.execute(sa.select(Sale.state)).scalar_one())
    assert with_state == "draft"


def test_a_draft_already_elsewhere_is_said_on_the_page(inside, seller, csrf):
    sale, _lots = draft_sale(inside, seller)
    other, _more = draft_sale(inside, seller)
    listing = inside(rows, other)[0].listing_id
    answer = csrf(seller.client).post(
        f"/sell/sales/{sale}/lots/add", data={"draft": [str(listing)]}, follow_redirects=True
    )
    assert "already belongs to another sale" in text_of(answer)


def test_a_sale_is_deleted_and_its_drafts_stay(inside, seller, csrf):
    sale, _lots = draft_sale(inside, seller)
    csrf(seller.client).post(f"/sell/sales/{sale}/delete", data={})
    assert seller.client.get(f"/sell/sales/{sale}").status_code == 404
    assert len(inside(queries.drafts_to_add, seller.id)) == 2


def test_a_sale_whose_lots_end_together_says_so_on_its_pages_and_in_the_api(inside, seller, guest):
    sale = inside(announced, seller.id, 2, closing="together")
    page = text_of(guest.get(f"/sales/{sale}"))
    assert "All lots close" in page
    assert "on any lot moves the end of all lots to 2 minutes after the bid" in page
    assert "one lot every" not in page
    told = guest.get(f"/api/v1/sales/{sale}").get_json()
    assert (told["closing"], told["interval_seconds"], told["lot_count"]) == ("together", None, 2)
    assert told["last_closes_at"] == told["first_closes_at"]
    lot = inside(auctions, sale)[0]
    assert "a late bid on any of them moves the end of them all" in text_of(guest.get(f"/auctions/{lot}"))
