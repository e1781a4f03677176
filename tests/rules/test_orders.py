"""The course of an order: every step from every state, by everybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.orders import ENDS, STATES, STEPS, WITH_MONEY, Moved, NotNow, NotYours, follow, open_steps

ROLES = ("buyer", "seller", "staff", "house")


def test_the_straight_way():
    state = "awaiting_payment"
    for step, role in [("pay", "house"), ("ship", "seller"), ("deliver", "house"), ("settle", "house")]:
        moved = follow(state, step, role)
        assert isinstance(moved, Moved)
        state = moved.state
    assert state == "completed"


@pytest.mark.parametrize("state", ENDS)
def test_nothing_follows_an_end(state):
    assert [step for role in ROLES for step in open_steps(state, role)] == []


@pytest.mark.parametrize("role", ROLES)
def test_only_the_house_says_that_money_has_come(role):
    assert isinstance(follow("awaiting_payment", "pay", role), Moved if role == "house" else NotYours)


@pytest.mark.parametrize("state", STATES)
def test_what_was_paid_is_never_just_cancelled(state):
    can_cancel = any(isinstance(follow(state, "cancel", role), Moved) for role in ROLES)
    assert can_cancel == (state == "awaiting_payment")


@pytest.mark.parametrize("state", STATES)
def test_money_in_escrow_has_a_way_to_the_buyer_and_a_way_to_the_seller(state):
    can_refund = isinstance(follow(state, "refund", "staff"), Moved)
    assert can_refund == (state in (*WITH_MONEY, "completed"))


def test_a_dispute_stops_the_clock():
    assert isinstance(follow("in_dispute", "settle", "house"), NotNow)
    assert isinstance(follow("in_dispute", "confirm", "buyer"), NotNow)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(ROLES)), max_size=30))
def test_whatever_is_tried_an_order_is_paid_at_most_once_and_ends_once(tried):
    state, paid, ended = "awaiting_payment", 0, 0
    for step, role in tried:
        moved = follow(state, step, role)
        if isinstance(moved, Moved):
            paid += step == "pay"
            ended += moved.state in ENDS
            state = moved.state
    assert paid <= 1
    assert ended <= 1
