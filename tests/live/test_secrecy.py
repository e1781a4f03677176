"""A scripted auction while a listener records every room: nothing secret is ever said, and what is missed is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
import pytest

from auction import live, outbox
from auction.bidding import service
from auction.live.pace import News
from tests.bidding.builders import a_person, a_seller, an_auction, bid

ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
RESERVE, UNREACHED = 7001, 45017
# The price names a losing maximum and a step, and the reserve once it is met: these are chosen so that none shows.
ANN, BEN, CAT, DAN = 5123, 6957, 19511, 29983


@dataclass
class Script:
    """Three auctions and all who take part in them."""

    lot: int = 0
    unsold: int = 0
    scheduled: int = 0
    people: dict[str, int] = field(default_factory=dict)


def amount(minor: int) -> str:
    return f"{minor / 100:.2f}"


def forms_of(minor: int) -> list[str]:
    """How an amount could be written: as it is kept, as a price, in either digits, with a group's comma."""
    plain = [str(minor), f"{minor:,}", amount(minor), f"{minor / 100:,.2f}", f"{minor // 100}"]
    return plain + [text.translate(ARABIC) for text in plain]


def says(text: str, secret: str) -> bool:
    return re.search(rf"(?<![\w.٫]){re.escape(secret)}(?![\w٫]|\.\d)", text) is not None


@pytest.fixture
def script(inside: Any, travel: Any, flush: Callable[[], None]) -> Callable[[], Script]:
    """Play it: secret maxima, a raise, a retraction, a lowered reserve, a close, a sale and two that are not sold."""

    def step(verb: Callable[..., Any], **given: Any) -> None:
        inside(verb, **given)
        inside(outbox.drain)
        flush()

    def play() -> Script:
        now = travel()
        told = Script()
        names = ("sal", "ann", "ben", "cat", "dan")
        for name in names:
            make = a_seller if name == "sal" else a_person
            told.people[name] = inside(make, email=f"{name}.secret@hidden.example", handle=f"{name}-the-hidden")
        who = told.people
        told.lot = inside(an_auction, who["sal"], reserve_minor=RESERVE)
        told.unsold = inside(an_auction, who["sal"], reserve_minor=UNREACHED + 1000)
        opens_at = now + timedelta(days=9)
        told.scheduled = inside(
            an_auction, who["sal"], opens_at=opens_at, closes_at=opens_at + timedelta(days=2), reserve_minor=UNREACHED
        )
        for name, minor in (("ann", ANN), ("ben", BEN), ("cat", CAT)):
            for lot in (told.lot, told.unsold):
                step(bid_of, auction_id=lot, person_id=who[name], minor=minor)
        step(service.retract_bid, auction_id=told.lot, person_id=who["cat"], reason="amount_error")
        step(bid_of, auction_id=told.lot, person_id=who["dan"], minor=DAN)
        step(bid_of, auction_id=told.lot, person_id=who["dan"], minor=DAN + 1000)
        step(service.lower_reserve, auction_id=told.unsold, person_id=who["sal"], amount=amount(UNREACHED))
        travel(days=3)
        step(service.close_due)
        return told

    return play


def bid_of(*, auction_id: int, person_id: int, minor: int) -> None:
    bid(auction_id, person_id, amount(minor), is_confirmed=True)


def test_no_room_ever_hears_a_secret(script: Callable[[], Script], sent: list[News]):
    told = script()
    rooms = {news.room for news in sent}
    assert f"auction:{told.lot}" in rooms
    assert any(room.startswith("user:") for room in rooms), "personal rooms are listened to as well"
    said = [(news.room, orjson.dumps(dict(news.payload)).decode()) for news in sent]
    secrets = [
        *(form for minor in (ANN, BEN, CAT, DAN, DAN + 1000, RESERVE, UNREACHED) for form in forms_of(minor)),
        *(part for name in told.people for part in (f"{name}-the-hidden", f"{name}.secret", "hidden.example")),
    ]
    leaks = [(room, secret, text) for room, text in said for secret in secrets if says(text, secret)]
    assert leaks == []
    public = " ".join(text for room, text in said if room.startswith("auction:"))
    for key in ("person", "email", "handle", "name", "maximum", "reserve_minor", "seller", "winner"):
        assert f'"{key}' not in public


def test_the_search_for_secrets_finds_one():
    for minor in (ANN, RESERVE):
        for form in forms_of(minor):
            assert says(f'{{"price": {form}, "x": "it is {form}."}}', form)
    assert not says('{"price": 51230, "at": "5123abc", "x": 0.5123}', "5123")


def test_the_course_is_told_and_nothing_of_what_is_not_open(script: Callable[[], Script], sent: list[News]):
    told = script()
    states = [news.payload for news in sent if news.room == f"auction:{told.lot}"]
    assert [state["seq"] for state in states] == sorted({state["seq"] for state in states})
    assert [state["price_minor"] for state in states] == [1000, 5223, 7057, 5223, 7057, 7057, 7057]
    assert states[-1]["outcome"] == "sold"
    assert [news for news in sent if news.room == f"auction:{told.scheduled}"] == []
    assert [news for news in sent if news.payload.get("phase") == "scheduled"] == []
    assert {news.payload["outcome"] for news in sent if news.room == f"auction:{told.unsold}"} == {None, "unsold"}


def test_what_was_missed_is_found_by_seq(script: Callable[[], Script], new_page: Any, client: Any, inside: Any):
    """The page was deaf for a while: the API tells the present state and every public entry since."""
    told = script()
    answer = client.get(f"/api/v1/auctions/{told.lot}?after=2").get_json()
    seqs = [entry["seq"] for entry in answer["entries"]]
    assert seqs == list(range(3, answer["seq"] + 1))
    states = new_page().ask("watch", {"auction_ids": [told.lot, told.scheduled]})["states"]
    assert [(state["auction_id"], state["seq"]) for state in states] == [(told.lot, answer["seq"])]
    assert client.get(f"/api/v1/auctions/{told.scheduled}?after=0").status_code == 404
    text = orjson.dumps(answer).decode()
    assert not [form for minor in (ANN, BEN, CAT, DAN) for form in forms_of(minor) if says(text, form)]


def test_a_page_that_was_deaf_hears_the_last_state_all_the_same(
    script: Callable[[], Script], inside: Any, new_page: Any, flush: Callable[[], None]
):
    """Whatever was coalesced away or lost, the next state is complete."""
    lot, ann, ben = inside(an_auction), inside(a_person), inside(a_person)
    page = new_page()
    page.ask("watch", {"auction_ids": [lot]})
    for number in range(5):
        inside(bid_of, auction_id=lot, person_id=(ann, ben)[number % 2], minor=20_00 + number * 10_00)
    flush()
    assert [state["seq"] for state in page.heard("auction")] == [6]
    assert live.watching(f"auction:{lot}") == 1
