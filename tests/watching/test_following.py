"""Following sellers: their page, one's list, and one notice for what they open within an hour."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from auction import clock, outbox
from auction.accounts.service import block_person
from auction.bidding import service as bidding
from auction.catalogue import queries, service
from auction.notices import queries as queries_of_notices
from auction.notices.service import choose_mails
from auction.notices.wording import text
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import form, said, send
from tests.bidding.seeing import refused
from tests.builders_catalogue import TERMS, make_draft, make_shelves
from tests.builders_people import row_of

pytestmark = pytest.mark.usefixtures("moment")


def open_lot(seller_id, title="A violin", **terms):
    make_shelves()
    listing_id = make_draft(seller_id, title=title, wanted_terms={**TERMS, **terms})
    return bidding.publish_listing(listing_id=listing_id, person_id=seller_id).auction_id


@pytest.fixture
def pair(house):
    """A seller called omar, and Ann who follows him."""
    omar, ann = a_seller(handle="omar"), a_person()
    service.follow_seller(person_id=ann, seller_id=omar)
    return omar, ann


def test_following_twice_is_following_once(house):
    omar, ann = a_seller(), a_person()
    for _ in range(2):
        assert service.follow_seller(person_id=ann, seller_id=omar) == service.Followed(omar, True)
    assert queries.followers_of(omar) == [ann]
    for _ in range(2):
        assert service.unfollow_seller(person_id=ann, seller_id=omar) == service.Followed(omar, False)
    assert queries.followers_of(omar) == []


def test_one_follows_sellers_and_not_oneself(house, monkeypatch):
    omar, ann = a_seller(), a_person()
    assert refused(service.follow_seller, person_id=omar, seller_id=omar) == "follow_oneself"
    assert refused(service.follow_seller, person_id=omar, seller_id=ann) == "not_found"
    monkeypatch.setattr("auction.catalogue.service.watching.MOST_FOLLOWED", 0)
    assert refused(service.follow_seller, person_id=ann, seller_id=omar) == "too_many_follows"


def test_a_new_lot_is_told_to_followers_alone(pair, notices, live_news):
    omar, ann = pair
    lot = open_lot(omar)
    outbox.drain()
    (told,) = notices(kind="seller_opened")
    assert (told.person_id, told.payload) == (
        ann,
        {"title": "omar", "count": 1, "lots": [{"auction_id": lot, "title": "A violin"}]},
    )
    assert [news["url"] for news in live_news(ann)] == [f"/auctions/{lot}"]


def test_several_lots_within_an_hour_are_one_notice(pair, notices, travel, live_news):
    omar, ann = pair
    open_lot(omar, "A violin")
    outbox.drain()
    travel(minutes=30)
    open_lot(omar, "A viola")
    outbox.drain()
    travel(minutes=29)
    open_lot(omar, "A cello")
    outbox.drain()
    (told,) = notices(ann)
    assert [lot["title"] for lot in told.payload["lots"]] == ["A violin", "A viola", "A cello"]
    assert len(live_news(ann)) == 1
    travel(minutes=2)
    open_lot(omar, "A double bass")
    outbox.drain()
    assert [one.payload["count"] for one in notices(ann)] == [3, 1]


def test_a_fact_that_comes_twice_tells_once_even_after_the_hour(pair, notices, travel, deliver_again):
    omar, ann = pair
    open_lot(omar, "A violin")
    open_lot(omar, "A viola")
    outbox.drain()
    before = [(one.id, one.payload, one.read_at) for one in notices(ann)]
    travel(hours=2)
    deliver_again("auction_opened")
    open_lot(omar, "A cello")
    outbox.drain()
    deliver_again("auction_opened")
    assert [(one.id, one.payload, one.read_at) for one in notices(ann)][:1] == before
    assert [one.payload["count"] for one in notices(ann)] == [2, 1]


def test_a_lot_that_opens_later_is_told_when_it_opens(pair, notices, travel):
    omar, ann = pair
    opens = clock.now() + timedelta(hours=5)
    open_lot(omar, opening="later", opens_at=opens.strftime("%Y-%m-%dT%H:%M"))
    outbox.drain()
    assert notices(ann) == []
    travel(hours=5, seconds=1)
    outbox.drain()
    assert len(notices(ann)) == 1


def test_the_letter_waits_for_what_opens_soon_after(pair, travel, mail_box):
    omar, ann = pair
    open_lot(omar, "A violin")
    outbox.drain()
    travel(minutes=5)
    open_lot(omar, "A viola")
    outbox.drain()
    assert mail_box() == []
    travel(minutes=6)
    outbox.drain()
    (letter,) = mail_box(to=row_of(ann).email)
    assert "2 new lots are open: A violin, A viola" in letter.text
    assert "/sellers/omar" in letter.text
    assert "because you follow this seller" in letter.text


def test_whoever_declines_the_letter_reads_it_on_the_page(pair, travel, mail_box, notices):
    omar, ann = pair
    choose_mails(person_id=ann, kinds=["outbid"])
    open_lot(omar)
    outbox.drain()
    travel(minutes=11)
    outbox.drain()
    assert mail_box() == []
    assert len(notices(ann)) == 1


def test_a_sellers_page_shows_who_they_are_and_what_they_sell(enter, inside, travel):
    ann, now = enter(a_person), clock.now()

    def play():
        omar = a_seller(handle="omar")
        an_auction(omar, listing={"title": "It runs"}, closes_at=now + timedelta(days=9))
        bid(an_auction(omar, listing={"title": "It is sold"}, closes_at=now + timedelta(days=1)), ann.id, "20")
        an_auction(omar, listing={"title": "It is not sold"}, closes_at=now + timedelta(days=1))
        an_auction(
            omar, listing={"title": "A secret"}, opens_at=now + timedelta(days=5), closes_at=now + timedelta(days=9)
        )
        travel(days=2)
        bidding.close_due()

    inside(play)
    page = ann.client.get("/sellers/omar")
    for words in ("omar", "Sells here since", "1 open lot", "1 lot sold", "It runs", "It is sold", "It is not sold"):
        assert words in said(page)
    assert "A secret" not in said(page)
    assert "قطعة مبيعة واحدة" in said(ann.client.get("/sellers/omar?lang=ar"))
    assert enter().client.get("/sellers/OMAR").status_code == 200
    assert ann.client.get("/sellers/nobody").status_code == 404
    buyer = inside(lambda: row_of(ann.id).handle)
    assert ann.client.get(f"/sellers/{buyer}").status_code == 404


def test_one_follows_on_the_lots_page_and_leaves_on_ones_list(enter, inside):
    omar = enter(a_seller, handle="omar")
    lot = inside(an_auction, omar.id)
    ann = enter(a_person)
    assert "You do not follow anybody yet" in said(ann.client.get("/following"))
    back = send(ann.client, ann.client.get(f"/auctions/{lot}"), "/sellers/omar/follow", want="on")
    assert back.location == f"/auctions/{lot}"
    assert "You follow omar." in said(ann.client.get(back.location))
    page = ann.client.get("/following")
    assert "omar" in said(page)
    assert "1 open lot" in said(page)
    send(ann.client, page, "/sellers/omar/follow", want="off")
    assert "You do not follow anybody yet" in said(ann.client.get("/following"))


def test_guests_are_led_to_sign_in_and_sellers_do_not_follow_themselves(enter, inside):
    omar = enter(a_seller, handle="omar")
    guest = enter().client
    led = send(guest, guest.get("/sellers/omar"), "/sellers/omar/follow", want="on")
    assert led.location == "/login?next=/sellers/omar"
    own = omar.client.get("/sellers/omar")
    assert "/sellers/omar/follow" not in own.text


def test_a_seller_blocks_another_on_their_page(enter, inside):
    omar = enter(a_seller, handle="omar")
    enter(a_seller, handle="eve")
    page = omar.client.get("/sellers/eve")
    assert form(page, "/settings/blocks").fields["handle"] == "eve"
    inside(block_person, owner_id=omar.id, handle="eve")
    assert "Blocked" in said(omar.client.get("/sellers/eve"))
    assert "/settings/blocks" not in enter(a_person).client.get("/sellers/eve").text


def test_a_crowd_of_lots_is_counted_and_the_first_are_named(pair, notices):
    omar, ann = pair
    for number in range(5):
        open_lot(omar, f"Lot {number}")
    outbox.drain()
    (told,) = notices(ann)
    assert (told.payload["count"], [lot["title"] for lot in told.payload["lots"]]) == (5, ["Lot 0", "Lot 1", "Lot 2"])
    assert text("seller_opened", told.payload) == "5 new lots are open: Lot 0, Lot 1, Lot 2…"


def test_two_lots_at_once_are_one_notice_of_both(inside):
    omar, ann = inside(a_seller), inside(a_person)
    inside(service.follow_seller, person_id=ann, seller_id=omar)
    for number in range(6):
        inside(open_lot, omar, f"Lot {number}")
    with ThreadPoolExecutor(4) as hands:
        [each.result() for each in [hands.submit(inside, outbox.drain, 2) for _ in range(4)]]
    inside(outbox.drain)
    told = inside(lambda: [notice.payload["count"] for notice in queries_of_notices.page(ann).notices])
    assert told == [6]
