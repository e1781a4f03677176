"""Question 3: how long from the commit of a bid until it stands on the screens of 1,000 watchers of the lot?

Measured from the time that was read under the lot's lock, so the commit itself is included, to the arrival of the
first state that holds the bid. Once with bids so far apart that each goes out by itself, against the stock broadcast of
the same payload by a bare Flask-SocketIO server at the same pace and under the same gunicorn; once in a storm, where
the house sends ten states a second and a bid may wait for the next of them on purpose.
"""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bench import house, servers
from bench.questions import Answer, Row, Scale, Tell, middle, quantile, span
from bench.watchers import Crowd, Heard

CALM, STORM = 5, 50


@dataclass(slots=True)
class Delays:
    """Milliseconds from commit to arrival, of every state and watcher; and until the last watcher of each state."""

    every: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        return quantile(self.every, share)


@dataclass(slots=True)
class Bidding:
    """Bids at a steady pace by many people over one kept connection; the seq and the time of each that was good."""

    url: str
    auction_id: int
    programs: list[house.Program]
    amount: int = 100
    turn: int = 0
    state: dict[str, Any] = field(default_factory=dict)

    def bid(self, times: int, gap_seconds: float) -> dict[int, float]:
        committed: dict[int, float] = {}
        line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        due = time.monotonic()
        for _number in range(times):
            due += gap_seconds
            time.sleep(max(0.0, due - time.monotonic()))
            placed = self._place(line)
            self.state = placed["auction"]
            committed[placed["seq"]] = datetime.fromisoformat(self.state["server_now"]).timestamp()
        return committed

    def _place(self, line: http.client.HTTPConnection) -> dict[str, Any]:
        self.amount += 10
        self.turn += 1
        who = self.programs[self.turn % len(self.programs)]
        body = {"amount": str(self.amount), "key": secrets.token_hex(8), "confirmed": True}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {who.token}"}
        line.request("POST", f"/api/v1/auctions/{self.auction_id}/bids", json.dumps(body), headers)
        answer = line.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
        if answer.status != 201:
            raise RuntimeError(f"a bid was refused: {said}")
        return said


def measure(scale: Scale, tell: Tell) -> Answer:
    servers.allow_many_files()
    watchers, rounds, seconds = scale.of(1000, 30), scale.of(3, 1), scale.of(8, 2)
    with servers.postgres() as server, servers.folder() as instance:
        given = house.settings(servers.create_database(server, "house"), instance)
        with house.opened(given):
            programs, auctions = house.programs(200), house.auctions(1, house.a_seller(), tell)
        with servers.houses(given, 1) as (url,), servers.gunicorn("bench.bare:app") as bare_url:
            bidding = Bidding(url, auctions[0], programs)
            ours, theirs = Crowd(), Crowd()
            for number in range(watchers):
                ours.join(url, {"auction_ids": auctions})
                theirs.join(bare_url, {})
                if number % 50 == 0:
                    tell(f"screen: {number} of {watchers} watchers have come")
            _settle(ours, theirs)
            calm: list[Delays] = []
            bare: list[Delays] = []
            for number in range(1, rounds + 1):
                tell(f"screen: round {number} of {rounds}, ours")
                calm.append(_watch(ours, lambda: bidding.bid(CALM * seconds, 1 / CALM)))
                tell(f"screen: round {number} of {rounds}, the bare broadcast")
                bare.append(_watch(theirs, lambda: _broadcast(bare_url, bidding.state, seconds)))
                _settle(ours, theirs)
            tell("screen: a storm of bids")
            storm = _watch(ours, lambda: bidding.bid(STORM * seconds, 1 / STORM))
            ours.leave()
            theirs.leave()
    return _answer(calm, bare, storm, watchers)


def _settle(*crowds: Crowd) -> None:
    """Answer pings and let old news pass."""
    for crowd in crowds:
        crowd.listen(1.0)
        crowd.heard("auction")


def _watch(crowd: Crowd, act: Callable[[], dict[int, float]]) -> Delays:
    """Have something done that gives the time of each seq, and compare with when it was seen."""
    said: list[dict[int, float]] = []
    doing = threading.Thread(target=lambda: said.append(act()))
    doing.start()
    while doing.is_alive():
        crowd.listen(0.5)
    crowd.listen(1.0)  # the last state may still wait for its turn
    if not said:
        raise RuntimeError("nothing was bid")
    return _delays(said[0], crowd.heard("auction"), len(crowd.sockets))


def _delays(committed: dict[int, float], heard: list[Heard], watchers: int) -> Delays:
    """Of each bid and watcher: until the first state that holds it, be it its own or a later one."""
    delays = Delays()
    by_watcher: dict[int, list[Heard]] = {}
    for one in heard:
        by_watcher.setdefault(one.watcher, []).append(one)
    latest: dict[int, float] = dict.fromkeys(committed, 0.0)
    for states in by_watcher.values():
        place = 0
        for seq, at in sorted(committed.items()):
            while place < len(states) and states[place].seq < seq:
                place += 1
            if place == len(states):
                raise RuntimeError("a watcher missed the last state")
            delays.every.append(1000 * (states[place].at - at))
            latest[seq] = max(latest[seq], delays.every[-1])
    if len(by_watcher) != watchers:
        raise RuntimeError(f"{watchers - len(by_watcher)} of {watchers} watchers heard nothing")
    delays.every.sort()
    delays.last = sorted(latest.values())
    return delays


def _broadcast(url: str, payload: dict[str, Any], seconds: int) -> dict[int, float]:
    body = {"payload": payload, "times": CALM * seconds, "gap_seconds": 1 / CALM}
    asked = urllib.request.Request(
        url + "/broadcast", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    urllib.request.urlopen(asked, timeout=10).close()
    time.sleep(seconds + 0.7)
    with urllib.request.urlopen(url + "/sent", timeout=10) as answer:
        return {one["seq"]: datetime.fromisoformat(one["server_now"]).timestamp() for one in json.load(answer)}


def _answer(calm: list[Delays], bare: list[Delays], storm: Delays, watchers: int) -> Answer:
    pairs = list(zip(calm, bare, strict=True))
    p50s = [ours.at(0.5) / theirs.at(0.5) for ours, theirs in pairs]
    p99s = [ours.at(0.99) / theirs.at(0.99) for ours, theirs in pairs]

    def of(delays: list[Delays], share: float) -> float:
        return middle([some.at(share) for some in delays])

    rows = [
        Row("screen: p50 against a bare broadcast", middle(p50s), "×", "≤ 1 is faster", span(p50s)),
        Row("screen: p99 against a bare broadcast", middle(p99s), "×", "", span(p99s)),
        Row("commit to screen, p50", of(calm, 0.5), "ms", note=f"{watchers} watchers, {CALM} bids/s"),
        Row("commit to screen, p99", of(calm, 0.99), "ms"),
        Row("until the last watcher", middle([middle(some.last) for some in calm]), "ms"),
        Row("bare broadcast, p50", of(bare, 0.5), "ms", note="stock emit of the same payload"),
        Row("bare broadcast, p99", of(bare, 0.99), "ms"),
        Row("in a storm, p50", storm.at(0.5), "ms", note=f"{STORM} bids/s, sent ten times a second on purpose"),
        Row("in a storm, p99", storm.at(0.99), "ms"),
    ]
    details = {
        "watchers": watchers,
        "rounds": [
            {"p50": ours.at(0.5), "p99": ours.at(0.99), "bare_p50": theirs.at(0.5), "bare_p99": theirs.at(0.99)}
            for ours, theirs in pairs
        ],
    }
    return Answer(rows, details)
