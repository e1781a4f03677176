"""Scorecards: what is shown equals what a plain model makes of the rows, is kept by month, and tells nothing of one."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from auction import clock, outbox
from auction.catalogue.service import answer_question, remove_question
from auction.db import db, transaction
from auction.reputation import commands, jobs, queries
from auction.rules import scorecards as law
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service as payments
from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.builders_reputation import ask, step
from tests.builders_settlement import a_paid_order, an_order, assert_ledger_sound

YEAR = timedelta(days=365)


def table(name: str) -> list[dict[str, Any]]:
    """Every row of a table as the database has it, through its own columns' types."""
    columns = db.metadata.tables[name]
    return [dict(row._mapping) for row in db.session.execute(sa.select(columns))]


def median(seconds: list[float]) -> tuple[int, int | None]:
    whole = [int(one) for one in seconds]
    return len(whole), int(statistics.median(whole)) if whole else None


def share(cases: list[bool]) -> tuple[int, int | None]:
    return len(cases), len([case for case in cases if case]) * 10_000 // len(cases) if cases else None


def model(seller_id: int | None, as_of: datetime) -> dict[str, tuple[int, int | None]]:
    """The card by loops over whole tables: no query, no rule of the house."""
    begins = as_of - YEAR
    sellers = {row["id"]: row["seller_id"] for row in table("listings")}

    def within(at: datetime | None) -> bool:
        return at is not None and begins <= at < as_of

    questions = [
        row
        for row in table("questions")
        if within(row["asked_at"])
        and not (row["removed_at"] and row["removed_at"] < as_of)
        and seller_id in (None, sellers[row["listing_id"]])
    ]
    answered = [row for row in questions if row["answered_at"] and row["answered_at"] < as_of]
    dispatch, on_time, disputed, called_off = [], [], [], []
    whose = {}
    for order in table("orders"):
        whose[order["id"]] = order["seller_id"]
        course = sorted(
            (row for row in table("order_changes") if row["order_id"] == order["id"] and row["at"] < as_of),
            key=lambda row: row["seq"],
        )
        paid = [row["at"] for row in course if row["step"] == "pay"]
        if not paid or not within(paid[0]) or seller_id not in (None, order["seller_id"]):
            continue
        left = [row["at"] for row in course if row["step"] in ("ship", "offer_pickup")]
        back = [row for row in course if row["step"] == "refund"]
        disputed.append(any(row["step"] == "dispute" for row in course))
        called_off.append(bool(back) and back[0]["role"] == "seller" and not left)
        if left:
            dispatch.append((left[0] - paid[0]).total_seconds())
        days = [int(lot["promise"]["dispatch"]) for lot in table("order_lots") if lot["order_id"] == order["id"]]
        if order["zone"] != "pickup":
            due = paid[0] + timedelta(days=max(days))
            if left:
                on_time.append(left[0] <= due)
            elif due < as_of and not back:
                on_time.append(False)
    paid_for = {row["id"]: row["order_id"] for row in table("payments")}
    refunds = [
        (row["changed_at"] - row["created_at"]).total_seconds()
        for row in table("refunds")
        if row["state"] == "succeeded"
        and within(row["changed_at"])
        and seller_id in (None, whose[paid_for[row["payment_id"]]])
    ]
    card = {
        "reply": median([(row["answered_at"] - row["asked_at"]).total_seconds() for row in answered]),
        "answered": share([row in answered for row in questions]),
        "dispatch": median(dispatch),
        "on_time": share(on_time),
        "disputed": share(disputed),
        "refund": median(refunds),
        "called_off": share(called_off),
    }
    if seller_id is None:
        late = [
            (row["ended_at"] - row["closes_at"]).total_seconds()
            for row in table("auctions")
            if within(row["ended_at"]) and row["ended_at"] >= row["closes_at"]
        ]
        card["lateness"] = median(late)
    return card


def told(card: queries.CardView) -> dict[str, tuple[int, int | None]]:
    return {name: (figure.cases, figure.value) for name, figure in card.figures.items()}


def live_a_little(chance: random.Random, sellers: list[int], travel: Callable[..., datetime]) -> None:
    """Some questions, some sales: sent or not, disputed or not, refunded or not, at odd hours."""
    for _number in range(9):
        seller_id = chance.choice(sellers)
        order_id = (an_order if chance.random() < 0.2 else a_paid_order)(
            seller_id=seller_id, zone=chance.choice(["country", "country", "country"])
        )
        listing_id = orders.order(order_id, seller_id).lots[0].listing_id
        question_id = ask(listing_id, people.person())
        travel(hours=chance.randrange(1, 90), seconds=chance.randrange(3600))
        what = chance.random()
        if what < 0.6:
            answer_question(question_id=question_id, person_id=seller_id, text="Yes.")
        elif what < 0.8:
            remove_question(question_id=question_id, person_id=seller_id)
        if orders.state_of(order_id) != "paid":
            continue
        what = chance.random()
        if what < 0.2:
            payments.refund_order(order_id=order_id, person_id=seller_id, why="Broken.")
        elif what < 0.9:
            step(order_id, "ship", "seller", seller_id)
            if chance.random() < 0.3:
                step(order_id, "dispute", "buyer", orders.people_of(order_id)[0])
        travel(minutes=chance.randrange(1, 600))
        outbox.drain()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_card_says_what_a_plain_model_makes_of_the_rows(house, travel, seed: int):
    chance, sellers = random.Random(seed), [people.seller(), people.seller()]
    travel(to=datetime(2026, 1, 20, 12, tzinfo=clock.now().tzinfo))
    live_a_little(chance, sellers, travel)
    auction_id = an_auction(sellers[0])
    travel(days=4)
    from auction.bidding import jobs as bidding

    bidding.close_due()
    assert auction_id
    travel(days=1)
    now = law.midnight(clock.now())
    for as_of in (now, now - timedelta(days=6), now - timedelta(days=20), law.first_of_month(now)):
        for subject in (None, *sellers):
            assert told(queries.reckon_card(subject, as_of)) == model(subject, as_of), (subject, as_of)
    assert queries.card_of(sellers[0]) == queries.reckon_card(sellers[0], now)
    assert_ledger_sound()


def test_what_happens_later_does_not_change_a_card(house, travel):
    seller_id = people.seller()
    order_id = a_paid_order(seller_id=seller_id)
    travel(days=1)
    as_of = law.midnight(clock.now())
    before = queries.reckon_card(seller_id, as_of)
    step(order_id, "ship", "seller", seller_id)
    step(order_id, "dispute", "buyer", orders.people_of(order_id)[0])
    ask(orders.order(order_id, seller_id).lots[0].listing_id, people.person())
    assert queries.reckon_card(seller_id, as_of) == before
    travel(days=1)
    assert queries.card_of(seller_id).figures["disputed"].value == 10_000


def test_unpaid_orders_are_not_their_sellers_fault(house, travel):
    seller_id = people.seller()
    order_id = an_order(seller_id=seller_id)
    travel(days=5)
    step(order_id, "cancel", "seller", seller_id)
    travel(days=1)
    assert queries.card_of(seller_id).figures["called_off"] == law.Figure(0, None)


def test_cards_are_kept_once_each_month_and_the_house_s_each_day(house, travel):
    seller_id, quiet_id = people.seller(), people.seller()
    a_paid_order(seller_id=seller_id)
    assert jobs.keep_scorecards() == 2  # the house's, of the month's beginning and of this day
    travel(to=datetime(2026, 4, 1, 0, 30, tzinfo=clock.now().tzinfo))
    assert jobs.keep_scorecards() == 0
    travel(hours=1)
    assert jobs.keep_scorecards() == 2
    assert jobs.keep_scorecards() == 0
    assert [one.as_of.month for one in queries.history_of(seller_id)] == [4]
    assert queries.history_of(quiet_id) == []
    travel(days=1)
    assert jobs.keep_scorecards() == 1
    assert [one.as_of.day for one in queries.history_of(None)] == [1, 1]
    assert queries.house_card().as_of == law.midnight(clock.now())


def test_the_check_finds_a_card_that_does_not_say_what_its_rows_say(house, travel):
    seller_id = people.seller()
    order_id = a_paid_order(seller_id=seller_id)
    travel(days=40)
    jobs.keep_scorecards()
    runner = CliRunner()
    assert runner.invoke(commands.check).exit_code == 0
    with transaction() as session:  # a row of the past is changed behind the house's back
        session.execute(sa.text("UPDATE orders SET paid_at = created_at, seller_id = buyer_id, buyer_id = seller_id"))
    found = runner.invoke(commands.check)
    assert found.exit_code == 1
    assert f"seller:{seller_id}" in found.output
    assert order_id


def test_figures_of_fewer_than_five_are_told_to_nobody(inside, new_client, travel):
    seller_id = inside(people.seller, handle="hala")

    def sell() -> None:
        order_id = a_paid_order(seller_id=seller_id)
        step(order_id, "ship", "seller", seller_id)
        step(order_id, "dispute", "buyer", orders.people_of(order_id)[0])

    for count in range(1, 6):
        inside(sell)
        travel(days=1)
        answer = new_client().get("/api/v1/people/hala/scorecard").get_json()
        figures = {one["name"]: one for one in answer["figures"]}
        page = new_client().get("/sellers/hala").get_data(as_text=True)
        if count < 5:
            assert all(one["value"] is None and one["cases"] is None for one in answer["figures"])
            assert "100%" not in page
        else:
            assert (figures["disputed"]["value"], figures["disputed"]["cases"]) == (10_000, 5)
            assert "100%" in page
    assert new_client().get("/house/scorecard").status_code == 200
    assert new_client().get("/api/v1/house/scorecard").get_json()["orders"] == 5
