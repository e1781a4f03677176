"""How many watch: counted by socket, here and elsewhere; a process that falls silent is forgotten."""

from __future__ import annotations

from auction.live.presence import SILENCE_SECONDS, Presence

ROOM = "auction:7"
ABOUT = {"auction_id": 7}


def test_a_socket_counts_once_however_often_it_asks():
    presence = Presence()
    assert presence.enter(ROOM, "a", ABOUT)
    assert not presence.enter(ROOM, "a", ABOUT)
    assert presence.enter(ROOM, "b", ABOUT)
    assert presence.said_of(ROOM) == {"auction_id": 7, "watching": 2}


def test_the_last_to_leave_leaves_nothing_behind():
    presence = Presence()
    presence.enter(ROOM, "a", ABOUT)
    assert presence.leave(ROOM, "a")
    assert not presence.leave(ROOM, "a")
    assert presence.said_of(ROOM) is None
    assert presence.counts_here() == {}


def test_other_processes_are_added_and_change_what_we_say():
    presence = Presence()
    presence.enter(ROOM, "a", ABOUT)
    assert presence.hear("p", {ROOM: 3, "auction:8": 5}, 0, is_whole=False) == {ROOM}
    assert presence.hear("q", {ROOM: 1}, 0, is_whole=False) == {ROOM}
    assert presence.count(ROOM) == 5
    assert presence.hear("p", {ROOM: 3}, 1, is_whole=False) == set()
    assert presence.hear("p", {ROOM: 0}, 1, is_whole=False) == {ROOM}
    assert presence.count(ROOM) == 2


def test_a_whole_account_replaces_all_that_was_said_before():
    presence = Presence()
    presence.enter(ROOM, "a", ABOUT)
    presence.hear("p", {ROOM: 3}, 0, is_whole=False)
    assert presence.hear("p", {"auction:8": 1}, 1, is_whole=True) == {ROOM}
    assert presence.count(ROOM) == 1
    assert presence.count("auction:8") == 1


def test_a_process_that_was_killed_is_forgotten():
    presence = Presence()
    presence.enter(ROOM, "a", ABOUT)
    presence.hear("p", {ROOM: 3}, 0, is_whole=True)
    presence.hear("q", {ROOM: 2}, 20, is_whole=True)
    assert presence.forget_silent(SILENCE_SECONDS) == set()
    assert presence.forget_silent(SILENCE_SECONDS + 1) == {ROOM}
    assert presence.count(ROOM) == 3
    assert SILENCE_SECONDS <= 30
