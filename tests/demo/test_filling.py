"""The first fill of the demo house: broken off and run again, it ends as if nothing had happened."""

from __future__ import annotations

import pytest

from auction.accounts import queries as accounts
from auction.bidding import queries
from auction.catalogue.pictures import render_picture
from auction.demo import filling, goods
from tests import builders_catalogue as build
from tests import builders_people as people

pytestmark = [pytest.mark.sqlite_only, pytest.mark.usefixtures("house")]


class PowerCutError(Exception):
    pass


@pytest.fixture(autouse=True)
def few_goods_quickly_drawn(monkeypatch):
    picture = render_picture(build.upload(size=(400, 300), hue=40))
    monkeypatch.setattr(filling, "_drawn", lambda wanted: ([picture] for _good in wanted))
    monkeypatch.setattr(goods, "GOODS", goods.GOODS[:4])


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


def test_a_house_of_other_people_is_left_alone_and_shows_no_sign_ins():
    people.person()
    assert not filling.is_empty()
    assert filling.sign_ins() == []
