"""The first fill of the demo house: broken off and run again, it ends as if nothing had happened."""

from __future__ import annotations

import pytest

from auction.accounts import queries as accounts
from auction.bidding import queries
from auction.bidding.sales import queries as sales
from auction.catalogue import queries as listings
from auction.catalogue.pictures import render_picture
from auction.demo import evening, filling, goods, sold, talk
from tests import builders_catalogue as build
from tests import builders_people as people

pytestmark = [pytest.mark.sqlite_only, pytest.mark.usefixtures("house")]

ALL = goods.GOODS


class PowerCutError(Exception):
    pass


@pytest.fixture(autouse=True)
def few_goods_quickly_drawn(monkeypatch):
    picture = render_picture(build.upload(size=(400, 300), hue=40))
    monkeypatch.setattr(filling, "_drawn", lambda wanted: ([picture] for _good in wanted))
    monkeypatch.setattr(goods, "GOODS", goods.GOODS[:4])
    monkeypatch.setattr(sold, "STORIES", ())


def offered():
    return sorted(card.title for card in queries.find_lots(queries.Wanted(limit=100)).cards)


def cut_after(number):
    def step(done, _total):
        if done == number:
            raise PowerCutError

    return step


def test_a_fill_that_was_broken_off_is_completed_by_running_it_again():
    assert filling.is_empty()
    with pytest.raises(PowerCutError):
        filling.fill(cut_after(2))
    assert len(offered()) == 2
    assert filling.is_empty()
    steps = []
    filling.fill(lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]
    assert offered() == sorted(good.title for good in goods.GOODS)
    assert not filling.is_empty()


def test_people_who_were_not_made_yet_are_made_by_the_next_run(monkeypatch):
    make, made = filling.people.create_person, []

    def cut(**given):
        if len(made) == 7:
            raise PowerCutError
        made.append(make(**given))
        return made[-1]

    with monkeypatch.context() as patched:
        patched.setattr(filling.people, "create_person", cut)
        with pytest.raises(PowerCutError):
            filling.fill(cut_after(0))
    assert filling.is_empty()
    filling.fill(cut_after(0))
    assert all(accounts.find_by_email(one.email) for one in filling.EVERYBODY)
    assert not filling.is_empty()
    assert any(goods.STAFF[-1].email in line for line in filling.sign_ins())


def test_many_things_of_one_seller_are_one_sale_also_after_a_power_cut(monkeypatch):
    several = tuple(filter(evening.belongs, ALL))[:3]
    monkeypatch.setattr(goods, "GOODS", several)
    with pytest.raises(PowerCutError):
        filling.fill(cut_after(2))
    assert (sales.on_show(), offered()) == ([], [])
    filling.fill(lambda _done, _total: None)
    [sale] = sales.on_show()
    assert (sale.phase, sale.lot_count, sale.name) == ("running", 3, evening.WORDS["name_en"])
    assert offered() == sorted(good.title for good in several)
    seller_id = accounts.find_by_handle(evening.SELLER).id
    assert listings.drafts_of(seller_id) == []
    assert not filling.is_empty()


def test_people_ask_answer_watch_and_follow(monkeypatch):
    title = "Al Waha automatic diver, navy dial, steel bracelet, 1970s"
    monkeypatch.setattr(goods, "GOODS", tuple(good for good in ALL if good.title == title))
    filling.fill(lambda _done, _total: None)
    seller_id = accounts.find_by_handle("layla").id
    listing_id = listings.newest_by_title(seller_id, title)
    assert [bool(one.answer) for one in listings.questions_about(listing_id, seller_id)] == [False, True]
    assert listings.audiences([listing_id])[listing_id].watchers == 2
    assert len(listings.followers_of(seller_id)) == 1
    assert [card.title for card in listings.drafts_of(seller_id)] == [talk.DRAFT.title]
    talk.begin(*filling.make_people())
    assert len(listings.questions_about(listing_id, seller_id)) <= 4
    assert len(listings.drafts_of(seller_id)) == 1


def test_all_that_is_talked_of_is_sold_here():
    titles = {good.title for good in ALL}
    assert {*talk.ASKED, *(title for several in talk.WATCHED.values() for title in several)} <= titles


def test_a_house_of_other_people_is_left_alone_and_shows_no_sign_ins():
    people.person()
    assert not filling.is_empty()
    assert filling.sign_ins() == []
