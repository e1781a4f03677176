"""What one has looked at: kept once a lot, bounded, counted for the seller, cleared and switched off by oneself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.bidding.queries.watching import recently_viewed
from auction.catalogue import queries, service
from auction.db import db
from tests.bidding.builders import a_person, a_seller, an_auction
from tests.bidding.paper import said, send

pytestmark = pytest.mark.usefixtures("moment")


def listing_of(auction_id):
    return db.session.execute(sa.select(Auction.listing_id).where(Auction.id == auction_id)).scalar_one()


def look(guest, *lots):
    return [guest.client.get(f"/auctions/{lot}") for lot in lots][-1]


def viewers(auction_id):
    listing_id = listing_of(auction_id)
    return queries.audiences([listing_id])[listing_id].viewers


def seen(person_id, **given):
    return [card.auction_id for card in recently_viewed(person_id, **given)]


def test_the_last_lot_comes_first_and_each_stands_once(enter, inside, travel):
    ann, (one, two) = enter(a_person), inside(lambda: (an_auction(), an_auction()))
    look(ann, one)
    travel(minutes=1)
    look(ann, two)
    travel(minutes=1)
    look(ann, one)
    assert inside(seen, ann.id) == [one, two]
    assert inside(seen, ann.id, but_for=one) == [two]
    assert (inside(viewers, one), inside(viewers, two)) == (1, 1)


def test_reloading_writes_nothing_within_a_minute_and_never_counts_twice(enter, inside, travel, monkeypatch):
    ann, ben, lot = enter(a_person), enter(a_person), inside(an_auction)
    written = []
    note = service.note_view
    monkeypatch.setattr(service, "note_view", lambda **given: (written.append(given), note(**given)))
    look(ann, lot, lot, lot)
    assert len(written) == 1
    travel(seconds=59)
    look(ann, lot)
    assert len(written) == 1
    travel(seconds=2)
    look(ann, lot)
    look(ben, lot)
    assert len(written) == 3
    assert inside(viewers, lot) == 2


def test_the_seller_a_guest_and_a_browser_that_looks_ahead_are_not_counted(enter, inside):
    seller, nobody, ann = enter(a_seller), enter(), enter(a_person)
    lot = inside(an_auction, seller.id)
    look(seller, lot)
    look(nobody, lot)
    ann.client.get(f"/auctions/{lot}", headers={"Sec-Purpose": "prefetch"})
    ann.client.head(f"/auctions/{lot}")
    assert inside(viewers, lot) == 0
    assert inside(seen, ann.id) == []


def test_only_the_newest_are_kept(house, travel, monkeypatch):
    monkeypatch.setattr("auction.catalogue.service.viewing.MOST_KEPT", 3)
    ann = a_person()
    lots = [an_auction() for _ in range(5)]
    for lot in lots:
        travel(minutes=1)
        service.note_view(person_id=ann, listing_id=listing_of(lot))
    assert queries.viewed_by(ann) == [listing_of(lot) for lot in reversed(lots[2:])]
    assert [viewers(lot) for lot in lots] == [1] * 5


def test_many_looks_at_once_count_one_person(inside):
    lot, ann = inside(an_auction), inside(a_person)
    listing_id = inside(listing_of, lot)
    with ThreadPoolExecutor(6) as hands:
        asked = [hands.submit(inside, service.note_view, person_id=ann, listing_id=listing_id) for _ in range(12)]
        [each.result() for each in asked]
    assert inside(viewers, lot) == 1
    people = [inside(a_person) for _ in range(6)]
    with ThreadPoolExecutor(6) as hands:
        asked = [hands.submit(inside, service.note_view, person_id=each, listing_id=listing_id) for each in people]
        [each.result() for each in asked]
    assert inside(viewers, lot) == 7


def test_one_clears_the_list_or_switches_it_off(enter, inside):
    ann, (one, two) = enter(a_person), inside(lambda: (an_auction(), an_auction()))
    look(ann, one)
    assert "A brass clock" in said(ann.client.get("/viewed"))
    send(ann.client, ann.client.get("/viewed"), "/viewed/clear")
    assert "You have not looked at a lot yet" in said(ann.client.get("/viewed"))
    look(ann, one)
    send(ann.client, ann.client.get("/viewed"), "/viewed/keeping", keep="off")
    assert "This list is switched off" in said(ann.client.get("/viewed"))
    look(ann, one, two)
    assert inside(seen, ann.id) == []
    assert inside(viewers, two) == 0
    send(ann.client, ann.client.get("/viewed"), "/viewed/keeping", keep="on")
    look(ann, two)
    assert inside(seen, ann.id) == [two]


def test_a_shelf_of_it_stands_on_the_front_page_and_beside_a_lot(enter, inside):
    ann = enter(a_person)
    one, two = inside(lambda: (an_auction(listing={"title": "A violin"}), an_auction(listing={"title": "A desk"})))
    assert "Recently viewed" not in said(ann.client.get("/"))
    page = look(ann, one)
    assert 'aria-labelledby="viewed"' not in page.text, "the lot itself is no news"
    page = look(ann, two)
    assert "A violin" in said(page)
    assert "Recently viewed" in said(ann.client.get("/"))
    assert "شاهدتها مؤخرًا" in said(ann.client.get("/?lang=ar"))
    assert 'aria-labelledby="viewed"' not in enter().client.get("/").text


def test_the_desk_tells_the_seller_how_many_looked_and_watch(enter, inside, csrf):
    seller = enter(a_seller)
    lot = inside(an_auction, seller.id)
    assert "seen by" not in said(seller.client.get("/sell"))
    for _ in range(2):
        guest = enter(a_person)
        look(guest, lot)
    csrf(guest.client).put(f"/api/v1/watching/{lot}")
    desk = said(seller.client.get("/sell"))
    assert "seen by 2 people" in desk
    assert "watched by 1" in desk
    desk = said(seller.client.get("/sell?lang=ar"))
    assert "شاهدها شخصان" in desk
    assert "يتابعها شخص واحد" in desk
