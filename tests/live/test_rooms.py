"""Who gets into which room, what a page may ask, and how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from auction import live
from auction.bidding.sockets import MOST_AT_ONCE
from auction.live import listening
from tests.bidding.builders import a_person, an_auction
from tests.builders_people import signed_in

NewPage = Callable[..., Any]
Inside = Callable[..., Any]
Flush = Callable[[], None]

NONSENSE: list[Any] = [
    None,
    True,
    7,
    -1.5,
    "auction:1",
    [],
    [1, 2],
    {},
    {"auction_ids": None},
    {"auction_ids": "1"},
    {"auction_ids": 1},
    {"auction_ids": {"0": 1}},
    {"auction_ids": [True, False]},
    {"auction_ids": [0, -1, -(10**30), 10**30, 2**31, 1.0, 1.5, float("nan"), "1", None, [1], {"id": 1}]},
    {"auction_ids": ["user:1", "auction:1"]},
    {"auction_ids": [[[[[]]]]]},
    {"auction_ids": list(range(10**6, 10**6 + 5000))},
    {"auction_ids": [1], "here": "auction:1"},
    {"auction_ids": [], "here": 1},
    {"auction_ids": [], "here": [1]},
    {"room": "user:1"},
]


def test_whoever_watches_gets_the_state_and_then_the_news(inside: Inside, new_page: NewPage, flush: Flush):
    lot = inside(an_auction)
    page = new_page()
    answer = page.ask("watch", {"auction_ids": [lot]})
    assert [state["auction_id"] for state in answer["states"]] == [lot]
    live.push(f"auction:{lot}", "auction", {"seq": 9})
    flush()
    assert page.heard("auction") == [{"seq": 9}]
    page.ask("unwatch", {"auction_ids": [lot]})
    live.push(f"auction:{lot}", "auction", {"seq": 10})
    flush()
    assert page.heard("auction") == []


def test_an_auction_that_is_not_open_yet_is_nobodys_business(
    inside: Inside, new_page: NewPage, flush: Flush, travel: Callable[..., Any]
):
    opens_at = travel() + timedelta(hours=1)
    lot = inside(an_auction, opens_at=opens_at, closes_at=opens_at + timedelta(days=1))
    page = new_page()
    assert page.ask("watch", {"auction_ids": [lot], "here": lot}) == {"states": [], "watching": None}
    live.push(f"auction:{lot}", "auction", {"seq": 1})
    flush()
    assert page.heard() == []
    travel(hours=1)
    assert [state["auction_id"] for state in page.ask("watch", {"auction_ids": [lot]})["states"]] == [lot]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("event", ["watch", "unwatch"])
def test_nonsense_is_answered_calmly(
    event: str, inside: Inside, new_page: NewPage, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    lot = inside(an_auction)
    page = new_page()
    for wish in NONSENSE:
        answer = page.ask(event, wish)
        assert answer in ([], {"states": [], "watching": None}) or [lot] == [
            state["auction_id"] for state in answer["states"]
        ]
    page.ask(event)
    page.ask(event, {"auction_ids": [lot]}, "and", {"more": 1})
    assert capsys.readouterr().err == ""
    assert caplog.records == []


@pytest.mark.postgres_only
def test_numbers_no_database_can_hold_are_answered_calmly(new_page: NewPage):
    page = new_page()
    for wish in NONSENSE:
        assert "error" not in page.ask("watch", wish)


@pytest.mark.sqlite_only
def test_a_page_watches_a_hundred_at_once_and_not_without_end(inside: Inside, new_page: NewPage):
    lots = inside(lambda: [an_auction() for _ in range(3)])
    page = new_page()
    wish = [lots[0]] * MOST_AT_ONCE + [lots[1]]
    assert len(page.ask("watch", {"auction_ids": wish})["states"]) == 1, "what is beyond the first hundred is not read"


@pytest.mark.sqlite_only
def test_one_socket_listens_to_so_many_rooms_and_no_more(
    inside: Inside, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listening, "MOST_ROOMS", 2)
    lots = inside(lambda: [an_auction() for _ in range(3)])
    page = new_page()
    assert page.ask("watch", {"auction_ids": lots})["error"]["code"] == "too_many_requests"
    page.ask("unwatch", {"auction_ids": lots[:1]})
    assert "error" not in page.ask("watch", {"auction_ids": lots[2:]})


def test_a_personal_room_is_the_signed_in_persons_own(
    app: Flask, inside: Inside, new_client: Any, new_page: NewPage, flush: Flush
):
    ann, ben = inside(a_person), inside(a_person)
    hers, his, guests = new_page(signed_in(new_client(), ann)), new_page(signed_in(new_client(), ben)), new_page()
    for page in (his, guests):
        for event in ("join", "enter_room", "watch", "subscribe", "room", "connect"):
            for wish in (f"user:{ann}", {"room": f"user:{ann}"}, {"auction_ids": [f"user:{ann}"]}, [f"user:{ann}"]):
                page.socket.emit(event, wish)
        page.heard()
    live.tell(f"user:{ann}", "notice", {"id": 1})
    flush()
    assert (hers.heard(), his.heard(), guests.heard()) == ([{"id": 1}], [], [])


def test_a_session_that_has_ended_gives_no_personal_room_at_the_next_connection(
    inside: Inside, new_client: Any, new_page: NewPage, flush: Flush
):
    ann = inside(a_person)
    client = signed_in(new_client(), ann)
    before = new_page(client)
    with client.session_transaction() as session:
        session.clear()
    after = new_page(client)
    live.tell(f"user:{ann}", "notice", {"id": 1})
    flush()
    assert (before.heard(), after.heard()) == ([{"id": 1}], [])


def test_a_room_can_be_closed_at_once(inside: Inside, new_client: Any, new_page: NewPage, flush: Flush):
    """For a person whose sessions end while pages are open."""
    ann, lot = inside(a_person), inside(an_auction)
    page = new_page(signed_in(new_client(), ann))
    page.ask("watch", {"auction_ids": [lot]})
    live.close(f"user:{ann}")
    live.tell(f"user:{ann}", "notice", {"id": 1})
    live.push(f"auction:{lot}", "auction", {"seq": 2})
    flush()
    heard = page.heard()
    assert {"seq": 2} in heard
    assert {"id": 1} not in heard


@pytest.mark.sqlite_only
def test_asking_all_the_time_is_refused_and_in_the_end_cut_off(new_app: Any, monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr(listening.clock, "monotonic", lambda: now[0])
    strict = new_app(rate_limits=True)
    socket = live.socketio.test_client(strict, flask_test_client=strict.test_client())
    answers = [socket.emit("watch", {}, callback=True) for _ in range(listening.WISHES_AT_ONCE + 1)]
    assert "error" not in answers[-2]
    assert answers[-1]["error"]["code"] == "too_many_requests"
    assert answers[-1]["error"]["message"]
    now[0] += 1
    assert "error" not in socket.emit("watch", {}, callback=True)
    for _ in range(listening.REFUSED_BEFORE_CUT + 50):
        if socket.is_connected():
            socket.emit("watch", {})
    assert not socket.is_connected()


@pytest.mark.sqlite_only
def test_a_bug_is_logged_once_and_answered_without_detail(
    app: Flask, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
):
    logged: list[str] = []
    monkeypatch.setattr(listening.log, "exception", lambda event, **more: logged.append(event))
    monkeypatch.setitem(listening._hearers, "watch", [lambda _wish: {}["secret"]])
    answer = new_page().ask("watch", {})
    assert answer["error"]["code"] == "bug"
    assert "secret" not in str(answer)
    assert logged == ["bug"]


ORIGINS = [
    ("https://mazad.example", True),
    ("http://127.0.0.1:8000", True),
    ("https://127.0.0.1:8000", True),
    ("http://mazad.example", False),
    ("https://mazad.example.evil.example", False),
    ("https://evil.example", False),
    ("http://127.0.0.1:8001", False),
    ("https://mazad.example@evil.example", False),
    ("file://127.0.0.1:8000", False),
    ("null", False),
    ("", False),
    ("http://[", False),
]


@pytest.mark.parametrize("environ", [{}, {"HTTP_HOST": ""}])
def test_without_a_host_the_public_address_alone_is_ours(environ: dict[str, str]):
    asked = [origin for origin, _ in ORIGINS if listening._is_ours("https://mazad.example", origin, environ)]
    assert asked == ["https://mazad.example"]


@pytest.mark.parametrize(("origin", "is_ours"), ORIGINS)
def test_pages_of_this_house_alone_may_listen(origin: str, is_ours: bool):
    environ = {"HTTP_HOST": "127.0.0.1:8000"}
    assert listening._is_ours("https://mazad.example", origin, environ) is is_ours
