"""A seller's desk: what is scheduled, running and ended, who looks at it, and what to do next."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import service
from auction.bidding.models import Auction
from auction.bidding.queries import offered as queries
from auction.bidding.queries.offered import offered_by
from auction.catalogue import service as catalogue
from auction.db import db
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.bidding.conftest import enter
from tests.bidding.paper import said

__all__ = ["enter"]

pytestmark = pytest.mark.usefixtures("moment")


def ids(offered, phase) -> list[int]:
    return [lot.card.auction_id for lot in offered.lots.get(phase, [])]


def nexts(seller) -> dict[int, str]:
    return {lot.card.auction_id: lot.next for lots in offered_by(seller).lots.values() for lot in lots}


def later(seller, **fields) -> int:
    opens_at = clock.now() + timedelta(days=1)
    return an_auction(seller, opens_at=opens_at, closes_at=opens_at + timedelta(days=3), **fields)


def ended(seller, listing=None, *, how="cancel") -> int:
    lot = an_auction(seller, listing)
    if how == "sell":
        bid(lot, a_person(), "20")
    service.end_early(auction_id=lot, person_id=seller, how=how, reason="It broke." if how == "cancel" else "")
    return lot


def listing_of(auction_id):
    return db.session.execute(sa.select(Auction.listing_id).where(Auction.id == auction_id)).scalar_one()


def test_lots_stand_by_their_phase_and_only_those_of_the_seller(house):
    seller = a_seller()
    an_auction()
    slow, soon = an_auction(seller), an_auction(seller, closes_at=clock.now() + timedelta(hours=1))
    waits, over = later(seller), ended(seller)
    found = offered_by(seller)
    assert (ids(found, "scheduled"), ids(found, "running"), ids(found, "ended")) == ([waits], [soon, slow], [over])
    assert found.counts == {"scheduled": 1, "running": 2, "ended": 1}


def test_a_listing_sold_again_stands_once(house):
    seller = a_seller()
    listing = a_listing(seller)
    ended(seller, listing)
    again = an_auction(seller, listing)
    found = offered_by(seller)
    assert (ids(found, "running"), ids(found, "ended")) == ([again], [])


def test_it_says_what_to_do_next(house):
    seller, ann = a_seller(), a_person()
    below, asked, quiet = an_auction(seller, reserve_minor=90000), an_auction(seller), an_auction(seller)
    bid(below, ann, "20")
    service.ask_question(auction_id=asked, person_id=ann, text="Does it run?")
    sold, unsold = ended(seller, how="sell"), ended(seller)
    assert nexts(seller) == {below: "lower_reserve", asked: "answer", quiet: "", sold: "", unsold: "list_again"}


def test_all_of_one_phase_come_a_page_at_a_time(house, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(queries, "FEW", 1)
    seller = a_seller()
    lots = [an_auction(seller) for _each in range(3)]
    assert ids(offered_by(seller), "running") == lots[:1]
    pages = [offered_by(seller, show="running", page=page) for page in (1, 2, 9)]
    assert [ids(one, "running") for one in pages] == [lots[:2], lots[2:], lots[2:]]
    assert (pages[0].page, pages[2].page, pages[0].pages) == (1, 2, 2)
    assert offered_by(seller, show="nonsense").show == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Scheduled", "Running", "watched by 1", "Reserve not met. Lower it?")),
        ("ar", ("مجدولة", "جارية", "يتابعها شخص واحد", "لم يبلغ السعر الاحتياطي. أتخفضه؟")),
    ],
)
def test_the_desk_shows_them(enter, inside, language, words):
    seller, ann = enter(a_seller), inside(a_person)
    lot = inside(an_auction, seller.id, reserve_minor=90000)
    inside(bid, lot, ann, "20")
    inside(later, seller.id)
    inside(lambda: catalogue.watch_listing(person_id=ann, listing_id=listing_of(lot)))
    page = seller.client.get(f"/sell?lang={language}")
    for each in words:
        assert each in said(page)
    assert f'data-auction="{lot}"' in page.text
    assert said(seller.client.get("/sell?show=ended&page=3")).count("Running") == 1
