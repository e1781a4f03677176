"""A person's own room on the live line."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from auction import live
from auction.accounts import service
from auction.accounts.sockets import room_of
from tests.builders_people import person, signed_in


def listener(app: Flask, client: FlaskClient) -> Any:
    return live.socketio.test_client(app, flask_test_client=client)


def heard(socket: Any) -> list[str]:
    return [message["name"] for message in socket.get_received()]


def test_news_of_one_person_reaches_that_person_alone(app: Flask, new_client: Any, inside: Any) -> None:
    someone, other = inside(person), inside(person)
    own = listener(app, signed_in(new_client(), someone))
    theirs = listener(app, signed_in(new_client(), other))
    guest = listener(app, new_client())
    live.socketio.emit("outbid", {"auction": 7}, to=room_of(someone))
    assert heard(own) == ["outbid"]
    assert heard(theirs) == []
    assert heard(guest) == []


def test_open_pages_hear_no_more_when_their_session_has_ended(app: Flask, new_client: Any, inside: Any) -> None:
    for end in (
        lambda who: service.end_sessions(person_id=who),
        lambda who: service.set_password(person_id=who, password="another long one"),
        lambda who: service.sanction_person(person_id=who, kind="suspended", reason="unpaid"),
    ):
        someone = inside(person)
        own = listener(app, signed_in(new_client(), someone))
        inside(end, someone)
        live.socketio.emit("outbid", {}, to=room_of(someone))
        assert heard(own) == []


def test_nobody_joins_a_room_by_asking(app: Flask, new_client: Any, inside: Any) -> None:
    someone = inside(person)
    guest = listener(app, new_client())
    for event in ("join", "watch", "subscribe"):
        guest.emit(event, {"room": room_of(someone), "auction": room_of(someone), "id": room_of(someone)})
    guest.get_received()
    live.socketio.emit("outbid", {}, to=room_of(someone))
    assert heard(guest) == []
