"""Saved searches: kept once, changed by their person alone; news come once a day, sooner when they end soon."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from auction import clock, outbox
from auction.bidding import jobs
from auction.bidding import service as bidding
from auction.bidding.queries import normal_query
from auction.catalogue import queries, service
from auction.catalogue.models import SavedSearch
from auction.catalogue.service.searches import is_time
from auction.db import db
from tests.bidding.builders import a_person, a_seller
from tests.bidding.paper import errors, said, send, typed
from tests.bidding.seeing import refused
from tests.builders_catalogue import TERMS, make_draft, make_shelves
from tests.builders_people import row_of

pytestmark = pytest.mark.usefixtures("moment")


def save(person_id, wanted="q=violin", name="Violins"):
    return service.save_search(person_id=person_id, name=name, wanted=normal_query(wanted)).search_id


def open_lot(title="A violin", days=7, seller_id=None, **terms):
    make_shelves()
    seller_id = seller_id or a_seller()
    listing_id = make_draft(seller_id, title=title, wanted_terms={**TERMS, "duration": f"{days}d", **terms})
    return bidding.publish_listing(listing_id=listing_id, person_id=seller_id).auction_id


def work(travel, **span):
    """Let time pass, and let the house do what is due in it."""
    travel(**(span or {"minutes": 11}))
    jobs.alert_searches()
    outbox.drain()


def finds(notice):
    return [find["title"] for find in notice.payload["finds"]]


# --- keeping them -----------------------------------------------------------------------------------------------


def test_the_same_search_is_kept_once_whatever_its_order(house):
    ann = a_person()
    first = service.save_search(person_id=ann, name=" My\nviolins ", wanted=normal_query("?q=violin&category=watches"))
    again = service.save_search(
        person_id=ann, name="Others", wanted=normal_query("sort=new&category=watches&after=x&q=+violin+")
    )
    assert (first.is_new, again.is_new, again.search_id, again.name) == (True, False, first.search_id, "My violins")
    (kept,) = queries.saved_searches(ann)
    assert (kept.name, kept.is_alerting, kept.alerted_at) == ("My violins", True, None)


def test_a_query_string_has_one_form():
    assert normal_query("") == normal_query("?sort=new&after=3~4") == normal_query("&&==%00=%zz") == ""
    assert normal_query("q=%D8%B3%D8%A7%D8%B9%D8%A9") == "q=%D8%B3%D8%A7%D8%B9%D8%A9"


@given(st.text(max_size=60))
def test_normal_is_normal_whatever_is_typed(query: str):
    assert normal_query(normal_query(query)) == normal_query(query)


def test_two_at_once_keep_one(inside):
    ann = inside(a_person)
    with ThreadPoolExecutor(6) as hands:
        asked = [hands.submit(inside, save, ann) for _ in range(6)]
        assert len({each.result() for each in asked}) == 1
    assert inside(lambda: db.session.execute(sa.select(sa.func.count()).select_from(SavedSearch)).scalar_one()) == 1


def test_a_bad_name_a_long_search_and_one_too_many_are_refused(house, monkeypatch):
    ann = a_person()
    assert refused(save, ann, name=" \n\0 ") == "invalid name:needed"
    assert refused(save, ann, name="x" * 81) == "invalid name:too_long"
    assert refused(service.save_search, person_id=ann, name="x", wanted="q=" + "x" * 1000) == "search_too_long"
    monkeypatch.setattr("auction.catalogue.service.searches.MOST_SEARCHES", 1)
    save(ann)
    assert refused(save, ann, "q=desk") == "too_many_searches"


def test_a_search_is_its_persons_alone(house):
    ann, eve = a_person(), a_person()
    search_id = save(ann)
    change = {"search_id": search_id, "name": "Mine", "is_alerting": False}
    assert refused(service.change_search, person_id=eve, **change) == "not_found"
    assert refused(service.delete_search, person_id=eve, search_id=search_id) == "not_found"
    assert queries.saved_searches(eve) == []
    service.change_search(person_id=ann, **change)
    assert [(one.name, one.is_alerting) for one in queries.saved_searches(ann)] == [("Mine", False)]
    service.delete_search(person_id=ann, search_id=search_id)
    assert queries.saved_searches(ann) == []


# --- telling of what is new -------------------------------------------------------------------------------------


def test_what_is_new_is_told_and_what_was_there_is_not(house, travel, notices):
    ann = a_person()
    open_lot("An old violin")
    travel(minutes=1)
    save(ann)
    travel(minutes=1)
    open_lot("A new violin")
    open_lot("A desk")
    open_lot("A violin of her own", seller_id=a_seller(handle="other"))
    work(travel)
    (told,) = notices(ann, "search_matched")
    assert finds(told) == ["A violin of her own", "A new violin"]
    assert (told.payload["title"], told.payload["total"], told.payload["wanted"]) == ("Violins", 2, "q=violin")


def test_ones_own_lots_are_no_news(house, travel, notices):
    ann = a_seller()
    save(ann)
    travel(minutes=1)
    open_lot(seller_id=ann)
    work(travel)
    assert notices(ann) == []


def test_once_a_day_and_nothing_is_lost(house, travel, notices):
    ann = a_person()
    save(ann)
    travel(minutes=1)
    open_lot("First violin")
    work(travel)
    open_lot("Second violin")
    for _ in range(4):
        work(travel, hours=5)
    assert [finds(one) for one in notices(ann)] == [["First violin"]]
    open_lot("Third violin")
    work(travel, hours=5)
    assert [finds(one) for one in notices(ann)] == [["First violin"], ["Third violin", "Second violin"]]
    work(travel, hours=25)
    assert len(notices(ann)) == 2


def test_what_ends_within_a_day_is_told_sooner_but_not_every_minute(house, travel, notices):
    ann = a_person()
    save(ann)
    travel(minutes=1)
    open_lot("First violin")
    work(travel)
    open_lot("Quick violin", days=1)
    work(travel)
    assert len(notices(ann)) == 1, "within the hour"
    work(travel, minutes=55)
    assert [finds(one) for one in notices(ann)][1:] == [["Quick violin"]]
    open_lot("Slow violin")
    work(travel, hours=3)
    assert len(notices(ann)) == 2


def test_the_rule_of_the_day():
    now = clock.now()
    far, near = now + timedelta(hours=24, seconds=1), now + timedelta(hours=24)
    assert is_time(None, far, now)
    assert [is_time(now - timedelta(hours=hours), far, now) for hours in (1, 23, 24)] == [False, False, True]
    assert [is_time(now - timedelta(minutes=minutes), near, now) for minutes in (59, 60)] == [False, True]


def test_alerts_that_are_off_tell_nothing_and_forget_what_opened_meanwhile(house, travel, notices):
    ann = a_person()
    search_id = save(ann)
    service.change_search(person_id=ann, search_id=search_id, name="Violins", is_alerting=False)
    travel(minutes=1)
    open_lot("Missed violin")
    work(travel)
    assert notices(ann) == []
    service.change_search(person_id=ann, search_id=search_id, name="Violins", is_alerting=True)
    work(travel)
    assert notices(ann) == []
    open_lot("Next violin")
    work(travel)
    assert [finds(one) for one in notices(ann)] == [["Next violin"]]


def test_two_houses_and_a_fact_that_comes_twice_tell_once(house, travel, notices, deliver_again):
    ann = a_person()
    save(ann)
    travel(minutes=1)
    open_lot()
    travel(minutes=11)
    (due,) = service.claim_searches()
    assert service.claim_searches() == []
    told = {"until": clock.now(), "ends_first_at": clock.now(), "finds": [], "total": 1}
    assert [service.alert(due=due, **told), service.alert(due=due, **told)] == [True, False]
    outbox.drain()
    deliver_again("search_matched")
    assert len(notices(ann)) == 1


def test_a_shelf_that_is_gone_stops_nobody_elses_alerts(house, travel, notices):
    ann, ben = a_person(), a_person()
    save(ann, "category=no-such-shelf")
    save(ben)
    travel(minutes=1)
    open_lot()
    work(travel)
    assert (len(notices(ann)), len(notices(ben))) == (0, 1)


def test_the_letter_lists_what_was_found(house, travel, mail_box):
    ann = a_person()
    save(ann)
    travel(minutes=1)
    lot = open_lot()
    work(travel)
    (letter,) = mail_box(to=row_of(ann).email)
    assert letter.subject == "New in your saved search: Violins"
    assert "1 new lot matches." in letter.text
    assert "A violin: $10.00, closes" in letter.text
    assert "/search?q=violin&sort=new" in letter.text
    assert "because you saved this search" in letter.text
    assert lot


# --- the pages --------------------------------------------------------------------------------------------------


def test_one_saves_changes_and_deletes_on_the_page(enter):
    ann = enter(a_person)
    page = ann.client.get("/saved-searches")
    assert "No saved search yet" in said(page)
    back = send(ann.client, page, "/saved-searches", "q", q="كمان")
    assert (back.status_code, back.location) == (303, "/saved-searches")
    page = ann.client.get("/saved-searches")
    assert "We tell you when something new matches it." in said(page)
    assert 'href="/search?q=%D9%83%D9%85%D8%A7%D9%86"' in page.text
    path = "/saved-searches/1"
    wrong = send(ann.client, page, path, "name", name="", alerts="on")
    assert wrong.status_code == 422
    assert errors(wrong) == {"name-1": "Please fill in this field."}
    long = send(ann.client, page, path, "name", name="x" * 90)
    assert typed(long, path, "name") == "x" * 90
    send(ann.client, page, path, "name", name="Violins")
    page = ann.client.get("/saved-searches")
    assert "Violins" in said(page)
    assert "You are told of new lots" in said(page)
    ann.client.post(path, data={**_fields(page, path), "alerts": ""})
    assert "Alerts are off" in said(ann.client.get("/saved-searches"))
    send(ann.client, page, path + "/delete")
    assert "No saved search yet" in said(ann.client.get("/saved-searches"))
    nothing = send(ann.client, page, "/saved-searches", "q", q=" ")
    assert (nothing.status_code, errors(nothing)) == (422, {"q": "Please fill in this field."})


def _fields(page, path):
    from tests.bidding.paper import form

    return form(page, path, "name").fields


def test_strangers_do_not_reach_a_search_and_guests_sign_in(enter, inside, csrf):
    ann, eve, guest = enter(a_person), enter(a_person), enter()
    search_id = inside(save, ann.id)
    assert csrf(eve.client).post(f"/saved-searches/{search_id}", data={"name": "Mine"}).status_code == 404
    assert csrf(eve.client).post(f"/saved-searches/{search_id}/delete").status_code == 404
    led = csrf(guest.client).post("/saved-searches", data={"wanted": "q=violin", "next": "/search?q=violin"})
    assert led.location == "/login?next=/search?q%3Dviolin"
    assert len(inside(queries.saved_searches, ann.id)) == 1


def test_it_is_said_in_arabic_too(enter, inside, travel):
    ann = enter(a_person, language="ar")
    inside(save, ann.id)
    inside(travel, minutes=1)
    inside(open_lot)
    inside(work, travel)
    page = ann.client.get("/saved-searches")
    assert "تصلك أخبار القطع الجديدة" in said(page)
    notices = ann.client.get("/notices")
    assert "جديد في بحثك المحفوظ" in said(notices)
    assert "قطعة جديدة تطابق بحثك." in said(notices)
    assert 'href="/search?q=violin&amp;sort=new"' in notices.text
