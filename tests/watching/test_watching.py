"""Watching lots: the verb, the toggle without scripts, the list, the API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import service as bidding
from auction.bidding.models import Auction
from auction.bidding.queries import watching as pages
from auction.catalogue import queries, service
from auction.catalogue.models import Watch
from auction.db import db
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction
from tests.bidding.paper import alerts, find_form, said, send
from tests.bidding.seeing import refused
from tests.builders_catalogue import make_draft, make_shelves

pytestmark = pytest.mark.usefixtures("moment")


def listing_of(auction_id):
    return db.session.execute(sa.select(Auction.listing_id).where(Auction.id == auction_id)).scalar_one()


def watchers(auction_id):
    return queries.watchers_of(listing_of(auction_id))


def heart(page, auction_id):
    """The toggle of a lot on a page, as a form without scripts, and whether it is pressed."""
    return find_form(page, f"/auctions/{auction_id}/watch")


def toggle(guest, page, auction_id, want):
    return send(guest.client, page, f"/auctions/{auction_id}/watch", want=want)


def test_watching_twice_is_watching_once(house):
    lot, ann = an_auction(), a_person()
    listing_id = listing_of(lot)
    first = service.watch_listing(person_id=ann, listing_id=listing_id)
    again = service.watch_listing(person_id=ann, listing_id=listing_id)
    assert first == again == service.Watched(listing_id, True, 1)
    assert watchers(lot) == [ann]
    gone = service.unwatch_listing(person_id=ann, listing_id=listing_id)
    assert (
        gone == service.unwatch_listing(person_id=ann, listing_id=listing_id) == service.Watched(listing_id, False, 0)
    )


def test_a_seller_does_not_watch_their_own_lot_nor_anybody_a_draft(house):
    seller = a_seller()
    listing_id = a_listing(seller)
    assert refused(service.watch_listing, person_id=seller, listing_id=listing_id) == "own_watch"
    make_shelves()
    draft = make_draft(seller, has_picture=False)
    assert refused(service.watch_listing, person_id=a_person(), listing_id=draft) == "not_found"
    assert refused(service.watch_listing, person_id=a_person(), listing_id=99) == "not_found"


def test_a_watch_list_has_a_bound(house, monkeypatch):
    monkeypatch.setattr("auction.catalogue.service.watching.MOST_WATCHED", 2)
    ann = a_person()
    lots = [listing_of(an_auction()) for _ in range(3)]
    answers = [refused(service.watch_listing, person_id=ann, listing_id=each) for each in lots]
    assert answers == ["accepted", "accepted", "too_many_watches"]


def test_two_toggles_at_once_leave_one_watch(inside):
    lot, ann = inside(an_auction), inside(a_person)
    listing_id = inside(listing_of, lot)
    with ThreadPoolExecutor(6) as hands:
        asked = [hands.submit(inside, service.watch_listing, person_id=ann, listing_id=listing_id) for _ in range(12)]
        assert {each.result().watchers for each in asked} == {1}
    count = inside(lambda: db.session.execute(sa.select(sa.func.count()).select_from(Watch)).scalar_one())
    assert count == 1
    with ThreadPoolExecutor(6) as hands:
        verbs = [service.watch_listing, service.unwatch_listing] * 6
        [each.result() for each in [hands.submit(inside, verb, person_id=ann, listing_id=listing_id) for verb in verbs]]
    assert inside(watchers, lot) in ([], [ann])


def test_the_list_goes_by_what_ends_soonest_with_ended_lots_apart(house, travel):
    ann, now = a_person(), clock.now()
    late, soon, over, older = (an_auction(closes_at=now + timedelta(hours=hours)) for hours in (50, 30, 20, 10))
    unseen = an_auction(opens_at=now + timedelta(hours=60), closes_at=now + timedelta(hours=90))
    for lot in (late, soon, over, older, unseen):
        service.watch_listing(person_id=ann, listing_id=listing_of(lot))
    travel(hours=25)
    bidding.close_due()
    lots = pages.watch_list(ann)
    assert [card.auction_id for card in lots.running] == [soon, late]
    assert [card.auction_id for card in lots.ended] == [over, older]
    assert pages.watched_auctions(ann) == {late, soon, over, older, unseen}
    assert pages.watched_auctions(a_person()) == frozenset()


def test_without_scripts_the_heart_is_a_form_that_comes_back(enter, inside):
    lot = inside(an_auction)
    ann = enter(a_person)
    for place in ("/", f"/auctions/{lot}"):
        page = ann.client.get(place)
        assert heart(page, lot) is not None, place
    back = toggle(ann, page, lot, "on")
    assert (back.status_code, back.location) == (303, f"/auctions/{lot}")
    page = ann.client.get(back.location)
    assert "The lot is on your watch list." in said(page)
    assert "On 1 watch list" in said(page)
    assert 'value="off" aria-pressed="true"' in page.text
    assert "A brass clock" in said(ann.client.get("/watching"))
    toggle(ann, ann.client.get("/watching"), lot, "off")
    assert "You do not watch any lot yet" in said(ann.client.get("/watching"))


def test_whoever_signs_in_for_it_watches_the_lot_then(client, inside, csrf):
    from tests.builders_people import PASSWORD, row_of

    lot, ann = inside(an_auction), inside(a_person)
    email = inside(lambda: row_of(ann).email)
    led = send(client, client.get("/"), f"/auctions/{lot}/watch", want="on")
    assert (led.status_code, led.location) == (302, "/login?next=/")
    assert inside(watchers, lot) == []
    signed = csrf(client).post("/login?next=/", data={"email": email, "password": PASSWORD})
    assert (signed.status_code, signed.location) == (302, "/")
    page = client.get("/")
    assert "The lot is on your watch list." in said(page)
    assert inside(watchers, lot) == [ann]
    send(client, page, f"/auctions/{lot}/watch", want="off")
    client.get("/")
    assert inside(watchers, lot) == [], "the wish is granted once"


def test_a_seller_is_told_why_not(enter, inside, csrf):
    seller = enter(a_seller)
    lot = inside(an_auction, seller.id)
    assert heart(seller.client.get(f"/auctions/{lot}"), lot) is None
    csrf(seller.client).post(f"/auctions/{lot}/watch", data={"want": "on"})
    assert "This is your own lot" in said(seller.client.get("/"))
    assert inside(watchers, lot) == []


def test_a_lot_that_is_not_open_is_nobodys_to_watch(enter, inside, csrf):
    lot = inside(an_auction, opens_at=clock.now() + timedelta(hours=1))
    ann = enter(a_person)
    assert csrf(ann.client).put(f"/api/v1/watching/{lot}").status_code == 404
    assert csrf(ann.client).put("/api/v1/watching/9999").status_code == 404
    assert inside(watchers, lot) == []


def test_programs_and_scripts_watch_by_the_api(enter, inside, csrf):
    lot = inside(an_auction)
    ann, ben = enter(a_person), enter(a_person)
    told = csrf(ann.client).put(f"/api/v1/watching/{lot}")
    assert told.get_json() == {"auction_id": lot, "is_watched": True, "watchers": 1}
    assert csrf(ben.client).put(f"/api/v1/watching/{lot}").get_json()["watchers"] == 2
    (only,) = ann.client.get("/api/v1/watching").get_json()["lots"]
    assert (only["auction_id"], only["state"]["phase"]) == (lot, "open")
    told = csrf(ann.client).delete(f"/api/v1/watching/{lot}")
    assert told.get_json() == {"auction_id": lot, "is_watched": False, "watchers": 1}
    assert ann.client.get("/api/v1/watching").get_json() == {"lots": []}
    nobody = enter()
    assert nobody.client.get("/api/v1/watching").status_code == 401
    assert csrf(nobody.client).put(f"/api/v1/watching/{lot}").status_code == 401
    assert ann.client.put(f"/api/v1/watching/{lot}").status_code == 403, "without the page's token"


def test_pages_are_said_in_arabic_too(enter, inside):
    lot = inside(an_auction)
    ann = enter(a_person, language="ar")
    empty = said(ann.client.get("/watching"))
    assert "لا تتابع أي قطعة بعد" in empty
    toggle(ann, ann.client.get("/"), lot, "on")
    assert alerts(ann.client.get("/watching")) == ["القطعة في قائمة متابعتك."]
    assert enter().client.get("/watching").location == "/login?next=/watching"
