"""Feedback after a finished order: who gives it when, and that it stays as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError

from auction import clock, outbox
from auction.accounts import queries as accounts
from auction.db import transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.reputation import jobs, queries, service
from auction.reputation.service import Said
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service as payments
from tests import builders_people as people
from tests.builders_reputation import a_deal, give, step
from tests.builders_settlement import a_paid_order, an_order, assert_ledger_sound


@pytest.fixture(autouse=True)
def _sound(house: Flask):
    yield
    assert_ledger_sound()


def test_both_sides_say_once_how_it_was(house: Flask):
    deal = a_deal()
    assert not give(deal, "buyer", 4, "Well packed.", description=5, charges=3).is_revealed
    assert give(deal, "seller").is_revealed
    for side in ("buyer", "seller"):
        with pytest.raises(Conflict, match="feedback_given"):
            give(deal, side, 1, "I have changed my mind.")
    one = queries.received_by(deal.seller_id, "buyer").feedback[0]
    assert (one.stars, one.text, one.details) == (4, "Well packed.", {"description": 5, "charges": 3})
    assert queries.received_by(deal.buyer_id, "seller").feedback[0].stars == 5


def test_nothing_is_said_before_the_order_is_finished_nor_after_it_was_cancelled(house: Flask):
    open_id, cancelled_id = a_paid_order(), an_order()
    step(cancelled_id, "cancel", "house")
    for order_id in (open_id, cancelled_id):
        buyer_id = orders.people_of(order_id)[0]
        with pytest.raises(Conflict, match="feedback_not_yet"):
            service.give_feedback(order_id=order_id, person_id=buyer_id, said=Said(5))
        assert queries.of_order(order_id, buyer_id) is None


def test_an_order_refunded_after_payment_is_finished(house: Flask):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="It broke.")
    outbox.drain()
    given = service.give_feedback(order_id=order_id, person_id=buyer_id, said=Said(2, "It broke."))
    assert given.side == "buyer"


def test_a_refund_after_completion_does_not_begin_the_time_anew(house: Flask, travel):
    deal = a_deal()
    travel(days=59)
    payments.refund_order(order_id=deal.order_id, person_id=deal.seller_id, why="Sent back.")
    outbox.drain()
    travel(days=1)
    with pytest.raises(Conflict, match="feedback_too_late"):
        give(deal, "buyer")


def test_the_sixty_days_end_to_the_instant(house: Flask, travel):
    first, second = a_deal(), a_deal()
    travel(days=60, microseconds=-1)
    give(first, "buyer")
    travel(microseconds=1)
    with pytest.raises(Conflict, match="feedback_too_late"):
        give(second, "buyer")
    with pytest.raises(Conflict, match="feedback_too_late"):
        give(first, "seller")


def test_nobody_else_gives_feedback_in_an_order(house: Flask):
    deal = a_deal()
    for person_id in (people.person(), people.operator()):
        with pytest.raises(Absent):
            service.give_feedback(order_id=deal.order_id, person_id=person_id, said=Said(1, "Mine."))


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        (Said(0), "stars", "not_a_choice"),
        (Said(6), "stars", "not_a_choice"),
        (Said(3, "  "), "text", "say_why"),
        (Said(5, "a" * 1001), "text", "too_long"),
        (Said(5, "", {"charges": 9}), "charges", "not_a_choice"),
        (Said(5, "", {"looks": 5}), "looks", "not_a_choice"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(house: Flask, said: Said, field: str, code: str):
    deal = a_deal()
    with pytest.raises(Invalid) as refused:
        service.give_feedback(order_id=deal.order_id, person_id=deal.buyer_id, said=said)
    assert refused.value.fields == {field: [code]}


def test_a_seller_rates_no_details_of_a_buyer(house: Flask):
    deal = a_deal()
    give(deal, "seller", 5, "", charges=1)
    give(deal, "buyer")
    assert queries.received_by(deal.buyer_id, "seller").feedback[0].details == {}


@pytest.mark.parametrize("table", ["feedback", "feedback_replies", "feedback_hidings", "scorecards"])
def test_the_database_refuses_to_change_what_was_said(house: Flask, travel, table: str):
    deal = a_deal()
    give(deal, "buyer")
    one = give(deal, "seller")
    service.reply_to_feedback(feedback_id=one.feedback_id, person_id=deal.buyer_id, text="Thank you.")
    service.hide_part(feedback_id=one.feedback_id, part="words", why="A law.", by_id=people.moderator())
    travel(days=40)
    assert jobs.keep_scorecards() > 0
    column = {"feedback": "stars", "scorecards": "person_id"}.get(table, "feedback_id")
    for act in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = 1"):
        with pytest.raises(DatabaseError, match="only added to"), transaction() as session:
            session.execute(sa.text(act))


def test_the_newest_stands_first_page_by_page(house: Flask):
    seller_id = people.seller()
    for number in range(5):
        deal = a_deal(seller_id=seller_id)
        give(deal, "buyer", 5, f"Number {number}")
        give(deal, "seller")
    first = queries.received_by(seller_id, "buyer", limit=3)
    second = queries.received_by(seller_id, "buyer", after=first.after, limit=3)
    assert [one.text for one in (*first.feedback, *second.feedback)] == [f"Number {n}" for n in (4, 3, 2, 1, 0)]
    assert second.after is None


def test_whom_it_is_about_replies_once_and_nobody_else(house: Flask):
    deal = a_deal()
    one = give(deal, "buyer", 1, "Never came.")
    with pytest.raises(Absent):
        service.reply_to_feedback(feedback_id=one.feedback_id, person_id=deal.seller_id, text="It did.")
    give(deal, "seller")
    for person_id in (deal.buyer_id, people.operator()):
        with pytest.raises(Absent):
            service.reply_to_feedback(feedback_id=one.feedback_id, person_id=person_id, text="It did.")
    with pytest.raises(Invalid):
        service.reply_to_feedback(feedback_id=one.feedback_id, person_id=deal.seller_id, text=" ")
    service.reply_to_feedback(feedback_id=one.feedback_id, person_id=deal.seller_id, text="It did.")
    with pytest.raises(Conflict, match="feedback_replied"):
        service.reply_to_feedback(feedback_id=one.feedback_id, person_id=deal.seller_id, text="Really.")
    assert queries.received_by(deal.seller_id, "buyer").feedback[0].reply == "It did."


def test_the_staff_hides_words_openly_and_the_stars_stay(house: Flask):
    deal, staff_id = a_deal(), people.moderator()
    one = give(deal, "buyer", 1, "He lives at 7 Palm Street.")
    with pytest.raises(Absent):
        service.hide_part(feedback_id=one.feedback_id, part="words", why="An address.", by_id=staff_id)
    give(deal, "seller")
    with pytest.raises(Forbidden):
        service.hide_part(feedback_id=one.feedback_id, part="words", why="I dislike it.", by_id=deal.seller_id)
    with pytest.raises(Absent):
        service.hide_part(feedback_id=one.feedback_id, part="reply", why="An address.", by_id=staff_id)
    service.hide_part(feedback_id=one.feedback_id, part="words", why="An address.", by_id=staff_id)
    with pytest.raises(Conflict, match="hidden_already"):
        service.hide_part(feedback_id=one.feedback_id, part="words", why="An address.", by_id=staff_id)
    shown = queries.received_by(deal.seller_id, "buyer").feedback[0]
    assert (shown.stars, shown.text, shown.words_hidden) == (1, "", "An address.")
    assert queries.summary_of(deal.seller_id).count == 1
    counts = queries.house_counts()
    assert (counts.feedback, counts.hidden) == (2, 1)
    assert accounts.audit_trail()[0].act == "hide_feedback"


def test_means_of_details_are_told_from_five_buyers_on(house: Flask):
    seller_id = people.seller()
    for number in range(5):
        assert queries.summary_of(seller_id).details == {}
        deal = a_deal(seller_id=seller_id)
        give(deal, "buyer", 4 + number % 2, "", dispatch=3 + number % 3)
        give(deal, "seller")
    summary = queries.summary_of(seller_id)
    assert (summary.count, summary.tenths, summary.details) == (5, 44, {"dispatch": 38})
    assert summary.by_stars == {1: 0, 2: 0, 3: 0, 4: 3, 5: 2}


def test_orders_wait_for_ones_own_feedback_alone(house: Flask, travel):
    deal = a_deal()
    give(deal, "buyer")
    assert queries.waiting_for(deal.buyer_id) == []
    assert [one.order_id for one in queries.waiting_for(deal.seller_id)] == [deal.order_id]
    assert queries.waiting_orders([deal.order_id], deal.buyer_id) == frozenset()
    assert queries.waiting_orders([deal.order_id], deal.seller_id) == {deal.order_id}
    travel(days=60)
    assert queries.waiting_for(deal.seller_id) == []


def test_the_window_opens_once_however_often_the_fact_comes(house: Flask, moment):
    deal = a_deal()
    before = queries.of_order(deal.order_id, deal.buyer_id)
    service.open_window(order_id=deal.order_id)
    assert queries.of_order(deal.order_id, deal.buyer_id) == before
    assert before is not None
    assert before.closes_at == clock.now() + timedelta(days=60)
