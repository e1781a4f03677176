"""What a seller asks of bidders: a confirmed address, no unpaid case; in the terms, on the form, on the lot's page."""

from __future__ import annotations

import pytest

from auction import clock
from auction.accounts import queries as accounts
from auction.accounts.service import hold_for_unpaid, lift_unpaid
from auction.bidding import service
from auction.bidding.queries.currencies import currency_table
from auction.bidding.rule_card import rules_in_words
from auction.bidding.service import terms_of
from auction.db import transaction
from auction.rules.terms import Terms
from tests import builders_catalogue as build
from tests.bidding.builders import a_person, an_auction, bid, some_terms
from tests.bidding.seeing import refused

pytestmark = pytest.mark.usefixtures("house", "moment")


def hold(person, ref="order:7"):
    with transaction() as session:
        hold_for_unpaid(session, person_id=person, ref=ref, at=clock.now())


def lift(person, ref="order:7"):
    with transaction() as session:
        lift_unpaid(session, person_id=person, ref=ref, at=clock.now())


def test_an_open_unpaid_case_counts_where_the_seller_asks_for_it_until_it_is_lifted():
    strict, easy, ann, ben = an_auction(needs_paid_up=True), an_auction(), a_person(), a_person()
    hold(ann)
    assert refused(bid, strict, ann, "50") == "open_unpaid"
    assert refused(bid, easy, ann, "50") == "accepted"
    assert refused(bid, strict, ben, "50") == "accepted"
    lift(ann)
    assert refused(bid, strict, ann, "60") == "accepted"


def test_every_case_has_to_be_lifted_and_one_may_be_opened_again():
    ann = a_person()
    for ref in ("order:1", "order:2", "order:1"):
        hold(ann, ref)
    lift(ann, "order:1")
    assert accounts.has_open_unpaid(ann)
    lift(ann, "order:2")
    lift(ann, "order:3")
    assert not accounts.has_open_unpaid(ann)
    hold(ann, "order:1")
    assert accounts.has_open_unpaid(ann)


def test_buying_at_once_is_asked_the_same():
    lot, ann = an_auction(needs_paid_up=True, buy_now_minor=9000), a_person()
    hold(ann)
    assert refused(service.buy_now, auction_id=lot, person_id=ann) == "open_unpaid"


def test_what_was_bid_before_the_case_stands():
    lot, ann = an_auction(needs_paid_up=True), a_person()
    bid(lot, ann, "50")
    hold(ann)
    assert refused(bid, lot, ann, "60") == "open_unpaid"
    assert refused(service.retract_bid, auction_id=lot, person_id=ann, reason="amount_error") == "accepted"


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ({}, (True, False)),
        ({"needs_verified": "on", "needs_paid_up": "off"}, (True, False)),
        ({"needs_verified": "off", "needs_paid_up": "on"}, (False, True)),
        ({"needs_verified": "", "needs_paid_up": ""}, (True, False)),
        ({"needs_approval": "on"}, (True, False)),
    ],
)
def test_the_sellers_words_become_terms(words, needs):
    terms, faults = terms_of({**build.TERMS, **words}, clock.now(), "UTC", currency_table)
    assert not faults
    assert (terms.needs_verified, terms.needs_paid_up) == needs
    assert not terms.needs_approval


def test_terms_without_the_new_requirements_are_written_as_ever_so_that_old_books_stay_sound():
    plain = some_terms().to_plain()
    assert not {"needs_paid_up", "needs_approval"} & set(plain)
    strict = some_terms(needs_paid_up=True, needs_approval=True)
    assert Terms.from_plain(strict.to_plain()) == strict
    assert strict.to_public(1, None)["needs_paid_up"] is True


def test_the_rules_in_words_tell_what_is_asked():
    said_of = [
        dict(rules_in_words(some_terms(**terms)))["Who may bid"]
        for terms in ({}, {"needs_verified": False}, {"needs_paid_up": True, "needs_approval": True})
    ]
    assert said_of == [
        "Your e-mail address must be confirmed.",
        "Everybody with an account.",
        "Your e-mail address must be confirmed. No unpaid case may be open on your account. "
        "The seller must have let you into this sale.",
    ]
