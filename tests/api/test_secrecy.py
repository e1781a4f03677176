"""Nothing that is secret leaves by the API: every public answer, after every step of an auction, is searched."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import service
from tests.bidding.builders import a_person, a_seller, an_auction, bid

pytestmark = pytest.mark.usefixtures("moment")
# Chosen so that no price names one of them: neither a losing maximum and a step, nor the starting price.
RESERVE, LOWERED, ANN, BEN, CAT, CAT_AGAIN = 81_937, 31_337, 5_171, 7_373, 41_903, 47_639
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
KEYS = {
    "person", "person_id", "leader_id", "winner_id", "seller_id", "bidder_id", "user", "email", "handle", "full_name",
    "salt", "secret_minor", "maximum_minor", "reserve_minor", "request", "max", "runner", "standing",
}  # fmt: skip


def written(minor):
    """How an amount could stand in a text."""
    plain = f"{minor / 100:.2f}"
    return {str(minor), plain, f"{minor / 100:,.2f}", str(minor).translate(ARABIC), plain.translate(ARABIC)}


def leaks_in(text, secrets):
    return {secret for secret in secrets if re.search(rf"(?<![\w.٫]){re.escape(secret)}(?![\w٫])", text)}


def keys_in(value):
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


def test_no_public_answer_tells_a_maximum_or_a_person(inside, nobody, program, travel):
    names = {name: {"handle": f"{name}-of-the-house", "email": f"{name}.private@hidden.example"}
             for name in ("sal", "ann", "ben", "cat")}  # fmt: skip
    seller = inside(a_seller, **names["sal"])
    ann, ben, cat = (inside(a_person, **names[name]) for name in ("ann", "ben", "cat"))
    lot = inside(an_auction, seller, reserve_minor=RESERVE, closes_at=clock.now() + timedelta(days=2))
    stranger = program()
    secrets = set().union(*map(written, (RESERVE, LOWERED, ANN, BEN, CAT, CAT_AGAIN)))
    secrets |= {word for person in names.values() for word in (*person.values(), person["email"].partition("@")[0])}

    def bid_of(person, minor):
        inside(bid, lot, person, f"{minor / 100:.2f}", is_confirmed=True)

    steps = [
        lambda: bid_of(ann, ANN),
        lambda: bid_of(ben, BEN),
        lambda: bid_of(cat, CAT),
        lambda: inside(service.retract_bid, auction_id=lot, person_id=ben, reason="amount_error"),
        lambda: bid_of(cat, CAT_AGAIN),
        lambda: inside(service.lower_reserve, auction_id=lot, person_id=seller, amount=f"{LOWERED / 100:.2f}"),
        lambda: travel(days=2),
        lambda: inside(service.close_due),
    ]
    paths = (f"/auctions/{lot}", f"/auctions/{lot}?after=0", f"/auctions/{lot}/book", "/auctions", "/auctions?q=clock")
    looked = 0
    for step in steps:
        step()
        for caller in (nobody, stranger):
            for path in paths:
                answer = caller.call("GET", path)
                assert answer.status_code == 200
                assert leaks_in(answer.text, secrets) == set(), path
                assert keys_in(answer.get_json()) & KEYS == set(), path
                looked += 1
        refused = stranger.bid(lot, "10.01")
        assert leaks_in(refused.text, secrets) == set()
    assert looked == len(steps) * 10
    assert json.loads(nobody.get(f"/auctions/{lot}").text)["outcome"] == "unsold"


def test_the_search_finds_what_it_looks_for():
    secrets = written(ANN) | {"ann-of-the-house"}
    for text in ('{"x": 5171}', '{"x": "51.71"}', "٥١٫٧١", '"ann-of-the-house"'):
        assert leaks_in(text, secrets)
    assert not leaks_in('{"x": 151710, "y": "0.5171", "z": "a5171b"}', secrets)
    assert keys_in({"a": [{"b": {"c": 1}}]}) == {"a", "b", "c"}
