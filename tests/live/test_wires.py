"""A client's socket: whole messages, one after the other, whoever writes them and however slowly they are read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from auction.live.frames import Wire

Pair = tuple[Wire, socket.socket]


def begin(work: Callable[[], object]) -> None:
    threading.Thread(target=work, daemon=True).start()


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    theirs.settimeout(5)
    yield Wire(ours, 5.0, begin), theirs
    ours.close()
    theirs.close()


def read(theirs: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        received += theirs.recv(65536)
    return received


def fill(wire: Wire) -> bytes:
    """Write until a frame breaks off half way; give all that was taken."""
    taken = b""
    for number in range(100_000):
        frame = f"<{number}:".encode() + b"x" * 700 + b">"
        if not wire.write(frame):
            return taken
        taken += frame
    raise AssertionError("this socket is never full")


def test_an_idle_socket_is_written_to_at_once(pair: Pair):
    wire, theirs = pair
    assert wire.write(b"one")
    assert wire.write(b"two")
    assert theirs.recv(100) == b"onetwo"


def test_a_full_socket_is_refused_without_waiting_and_what_broke_off_is_finished_first(pair: Pair):
    wire, theirs = pair
    taken = fill(wire)
    assert not wire.write(b"refused")
    begin(lambda: wire.send(b"<last>"))
    assert read(theirs, len(taken) + 6) == taken + b"<last>"


def test_after_it_was_slow_it_is_idle_again(pair: Pair):
    wire, theirs = pair
    taken = fill(wire)
    assert read(theirs, len(taken)) == taken
    wire.send(b"<queued>")
    assert wire.write(b"<direct>")
    assert read(theirs, 16) == b"<queued><direct>"


def test_nothing_is_written_into_the_midst_of_a_message(pair: Pair):
    wire, theirs = pair
    long = b"<" + b"y" * 200_000 + b">"
    begun = threading.Event()
    begin(lambda: (begun.set(), wire.send(long)))
    assert begun.wait(2)
    while not wire._lock.locked():
        pass
    assert not wire.write(b"between")
    assert read(theirs, len(long)) == long


def test_a_client_that_has_gone_does_no_harm(pair: Pair):
    wire, theirs = pair
    theirs.close()
    assert wire.write(b"into the void")
    assert wire.write(b"again")
    with pytest.raises(BrokenPipeError):
        wire.send(b"queued")


def test_a_client_that_goes_in_the_midst_of_a_frame_does_no_harm(pair: Pair):
    wire, theirs = pair
    fill(wire)
    theirs.close()
    with pytest.raises(BrokenPipeError):
        wire.send(b"more")
    assert wire.write(b"again")


def test_a_client_that_never_reads_is_given_up_and_whoever_waits_for_its_word_is_let_go():
    ours, theirs = socket.socketpair()
    wire = Wire(ours, 0.05, begin)
    fill(wire)
    with pytest.raises(BrokenPipeError):
        wire.send(b"x" * 1_000_000)
    assert wire.recv(10) == b""
    theirs.close()
    ours.close()
