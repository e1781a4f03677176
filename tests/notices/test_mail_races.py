"""Many hands on the mails of one person and one lot."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from auction import clock
from auction.notices import service
from auction.notices.service import News, mailing
from tests.bidding.builders import a_person, an_auction, bid

HANDS = 6


@pytest.fixture
def outbid_ids(inside):
    """As many notices that one person was outbid on one lot as there are hands, all to be mailed."""
    auction_id, person_id = inside(an_auction), inside(a_person)
    inside(bid, auction_id, inside(a_person), "50")
    payload = {"title": "A clock", "price_minor": 1, "currency": "USD", "closes_at": clock.now().isoformat()}
    told = []
    for fact_id in range(HANDS):
        news = [News(person_id, "outbid", payload)]
        told += inside(service.tell_people, fact_id=fact_id, auction_id=auction_id, news=news).notice_ids
    return told


def claim_all_at_once(app, monkeypatch, notice_ids: list[int]) -> int:
    """How many letters are claimed when all decide at the same moment, as far as they are let."""
    monkeypatch.setattr(mailing, "_still_holds", lambda *_given: True)
    together, decide = threading.Barrier(HANDS), mailing._quiet_until

    def decide_together(*given):
        decided = decide(*given)
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(0.3)
        return decided

    monkeypatch.setattr(mailing, "_quiet_until", decide_together)

    def claim(notice_id: int) -> bool:
        with app.app_context():
            return service.claim_letter(notice_id=notice_id) is not None

    with ThreadPoolExecutor(HANDS) as hands:
        return sum(hands.map(claim, notice_ids))


def test_of_many_who_would_mail_at_once_one_does(app, monkeypatch, outbid_ids):
    assert claim_all_at_once(app, monkeypatch, outbid_ids) == 1


@pytest.mark.postgres_only
def test_without_the_row_they_agree_on_all_of_them_would(app, monkeypatch, outbid_ids):
    monkeypatch.setattr(mailing, "_agree", lambda *_given: None)
    assert claim_all_at_once(app, monkeypatch, outbid_ids) == HANDS
