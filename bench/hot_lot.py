"""Question 1: how many bids a second does one hot lot take, against one transaction for each bid by pgbench?

32 bidders through `service.place_bid`, and 32 clients of pgbench, in turn on the same cluster with durable defaults.
Every bid is higher than the one before, so each changes who leads and leaves a fact behind: the dearest case there is.
"""

from __future__ import annotations

import re
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from auction import metrics
from auction.bidding import service
from auction.db import db
from auction.errors import Refusal
from bench import house, servers
from bench.questions import Answer, Row, Scale, Tell, middle, span

BIDDERS = 32
SCRIPT = Path(__file__).with_name("hot_lot.sql")
STEP = 10  # whole units: ten times the least step, so that two bids may change places and both be good
_BARE = """
CREATE TABLE lots (id int PRIMARY KEY, price bigint NOT NULL, leader_id int, bid_count int NOT NULL,
                   ends_at timestamptz NOT NULL);
CREATE TABLE bids (id bigserial PRIMARY KEY, lot_id int NOT NULL, bidder_id int NOT NULL, amount bigint NOT NULL,
                   at timestamptz NOT NULL);
CREATE INDEX ON bids (lot_id, id);
INSERT INTO lots VALUES (1, 100, NULL, 0, now() + interval '1 day');
"""


@dataclass(slots=True)
class Round:
    """32 bidders on one lot for some seconds."""

    auction_id: int
    numbers: count[int] = field(default_factory=lambda: count(1))
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    is_over: bool = False

    @property
    def rate(self) -> float:
        return self.accepted / self.seconds


def measure(scale: Scale, tell: Tell) -> Answer:
    rounds, seconds = scale.of(5, 1), scale.of(5, 1)
    with servers.postgres() as server, servers.folder() as instance:
        bare = _prepare_bare(servers.create_database(server, "bare"))
        with house.opened(house.settings(servers.create_database(server, "house"), instance)) as app:
            seller_id, people = house.a_seller(), house.people(BIDDERS)
            lots = house.auctions(rounds + 1, seller_id, tell)
            tell("hot lot: warming up")
            _play(app, lots.pop(), people, 1)
            before = _together()
            ours: list[Round] = []
            theirs: list[float] = []
            for number, auction_id in enumerate(lots, 1):
                tell(f"hot lot: round {number} of {rounds}, ours")
                ours.append(_play(app, auction_id, people, seconds))
                tell(f"hot lot: round {number} of {rounds}, pgbench")
                theirs.append(_pgbench(bare, seconds))
            return _answer(ours, theirs, _together() - before)


def _play(app: Flask, auction_id: int, people: list[int], seconds: float) -> Round:
    played = Round(auction_id)
    threads = [threading.Thread(target=_bid, args=(app, played, person_id)) for person_id in people]
    started, cpu_started = time.monotonic(), time.process_time()
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    played.is_over = True
    for thread in threads:
        thread.join()
    played.seconds, played.cpu_seconds = time.monotonic() - started, time.process_time() - cpu_started
    return played


def _bid(app: Flask, played: Round, person_id: int) -> None:
    accepted = 0
    refused: Counter[str] = Counter()
    with app.app_context():
        while not played.is_over:
            number = next(played.numbers)
            try:
                service.place_bid(
                    auction_id=played.auction_id,
                    person_id=person_id,
                    amount=str(STEP * number),
                    key=f"bench-{number}",
                    is_confirmed=True,
                )
                accepted += 1
            except Refusal as refusal:
                refused[refusal.code] += 1
        db.session.remove()
    with _adding:
        played.accepted += accepted
        played.refused += refused


_adding = threading.Lock()


def _prepare_bare(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_BARE)
    return url


def _pgbench(url: str, seconds: int) -> float:
    """Bids a second of pgbench, with prepared statements, on a table as lean as can be."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE bids")
        connection.execute("VACUUM lots")
    command = [servers.program("pgbench"), "-n", "-M", "prepared", "-c", str(BIDDERS), "-j", "2", "-T", str(seconds)]
    said = subprocess.run([*command, "-f", str(SCRIPT), url], check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([0-9.]+) \(without", said)
    if found is None:
        raise RuntimeError(f"pgbench said no rate:\n{said}")
    return float(found[1])


def _together() -> Counter[str]:
    """How many transactions so far entered at most so many bids together."""
    buckets: dict[str, float] = {}
    for sample in next(iter(metrics.bids_per_transaction.collect())).samples:
        if sample.name.endswith("_bucket"):
            buckets[sample.labels["le"]] = sample.value
    lower = [0.0, *buckets.values()]
    return Counter({most: int(value - before) for (most, value), before in zip(buckets.items(), lower, strict=False)})


def _answer(ours: list[Round], theirs: list[float], together: Counter[str]) -> Answer:
    ratios = [played.rate / other for played, other in zip(ours, theirs, strict=True)]
    accepted = sum(played.accepted for played in ours)
    transactions = sum(together.values())
    cpu = sum(played.cpu_seconds for played in ours) / max(accepted, 1)
    refused: Counter[str] = sum((played.refused for played in ours), Counter())
    rows = [
        Row("hot lot: bids against pgbench", middle(ratios), "×", "≥ 3", span(ratios)),
        Row("bids accepted, 32 bidders", middle([played.rate for played in ours]), "/s"),
        Row("bids refused", middle([sum(played.refused.values()) / played.seconds for played in ours]), "/s"),
        Row("pgbench, 32 clients", middle(theirs), "/s", note="a transaction of four statements for each bid"),
        Row("bids in a transaction", accepted / max(transactions, 1), "", note="on average"),
        Row("our CPU for a bid", 1000 * cpu, "ms"),
    ]
    details: dict[str, Any] = {
        "rounds": [
            {
                "ours": played.rate,
                "pgbench": other,
                "ratio": ratio,
                "cpu_ms": 1000 * played.cpu_seconds / played.accepted,
            }
            for played, other, ratio in zip(ours, theirs, ratios, strict=True)
        ],
        "refused": dict(refused),
        "transactions_by_bids": {f"≤ {most}": number for most, number in together.items() if number},
    }
    return Answer(rows, details)
