"""Ending soon: every watcher is told once, an hour before the end, wherever the end moves afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock, outbox
from auction.bidding import jobs, service
from auction.bidding.models import Auction
from auction.catalogue.service import watch_listing
from auction.db import db
from auction.notices.service import choose_mails
from auction.scheduler import JOBS
from tests.bidding.builders import a_person, an_auction, bid
from tests.bidding.paper import said
from tests.bidding.seeing import facts
from tests.builders_people import row_of
from tests.notices.builders import an_arab

pytestmark = pytest.mark.usefixtures("moment")


def watch(person_id, auction_id):
    listing_id = db.session.execute(sa.select(Auction.listing_id).where(Auction.id == auction_id)).scalar_one()
    watch_listing(person_id=person_id, listing_id=listing_id)


def lot_of(hours, **terms):
    return an_auction(closes_at=clock.now() + timedelta(hours=hours), **terms)


def work():
    jobs.remind_watchers()
    outbox.drain()


def test_the_scheduler_reminds():
    assert {job.run for job in JOBS} >= {jobs.remind_watchers, jobs.alert_searches}


def test_watchers_are_told_once_an_hour_before_the_end(house, travel, notices, live_news):
    lot, ann, ben = lot_of(3), a_person(), a_person()
    watch(ann, lot)
    watch(ben, lot)
    travel(hours=1, minutes=59)
    work()
    assert notices(kind="ending_soon") == []
    travel(minutes=1)
    work()
    work()
    assert [(one.person_id, one.auction_id) for one in notices(kind="ending_soon")] == [(ann, lot), (ben, lot)]
    assert [news["kind"] for news in live_news(ann)] == ["ending_soon"]
    assert facts("auction_ending") == [{"auction_id": lot}]


def test_a_soft_close_that_moves_the_end_tells_nobody_again(house, travel, notices):
    lot, ann, ben, cem = lot_of(3), a_person(), a_person(), a_person()
    watch(ann, lot)
    travel(hours=2)
    work()
    travel(minutes=59)
    bid(lot, ben, "20")
    before = db.session.execute(sa.select(Auction.closes_at).where(Auction.id == lot)).scalar_one()
    travel(to=before - timedelta(seconds=20))
    bid(lot, cem, "50")
    assert db.session.execute(sa.select(Auction.closes_at).where(Auction.id == lot)).scalar_one() > before
    work()
    assert len(notices(ann, "ending_soon")) == 1


def test_a_fact_that_comes_twice_tells_once(house, travel, notices, deliver_again):
    lot, ann = lot_of(2), a_person()
    watch(ann, lot)
    travel(hours=1, minutes=30)
    work()
    deliver_again("auction_ending")
    outbox.drain()
    assert len(notices(ann, "ending_soon")) == 1


def test_two_houses_remind_once(house, travel):
    lot_of(2)
    travel(hours=1, minutes=30)
    assert (service.remind_due(), service.remind_due()) == (1, 0)


def test_what_is_over_or_not_open_reminds_nobody(house, travel, notices):
    ann = a_person()
    over, later = lot_of(1), lot_of(20, opens_at=clock.now() + timedelta(hours=19, minutes=30))
    for lot in (over, later):
        watch(ann, lot)
    travel(hours=2)
    work()
    assert notices(ann) == []


def test_whoever_watches_only_then_is_not_told(house, travel, notices):
    lot, ann = lot_of(2), a_person()
    travel(hours=1, minutes=10)
    work()
    watch(ann, lot)
    travel(minutes=30)
    work()
    assert notices(ann) == []


def test_a_reminder_takes_no_other_news_place_and_gives_way_to_it(house, travel, notices):
    lot, ann, ben = lot_of(2), a_person(), a_person()
    watch(ann, lot)
    bid(lot, ann, "20")
    bid(lot, ben, "50")
    outbox.drain()
    travel(hours=1, minutes=10)
    work()
    assert {one.kind: one.replaced_at is None for one in notices(ann)} == {"outbid": True, "ending_soon": True}
    travel(hours=1)
    service.close_due()
    outbox.drain()
    assert {one.kind: one.replaced_at is None for one in notices(ann)} == {
        "outbid": False,
        "ending_soon": False,
        "lost": True,
    }


def test_it_is_mailed_as_the_settings_say(house, travel, mail_box):
    lot, ann, ben = lot_of(2, listing={"title": "A walnut desk"}), an_arab(), a_person()
    watch(ann, lot)
    watch(ben, lot)
    choose_mails(person_id=ben, kinds=["outbid"])
    travel(hours=1, minutes=5)
    work()
    letters = {letter.to: letter for letter in mail_box()}
    assert set(letters) == {row_of(ann).email}
    letter = letters[row_of(ann).email]
    assert "يُغلق قريبًا" in letter.subject
    assert "A walnut desk" in letter.subject
    assert "لأنك تتابع هذه القطعة" in letter.text
    assert f"/auctions/{lot}" in letter.text


def test_a_letter_that_comes_too_late_is_not_sent(house, travel, mail_box):
    lot, ann = lot_of(2), a_person()
    watch(ann, lot)
    travel(hours=1, minutes=30)
    jobs.remind_watchers()
    outbox.drain(limit=1)
    travel(hours=1)
    service.close_due()
    outbox.drain()
    assert mail_box(to=row_of(ann).email) == []


def test_the_page_words_it_and_the_settings_offer_it(enter, inside, travel):
    ann = enter(a_person)
    lot = inside(lot_of, 2)
    inside(watch, ann.id, lot)
    travel(hours=1, minutes=5)
    inside(work)
    page = ann.client.get("/notices")
    assert "Ending soon" in said(page)
    assert "It stands at $10.00." in said(page)
    assert f'href="/auctions/{lot}"' in page.text
    settings = ann.client.get("/notices/settings")
    for choice in ("When a lot I watch ends soon", "When a seller I follow", "matches a search I saved"):
        assert choice in said(settings)
