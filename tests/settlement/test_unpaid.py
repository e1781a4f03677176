"""An order that nobody pays: reminders, more time, cancelling, strikes, what they cost and how they are redeemed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock, outbox
from auction.accounts import queries as people
from auction.db import db, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.outbox import FactRow
from auction.settlement.orders import queries as orders
from auction.settlement.unpaid import queries, service
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.builders_people import moderator
from tests.builders_settlement import pay
from tests.builders_unpaid import a_failed_sale, a_sale, an_overdue_sale

pytestmark = pytest.mark.usefixtures("house", "moment")


def facts(kind: str) -> list[dict]:
    return list(
        db.session.execute(sa.select(FactRow.payload).where(FactRow.kind == kind).order_by(FactRow.id)).scalars()
    )


# --- reminders ------------------------------------------------------------------------------------------------------


def test_a_buyer_is_reminded_twice_each_once(travel):
    sale = a_sale(travel)
    assert service.remind_unpaid() == 0
    travel(hours=48)
    assert (service.remind_unpaid(), service.remind_unpaid()) == (1, 0)
    travel(hours=24)
    assert (service.remind_unpaid(), service.remind_unpaid()) == (1, 0)
    told = facts("payment_reminder")
    assert [(one["order_id"], one["buyer_id"], one["hours_left"]) for one in told] == [
        (sale.order_id, sale.winner_id, 48),
        (sale.order_id, sale.winner_id, 24),
    ]


def test_a_late_house_sends_the_later_reminder_alone(travel):
    a_sale(travel)
    travel(hours=80)
    assert (service.remind_unpaid(), service.remind_unpaid()) == (1, 0)
    assert [one["hours_left"] for one in facts("payment_reminder")] == [24]


def test_nobody_is_reminded_of_what_is_paid_or_over(travel):
    sale = a_sale(travel)
    pay(sale.order_id)
    a_sale(travel)
    travel(days=4)
    assert service.remind_unpaid() == 0


# --- more time, cancelling ------------------------------------------------------------------------------------------


def test_a_seller_may_give_more_time_and_the_buyer_is_reminded_again(travel):
    sale = an_overdue_sale(travel)
    waiting = service.wait_longer(order_id=sale.order_id, person_id=sale.seller_id, days=4)
    assert waiting.due_at == clock.now() + timedelta(days=4)
    assert facts("payment_put_off")[0]["due_at"] == waiting.due_at.isoformat()
    with pytest.raises(Conflict, match="not_overdue"):
        service.cancel_unpaid(order_id=sale.order_id, person_id=sale.seller_id, with_strike=False)
    travel(days=3)
    assert service.remind_unpaid() == 1
    view = orders.order(sale.order_id, sale.seller_id)
    assert view.changes[-1].step == "put_off"
    assert pay(sale.order_id) == "paid"


def test_only_the_seller_gives_time_and_only_as_much_as_there_is_to_choose(travel):
    sale = a_sale(travel)
    with pytest.raises(Absent):
        service.wait_longer(order_id=sale.order_id, person_id=sale.winner_id, days=4)
    with pytest.raises(Invalid):
        service.wait_longer(order_id=sale.order_id, person_id=sale.seller_id, days=400)


def test_a_seller_cancels_from_day_five_on_and_not_before(travel):
    sale = a_sale(travel)
    travel(to=clock.now() + timedelta(days=5) - timedelta(seconds=1))
    with pytest.raises(Conflict, match="not_overdue"):
        service.cancel_unpaid(order_id=sale.order_id, person_id=sale.seller_id, with_strike=True)
    travel(seconds=1)
    for other in (sale.winner_id, sale.second_id):
        with pytest.raises(Absent):
            service.cancel_unpaid(order_id=sale.order_id, person_id=other, with_strike=True)
    service.cancel_unpaid(order_id=sale.order_id, person_id=sale.seller_id, with_strike=True, why="No word of you.")
    assert orders.state_of(sale.order_id) == "cancelled"
    with pytest.raises(Conflict, match="order_moved_on"):
        service.cancel_unpaid(order_id=sale.order_id, person_id=sale.seller_id, with_strike=True)
    assert len(queries.strikes_of(sale.winner_id)) == 1


def test_a_cancelling_that_was_agreed_leaves_no_strike(travel):
    sale = a_failed_sale(travel, with_strike=False)
    assert queries.strikes_of(sale.winner_id) == []


def test_what_was_paid_is_not_cancelled(travel):
    sale = an_overdue_sale(travel)
    pay(sale.order_id)
    with pytest.raises(Conflict, match="order_moved_on"):
        service.cancel_unpaid(order_id=sale.order_id, person_id=sale.seller_id, with_strike=True)


# --- strikes --------------------------------------------------------------------------------------------------------


def may_bid(person_id: int) -> bool:
    lot = an_auction()
    try:
        bid(lot, person_id, "500", is_confirmed=True)
    except Forbidden:
        return False
    return True


def three_strikes(travel, winner_id: int):
    return [a_failed_sale(travel, winner_id=winner_id) for _each in range(3)]


def test_two_strikes_cost_nothing_and_the_third_thirty_days(travel):
    winner_id = a_person()
    for _each in range(2):
        a_failed_sale(travel, winner_id=winner_id)
    assert may_bid(winner_id)
    a_failed_sale(travel, winner_id=winner_id)
    assert not may_bid(winner_id)
    assert facts("strike_recorded")[-1]["barred_until"] == (clock.now() + timedelta(days=30)).isoformat()
    travel(days=30)
    assert may_bid(winner_id)


def test_strikes_of_another_year_count_no_more(travel):
    winner_id = a_person()
    a_failed_sale(travel, winner_id=winner_id)
    travel(days=365)
    for _each in range(2):
        a_failed_sale(travel, winner_id=winner_id)
    assert queries.count_in_force(winner_id) == 2
    assert may_bid(winner_id)


def test_a_strike_cannot_be_changed_or_deleted_in_the_database(travel):
    sale = a_failed_sale(travel)
    for statement in ("UPDATE strikes SET person_id = seller_id", "DELETE FROM strikes"):
        with pytest.raises(sa.exc.DatabaseError), transaction() as session:
            session.execute(sa.text(statement))
    assert len(queries.strikes_of(sale.winner_id)) == 1


def test_paying_after_all_redeems_the_strike(travel):
    sale = a_failed_sale(travel)
    strike = queries.strikes_of(sale.winner_id)[0]
    assert service.ask_to_pay_late(strike_id=strike.id, person_id=sale.winner_id).is_new
    assert not service.ask_to_pay_late(strike_id=strike.id, person_id=sale.winner_id).is_new
    assert len(facts("late_payment_asked")) == 1
    agreed = service.accept_late_payment(order_id=sale.order_id, person_id=sale.seller_id)
    view = orders.order(agreed.order_id, sale.winner_id)
    assert (view.state, view.total_minor, view.zone, view.due_at) == (
        "awaiting_payment", orders.order(sale.order_id, sale.winner_id).total_minor, "country",
        clock.now() + timedelta(days=4),
    )  # fmt: skip
    assert queries.count_in_force(sale.winner_id) == 1
    assert pay(agreed.order_id) == "paid"
    outbox.drain()
    assert queries.count_in_force(sale.winner_id) == 0
    assert queries.strikes_of(sale.winner_id)[0].redeemed_by == "paid_late"
    assert [one["by"] for one in facts("strike_redeemed")] == ["paid_late"]
    assert not service.redeem_paid(order_id=agreed.order_id)


def test_redeeming_one_of_three_sets_bidding_free(travel):
    winner_id = a_person()
    last = three_strikes(travel, winner_id)[-1]
    assert not may_bid(winner_id)
    agreed = service.accept_late_payment(order_id=last.order_id, person_id=last.seller_id)
    pay(agreed.order_id)
    outbox.drain()
    assert people.sanctions_of(winner_id) == []
    assert may_bid(winner_id)


def test_paying_after_all_is_over_after_fourteen_days(travel):
    sale = a_failed_sale(travel)
    strike = queries.strikes_of(sale.winner_id)[0]
    travel(days=13)
    agreed_until = clock.now() + timedelta(days=1)
    assert service.ask_to_pay_late(strike_id=strike.id, person_id=sale.winner_id).is_new
    travel(days=1)
    assert clock.now() == agreed_until
    with pytest.raises(Conflict, match="too_late_to_pay"):
        service.accept_late_payment(order_id=sale.order_id, person_id=sale.seller_id)


def test_a_second_failure_of_the_same_order_is_no_second_strike(travel):
    sale = a_failed_sale(travel)
    agreed = service.accept_late_payment(order_id=sale.order_id, person_id=sale.seller_id)
    travel(days=5)
    done = service.cancel_unpaid(order_id=agreed.order_id, person_id=sale.seller_id, with_strike=True)
    assert done.strike_id is None
    assert queries.count_in_force(sale.winner_id) == 1


def test_only_its_own_people_touch_a_strike(travel):
    sale = a_failed_sale(travel)
    strike_id = queries.strikes_of(sale.winner_id)[0].id
    for other in (sale.seller_id, sale.second_id):
        with pytest.raises(Absent):
            service.ask_to_pay_late(strike_id=strike_id, person_id=other)
        with pytest.raises(Absent):
            service.appeal_strike(strike_id=strike_id, person_id=other, text="Let me.")
    with pytest.raises(Absent):
        service.accept_late_payment(order_id=sale.order_id, person_id=sale.winner_id)


def test_an_appeal_is_granted_by_the_staff_with_a_reason_and_kept(travel):
    winner_id = a_person()
    sale = three_strikes(travel, winner_id)[0]
    strike_id = next(one.id for one in queries.strikes_of(winner_id) if one.order_id == sale.order_id)
    service.appeal_strike(strike_id=strike_id, person_id=winner_id, text="The bank was closed.")
    with pytest.raises(Conflict, match="already_appealed"):
        service.appeal_strike(strike_id=strike_id, person_id=winner_id, text="Once more.")
    assert [one.id for one in queries.strikes_for_staff(is_waiting=True)] == [strike_id]
    judge = moderator()
    with pytest.raises(Invalid):
        service.decide_appeal(strike_id=strike_id, person_id=judge, is_granted=True, reason=" ")
    with pytest.raises(Forbidden):
        service.decide_appeal(strike_id=strike_id, person_id=winner_id, is_granted=True, reason="I say so.")
    service.decide_appeal(strike_id=strike_id, person_id=judge, is_granted=True, reason="The bank says so too.")
    with pytest.raises(Conflict, match="strike_over"):
        service.decide_appeal(strike_id=strike_id, person_id=judge, is_granted=True, reason="Again.")
    assert queries.strikes_for_staff(is_waiting=True) == []
    assert (queries.count_in_force(winner_id), may_bid(winner_id)) == (2, True)
    assert [(act.act, act.actor_id) for act in people.audit_trail()] == [("redeem_strike", judge)]


def test_an_appeal_that_is_turned_down_leaves_the_strike(travel):
    sale = a_failed_sale(travel)
    strike_id = queries.strikes_of(sale.winner_id)[0].id
    judge = moderator()
    with pytest.raises(Conflict, match="no_appeal"):
        service.decide_appeal(strike_id=strike_id, person_id=judge, is_granted=False, reason="No.")
    service.appeal_strike(strike_id=strike_id, person_id=sale.winner_id, text="I forgot.")
    service.decide_appeal(
        strike_id=strike_id, person_id=judge, is_granted=False, reason="That is what strikes are for."
    )
    assert queries.count_in_force(sale.winner_id) == 1
    assert facts("appeal_turned_down")[0]["reason"] == "That is what strikes are for."


def test_a_judge_does_not_judge_their_own_sale(travel):
    judge = a_seller(roles=("seller", "moderator"))
    sale = a_failed_sale(travel, seller_id=judge)
    strike_id = queries.strikes_of(sale.winner_id)[0].id
    with pytest.raises(Forbidden, match="not_over_this_person"):
        service.decide_appeal(strike_id=strike_id, person_id=judge, is_granted=True, reason="Mine.")
