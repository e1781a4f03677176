"""What comes after the hammer in the demo house: every state of an order, all money accounted for, once."""

from __future__ import annotations

from collections import Counter

import pytest

from auction import clock
from auction.accounts import queries as accounts
from auction.bidding.budgets import queries as budgets
from auction.bidding.queries.promoted import promoted_lots
from auction.catalogue.pictures import render_picture
from auction.demo import afterwards, filling, goods, sold
from auction.reputation import queries as reputation
from auction.settlement.invoices import queries as papers
from auction.settlement.orders import queries as orders
from tests import builders_catalogue as build
from tests.builders_settlement import assert_ledger_sound

pytestmark = [pytest.mark.sqlite_only, pytest.mark.usefixtures("house")]
TITLES = {story.good.title for story in sold.STORIES}


class PowerCutError(Exception):
    pass


@pytest.fixture(autouse=True)
def few_goods_quickly_drawn(monkeypatch):
    picture = render_picture(build.upload(size=(400, 300), hue=40))
    monkeypatch.setattr(filling, "_drawn", lambda wanted: ([picture] for _good in wanted))
    wanted = {*sold.PROMOTED, *sold.IN_BUDGET}
    monkeypatch.setattr(goods, "GOODS", tuple(good for good in goods.GOODS if good.title in wanted))


def person(handle: str) -> int:
    found = accounts.find_by_handle(handle)
    assert found is not None
    return found.id


def told() -> list[tuple[str, str]]:
    sellers = {story.good.seller for story in sold.STORIES}
    found = [card for seller in sellers for card in orders.sold_by(person(seller), limit=100)]
    return sorted((card.lots[0].title, card.state) for card in found)


def test_every_story_is_told_to_its_end_also_after_a_power_cut(monkeypatch):
    pay = afterwards._pay

    def cut(one):
        if one.story.buyer == "maryam":
            raise PowerCutError
        pay(one)

    with monkeypatch.context() as patched:
        patched.setattr(afterwards, "_pay", cut)
        with pytest.raises(PowerCutError):
            filling.fill(lambda _done, _total: None)
    assert filling.is_empty()
    filling.fill(lambda _done, _total: None)
    assert not filling.is_empty()
    first = told()
    assert {title for title, _state in first} == TITLES
    assert Counter(state for _title, state in first) == {
        "completed": 4, "refunded": 1, "cancelled": 1, "delivered": 1, "shipped": 1, "paid": 1, "awaiting_payment": 2,
    }  # fmt: skip
    assert_ledger_sound()

    afterwards.tell(_people(), clock.now(), filling._drawn, filling.list_good)
    assert told() == first
    assert_ledger_sound()

    _the_sign_ins_have_some()


def _people() -> dict[str, int]:
    sellers, buyers = filling.make_people()
    return sellers | buyers


def _the_sign_ins_have_some() -> None:
    sara, layla = person(goods.BUYERS[0].handle), person(goods.SELLERS[0].handle)
    bought = {card.state for card in orders.bought_by(sara)}
    assert bought == {"completed", "shipped", "awaiting_payment"}
    assert {card.state for card in orders.sold_by(layla)} == {"completed", "cancelled", "paid", "awaiting_payment"}
    completed = next(card for card in orders.bought_by(sara) if card.state == "completed")
    assert {paper.kind for paper in papers.papers_of(completed.id, sara)} == {"invoice", "receipt"}
    (given,) = [one for one in reputation.of_order(completed.id, sara).others if one.side == "seller"]
    assert given.text
    (budget,) = budgets.budgets_of(sara)
    assert len(budget.auction_ids) == len(sold.IN_BUDGET)
    assert len(promoted_lots(None)) == len(sold.PROMOTED)


def test_nothing_of_the_past_is_among_what_is_offered():
    assert not TITLES & {good.title for good in goods.GOODS}
    assert {*sold.PROMOTED, *sold.IN_BUDGET} <= set(goods.BY_TITLE)
