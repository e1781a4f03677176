"""Deposits by card, against a stateful stand-in: set aside, taken of the winner, set free of everybody else."""

from __future__ import annotations

import pytest
from flask import Flask

from auction.bidding import service as bidding
from auction.bidding.admissions.queries import Scope
from auction.settlement.deposits import queries, service
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import DEPOSITS, provider
from auction.settlement.payments import service as payments
from tests.bidding.builders import a_person, bid
from tests.builders_deposits import a_guarded_lot, settle
from tests.builders_settlement import assert_ledger_sound
from tests.settlement.conftest import StripeHouse

pytestmark = pytest.mark.usefixtures("moment")


def by_card(stripe_house: StripeHouse, lot: int, person_id: int) -> str:
    done = service.put_down(scope=Scope(lot), person_id=person_id, provider="stripe")
    ref = str(done.next_url).rpartition("/")[2]
    assert stripe_house.pay(ref) == 200
    learned = payments.hear_of(provider="stripe", ref=ref)
    assert learned is not None
    return learned.state


def test_a_card_is_charged_for_the_winner_alone(house: Flask, stripe_house: StripeHouse, travel):
    lot, ann, ben = a_guarded_lot(), a_person(), a_person()
    assert by_card(stripe_house, lot, ann) == by_card(stripe_house, lot, ben) == "held"
    settle()
    bid(lot, ann, "30")
    bid(lot, ben, "50")
    travel(days=3, hours=1)
    bidding.close_due()
    settle()
    assert [queries.deposits_of(person)[0].state for person in (ann, ben)] == ["released", "applied"]
    assert ledger.balance(DEPOSITS, "USD") == -ledger.balance(provider("stripe"), "USD") == 20_00
    assert_ledger_sound()


def test_an_answer_that_is_lost_takes_it_once(house: Flask, stripe_house: StripeHouse, travel):
    lot, ann = a_guarded_lot(), a_person()
    by_card(stripe_house, lot, ann)
    settle()
    bid(lot, ann, "30")
    travel(days=3, hours=1)
    bidding.close_due()
    stripe_house.lose("/capture")
    settle()
    stripe_house.find_again()
    travel(minutes=30)
    settle()
    assert queries.deposits_of(ann)[0].state == "applied"
    assert ledger.balance(DEPOSITS, "USD") == -ledger.balance(provider("stripe"), "USD") == 20_00
    assert_ledger_sound()
