"""Bidding, buying and retracting by program: answers, amounts as text, and every wrong shape refused by its field."""

from __future__ import annotations

import pytest

from auction.bidding import queries
from auction.rules import chain
from tests.bidding.builders import a_person, an_auction, bid
from tests.bidding.seeing import kinds

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def lot(inside):
    return inside(an_auction)


@pytest.fixture
def ann(program):
    return program()


def test_an_accepted_bid_is_answered_with_a_receipt(ann, inside, nobody, lot):
    answer = ann.bid(lot, "51.23")
    placed = answer.get_json()
    assert answer.status_code == 201
    assert set(placed) == {
        "seq", "alias", "is_leading", "outcome", "maximum_minor", "salt", "is_repeat", "auction",
    }  # fmt: skip
    assert (placed["seq"], placed["alias"], placed["is_leading"], placed["outcome"]) == (2, 1, True, "leading")
    shown = nobody.get(f"/auctions/{lot}").get_json()
    assert placed["auction"] == {name: value for name, value in shown.items() if name not in {"deposit", "is_promoted"}}
    book = nobody.get(f"/auctions/{lot}/book").get_json()
    assert chain.verify(book, chain.Receipt(2, 5123, placed["salt"])) is None
    assert chain.verify(book, chain.Receipt(2, 5124, placed["salt"])) is not None


def test_how_a_bid_stands_is_told_at_once(ann, inside, lot):
    inside(bid, lot, inside(a_person), "80")
    below, equal = ann.bid(lot, "50", "the-first").get_json(), ann.bid(lot, "80", "the-second").get_json()
    assert [(said["outcome"], said["is_leading"]) for said in (below, equal)] == [
        ("outbid", False),
        ("outbid_by_equal", False),
    ]
    assert (equal["auction"]["price_minor"], equal["auction"]["leader"]) == (8000, 1)


def test_a_repeat_gets_the_first_answer_and_another_persons_key_is_another(ann, program, inside, lot):
    first = ann.bid(lot, "50").get_json()
    again = ann.bid(lot, "٥٠")
    assert (again.status_code, again.get_json()) == (201, {**first, "is_repeat": True})
    other_amount = ann.bid(lot, "٧٠")
    assert (other_amount.status_code, other_amount.get_json()["code"]) == (409, "key_used")
    other = program().bid(lot, "80").get_json()
    assert (other["is_repeat"], other["seq"], inside(kinds, lot)) == (False, 3, ["opened", "bid", "bid"])


@pytest.mark.parametrize(
    "amount", ["1250.50", "١٢٥٠٫٥٠", "١٬٢٥٠٫٥٠", "$1,250.50", " 1 250,50 ", "۱۲۵۰٫۵۰", "USD 1250.5"]
)
@pytest.mark.sqlite_only
def test_an_amount_is_read_as_people_write_it(ann, lot, amount):
    answer = ann.bid(lot, amount, confirmed=True)
    assert (answer.status_code, answer.get_json().get("maximum_minor")) == (201, 125_050)


WRONG = {
    "amount": [None, 50, 50.5, float("nan"), float("inf"), True, [], ["50"], {}, {"minor": 5000}, "", "  ", "ten", "-5",
               "NaN", "1e3", "0x50", "50 EUR", "10.1234", "9" * 33, "9" * 20_000, "\0", "50\0", "\ud800", "5\u06605x"],
    "key": [None, 12_345_678, 1.5, True, [], ["long-enough"], {}, "", "short", "x" * 65, "x" * 20_000, "with spaces",
            "long\0enough", "long\nenough", "طويل-بما-يكفي", "\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800"],
    "confirmed": [None, "maybe", 2, -1, 0.5, [], {}, "\0"],
}  # fmt: skip


@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_shape_is_refused_by_its_field_and_nothing_is_entered(ann, inside, lot, field):
    for value in WRONG[field]:
        body = {"amount": "50", "key": "long-enough"} | {field: value}
        answer = ann.post(f"/auctions/{lot}/bids", body)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid"), value
        assert set(answer.get_json()["fields"]) == {field}, value
        assert all(answer.get_json()["fields"][field])
    assert inside(kinds, lot) == ["opened"]


@pytest.mark.parametrize("body", [None, [], "50", 50, True, [{"amount": "50", "key": "long-enough"}], {}, {"bid": {}}])
def test_a_body_that_is_no_bid_is_refused(ann, inside, lot, body):
    for path in ("bids", "retraction"):
        answer = ann.call("POST", f"/auctions/{lot}/{path}", json=body)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
        assert answer.get_json()["fields"]
    assert inside(kinds, lot) == ["opened"]


def test_a_body_of_another_kind_is_refused(ann, inside, lot):
    for kind, given in (
        ("text/plain", '{"amount": "50", "key": "long-enough"}'),
        ("application/x-www-form-urlencoded", "amount=50&key=long-enough"),
        ("multipart/form-data", ""),
    ):
        answer = ann.call("POST", f"/auctions/{lot}/bids", data=given, content_type=kind)
        assert answer.status_code == 422
    assert inside(kinds, lot) == ["opened"]


def test_a_field_that_stands_twice_or_deep_is_no_bug(ann, inside, lot):
    twice = '{"amount": "9", "amount": "50", "key": "long-enough"}'
    assert ann.call("POST", f"/auctions/{lot}/bids", data=twice, content_type="application/json").status_code == 201
    deep = '{"amount": ' + "[" * 400 + "]" * 400 + ', "key": "long-enough"}'
    answer = ann.call("POST", f"/auctions/{lot}/bids", data=deep, content_type="application/json")
    assert (answer.status_code, set(answer.get_json()["fields"])) == (422, {"amount"})
    assert inside(kinds, lot) == ["opened", "bid"]


@pytest.mark.sqlite_only
def test_json_that_no_reader_can_hold_is_a_body_that_cannot_be_read(ann, lot):
    for value in ("[" * 100_000, '{"a":' * 100_000, "9" * 10_000):
        body = f'{{"amount": {value}, "key": "long-enough"}}'
        answer = ann.call("POST", f"/auctions/{lot}/bids", data=body, content_type="application/json")
        assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_request")


def test_a_large_bid_is_confirmed_by_the_caller(ann, lot):
    assert ann.bid(lot, "1000.01").get_json()["code"] == "confirm_large_bid"
    assert ann.bid(lot, "1000.01", confirmed=False).status_code == 409
    assert ann.bid(lot, "1000.01", confirmed=True).status_code == 201


def test_a_purchase_ends_the_auction(ann, program, inside):
    lot = inside(an_auction, buy_now_minor=9000)
    answer = ann.post(f"/auctions/{lot}/purchase")
    said = answer.get_json()
    assert (answer.status_code, set(said)) == (201, {"seq", "auction"})
    assert (said["auction"]["phase"], said["auction"]["hammer_minor"]) == ("ended", 9000)
    again = program().post(f"/auctions/{lot}/purchase")
    assert (again.status_code, again.get_json()["code"]) == (409, "ended")


def test_a_purchase_needs_no_body(ann, inside):
    lot = inside(an_auction, buy_now_minor=9000)
    assert ann.call("POST", f"/auctions/{lot}/purchase").status_code == 201


def test_a_bid_is_taken_back(ann, inside, lot):
    ann.bid(lot, "50")
    answer = ann.post(f"/auctions/{lot}/retraction", {"reason": "amount_error"})
    said = answer.get_json()
    assert (answer.status_code, said["seq"], said["auction"]["count"]) == (201, 3, 0)
    again = ann.post(f"/auctions/{lot}/retraction", {"reason": "amount_error"})
    assert (again.status_code, again.get_json()["code"]) == (409, "no_bid_to_retract")
    assert inside(queries.own_parts, ann.id, [lot])[lot].has_bid is False
    for reason in (None, 1, "", "boredom", ["amount_error"], {"a": 1}, "x" * 9999):
        answer = ann.post(f"/auctions/{lot}/retraction", {"reason": reason})
        assert (answer.status_code, set(answer.get_json()["fields"])) == (422, {"reason"})
