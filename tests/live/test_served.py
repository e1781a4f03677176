"""The house as it is served: bids go in by HTTP, news comes out by the socket, in one process and in several."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from auction import clock
from auction.accounts import service as accounts
from auction.config import ROOT, Config
from tests.bidding.builders import a_person, an_auction
from tests.builders_people import signed_in
from tests.databases import environment_of
from tests.live.houses import OwnRedis
from tests.live.listeners import Listener
from tests.served import Server
from tests.services import wait_until

NewServer = Callable[..., Server]


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """A page on a server that watches a lot; with `cookie` a signed-in person's."""
    listeners: list[Listener] = []

    def opened(server: Server, lot: int, cookie: str = "") -> Listener:
        listeners.append(Listener(server.url, headers={"Cookie": cookie, "Origin": server.url}))
        answer = listeners[-1].ask("watch", {"auction_ids": [lot]})
        assert [state["auction_id"] for state in answer["states"]] == [lot]
        return listeners[-1]

    yield opened
    for listener in listeners:
        listener.close()


@pytest.fixture
def bidder(app: Flask, inside: Any) -> Callable[[], tuple[str, str]]:
    """Somebody new: a program's token of theirs, and the cookie of their session."""

    def make() -> tuple[str, str]:
        person_id = inside(a_person)
        token = inside(accounts.create_token, person_id=person_id, name="live").token
        cookie = signed_in(app.test_client(), person_id).get_cookie("session")
        assert cookie is not None
        return token, f"session={cookie.value}"

    return make


def place(server: Server, lot: int, token: str, amount: str) -> tuple[float, dict[str, Any]]:
    """Bid as a program does; how long it took, and the answer."""
    body = json.dumps({"amount": amount, "key": f"key-{amount}-{lot}", "confirmed": True}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}/api/v1/auctions/{lot}/bids", data=body, headers=headers)
    begun = time.monotonic()
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 201
        return time.monotonic() - begun, json.load(answer)


@pytest.mark.sqlite_only
def test_on_a_laptop_everything_happens_in_one_process(
    new_server: NewServer, inside: Any, listen: Callable[..., Listener], bidder: Any
):
    lot = inside(an_auction)
    ann_token, ann_cookie = bidder()
    ben_token, _cookie = bidder()
    server = new_server(scheduler=True)
    guest, hers = listen(server, lot), listen(server, lot, ann_cookie)
    place(server, lot, ann_token, "50")
    assert guest.wait_for("auction", seq=2)["leader"] == 1
    place(server, lot, ben_token, "80")
    assert guest.wait_for("auction", seq=3)["price_minor"] == 5100
    assert hers.wait_for("notice")["kind"] == "outbid"
    assert "notice" not in [name for name, _payload in guest.rest()]
    guest.close()
    hers.wait_for("presence", watching=1)


class Scheduler:
    """`mazad scheduler` in a process of its own."""

    def __init__(self, config: Config, log: Path) -> None:
        self.log = log
        plain = {name: value for name, value in os.environ.items() if not name.startswith("MAZAD_")}
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).with_name("mazad")), "scheduler"],
                cwd=ROOT,
                env=plain | environment_of(config) | {"PYTHONUNBUFFERED": "1"},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(10)


@pytest.mark.redis
@pytest.mark.postgres_only
def test_several_processes_are_one_house_also_while_redis_is_out(
    new_server: NewServer, inside: Any, listen: Callable[..., Listener], bidder: Any, config: Config, tmp_path: Path
):
    redis = OwnRedis()
    scheduler = Scheduler(
        replace(config, redis_url=redis.url, scheduler=True, socket_mode="auto"), tmp_path / "scheduler.log"
    )
    try:
        one, two = new_server(redis_url=redis.url), new_server(redis_url=redis.url)
        lot, ending = inside(an_auction), inside(an_auction, closes_at=clock.now() + timedelta(seconds=4))
        ann_token, ann_cookie = bidder()
        ben_token, _cookie = bidder()
        here, there, hers = listen(one, lot), listen(two, lot), listen(two, lot, ann_cookie)
        last_minute = [listen(one, ending), listen(two, ending)]
        for listener in (here, there):
            listener.wait_for("presence", watching=3)

        place(one, lot, ann_token, "50")
        for listener in (here, there):
            assert listener.wait_for("auction", seq=2)["count"] == 1
        place(two, lot, ben_token, "80")
        for listener in (here, there):
            assert listener.wait_for("auction", seq=3)["price_minor"] == 5100
        assert hers.wait_for("notice")["kind"] == "outbid"

        for listener in last_minute:
            assert listener.wait_for("auction", 15, phase="ended")["outcome"] == "unsold"

        redis.kill()
        took, _answer = place(one, lot, ann_token, "90")
        assert took < 1.5
        here.wait_for("auction", 1.5, seq=4)
        redis.start()
        assert there.wait_for("auction", 10, seq=4)["price_minor"] == 8100
        place(two, lot, ben_token, "120")
        here.wait_for("auction", seq=5)
        wait_until(lambda: "is back" in one.tail(), 5, "the return is noted")
    finally:
        scheduler.stop()
        redis.kill()
    for server in (one, two):
        assert "Traceback" not in server.tail(100_000)
    assert "Traceback" not in scheduler.log.read_text()
