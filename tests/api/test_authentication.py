"""Who a call comes from: a token alone, or a session together with its form token; never one by way of the other."""

from __future__ import annotations

import pytest

from auction.accounts import queries as accounts
from auction.accounts.service import revoke_token, sanction_person
from tests.api.conftest import API, Program
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import kinds
from tests.conftest import Hand

pytestmark = pytest.mark.usefixtures("moment")
GOOD = {"amount": "50", "key": "long-enough"}


@pytest.fixture
def lot(inside):
    return inside(an_auction, buy_now_minor=9000)


def changes(lot):
    return (
        (f"{API}/auctions/{lot}/bids", GOOD),
        (f"{API}/auctions/{lot}/purchase", {}),
        (f"{API}/auctions/{lot}/retraction", {"reason": "amount_error"}),
    )


def test_a_program_needs_a_token_and_no_cookie(program, lot):
    ann = program()
    answer = ann.bid(lot, "50")
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    assert ann.get(f"/auctions/{lot}").get_json()["you"]["is_leading"] is True


def test_a_pages_script_needs_its_session_and_the_forms_token(enter, lot):
    ann = enter(a_person)
    for path, words in changes(lot):
        answer = ann.client.post(path, json=words)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "stale_form"), path
    assert Hand(ann.client).post(f"{API}/auctions/{lot}/bids", json=GOOD).status_code == 201


def test_the_forms_token_of_another_session_is_none(enter, inside, lot):
    ann, eve = enter(a_person), enter(a_person)
    token = Hand(eve.client).token
    for given in (token, "", "nonsense", Hand(ann.client).token + "x"):
        with ann.client.session_transaction() as session:
            session["csrf_token"] = "1" * 40
        answer = ann.client.post(f"{API}/auctions/{lot}/bids", json=GOOD, headers={"X-CSRFToken": given})
        assert answer.status_code == 403
    assert inside(kinds, lot) == ["opened"]


def test_a_token_that_was_revoked_or_never_was_opens_nothing(program, inside, nobody, lot):
    ann = program()
    (known,) = inside(accounts.tokens_of, ann.id)
    inside(revoke_token, person_id=ann.id, token_id=known.id)
    for token in (ann.token, ann.token[:-1], "mzd_", "Bearer", "null"):
        caller = Program(0, nobody.client, token)
        for path, words in changes(lot):
            assert caller.post(path.removeprefix(API), words).status_code == 401
        assert caller.get(f"/auctions/{lot}").status_code == 401, "a wrong token is told so even where none is needed"
    assert inside(kinds, lot) == ["opened"]


def test_a_suspended_persons_token_opens_nothing(program, inside, lot):
    ann = program()
    inside(sanction_person, person_id=ann.id, kind="suspended", reason="fraud")
    assert ann.bid(lot, "50").status_code == 401
    ben = program()
    inside(sanction_person, person_id=ben.id, kind="no_bidding", reason="unpaid")
    answer = ben.bid(lot, "50")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "sanctioned")


def test_a_token_decides_whatever_session_comes_along(enter, program, inside, lot):
    ann, ben = enter(a_person), program()
    both = Program(ben.id, ann.client, ben.token)
    assert both.bid(lot, "50").status_code == 201
    assert both.get(f"/auctions/{lot}").get_json()["you"]["has_bid"] is True
    assert ann.client.get(f"{API}/auctions/{lot}").get_json()["you"] is None
    wrong = Program(0, ann.client, "mzd_nobodys")
    assert wrong.bid(lot, "60").status_code == 401, "a session does not step in for a token that is none"


def test_other_schemes_are_nobody(nobody, lot):
    for header in ("Basic bWF6YWQ6bWF6YWQ=", "bearer mzd_small", "Token x", "Bearer"):
        answer = nobody.post(f"/auctions/{lot}/bids", GOOD, headers={"Authorization": header})
        assert answer.status_code == 401


def test_a_bid_is_the_tokens_owners_whatever_the_body_says(program, inside, lot):
    ann, ben = program(), program()
    for name in ("person_id", "bidder_id", "user", "alias"):
        answer = ann.bid(lot, "50", **{name: ben.id})
        assert (answer.status_code, set(answer.get_json()["fields"])) == (422, {name})
    assert inside(kinds, lot) == ["opened"]


def test_what_one_may_know_of_oneself_is_told_to_oneself_alone(program, inside, nobody, lot):
    ann, ben, seller = program(), program(), program(a_seller)
    inside(bid, lot, ann.id, "50")
    inside(bid, lot, ben.id, "70")
    assert ann.get(f"/auctions/{lot}").get_json()["you"] == {
        "alias": 1,
        "has_bid": True,
        "is_leading": False,
        "maximum_minor": 5000,
    }
    assert ben.get(f"/auctions/{lot}").get_json()["you"]["maximum_minor"] == 7000
    assert seller.get(f"/auctions/{lot}").get_json()["you"] is None
    assert "you" not in nobody.get(f"/auctions/{lot}").get_json()
