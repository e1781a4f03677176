"""Question 2: how many bids a second go through HTTP to 1,000 lots, against the same servers doing nothing?

Two `mazad serve` processes on PostgreSQL and Redis; programs with bearer tokens bid through the API over 32 kept
connections, limits and all. `GET /healthz` is the no-op: it runs the house's hooks and answers a constant, without
limit, reader or database. Beside it the same with a token, which shows what knowing the caller costs.
"""

from __future__ import annotations

import time

import psycopg

from bench import house, load, servers
from bench.questions import Answer, Row, Scale, Tell, middle, span

NOTHING, WITH_READER = "/healthz", "/api/v1/clock"


def measure(scale: Scale, tell: Tell) -> Answer:
    rounds, seconds = scale.of(4, 1), scale.of(6, 1)
    lots, bidders = scale.of(1000, 20), scale.of(2000, 40)
    with servers.postgres() as server, servers.redis_server() as redis, servers.folder() as instance:
        database = servers.create_database(server, "house")
        given = house.settings(database, instance, redis_url=redis)
        with house.opened(given):
            tokens = instance / "tokens"
            tokens.write_text("\n".join(one.token for one in house.programs(bidders)) + "\n")
            auctions = house.auctions(lots, house.a_seller(), tell)
        bids = load.Bids(tokens, auctions[0], len(auctions), time.time_ns() // 1000)
        with servers.houses(given, 2) as urls:
            tell("spread: warming up")
            time.sleep(1)  # the amounts rise with the clock, and begin above the starting price
            load.send(urls, scale.of(4, 1), bids=bids)
            idle: list[load.Load] = []
            busy: list[load.Load] = []
            for number in range(1, rounds + 1):
                tell(f"spread: round {number} of {rounds}, nothing")
                idle.append(load.send(urls, max(1, seconds // 2), path=NOTHING))
                tell(f"spread: round {number} of {rounds}, bids")
                busy.append(load.send(urls, seconds, bids=bids))
            reader = load.send(urls, max(1, seconds // 2), path=WITH_READER)
        return _answer(idle, busy, reader, _facts(database), scale)


def _facts(database: str) -> tuple[int, int]:
    """How many facts were recorded, and how many of them were delivered."""
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*), count(done_at) FROM facts").fetchone()
    return (0, 0) if row is None else (row[0], row[1])


def _answer(
    idle: list[load.Load], busy: list[load.Load], reader: load.Load, facts: tuple[int, int], scale: Scale
) -> Answer:
    ratios = [bids.good / nothing.good for bids, nothing in zip(busy, idle, strict=True)]
    rows = [
        Row("spread: bids against the no-op", middle(ratios), "×", "≥ 0.5", span(ratios)),
        Row("bids accepted over HTTP", middle([bids.good for bids in busy]), "/s", note=f"load by {load.tool()}"),
        Row("bids refused", middle([bids.refused for bids in busy]), "/s"),
        Row("a bid, p50", middle([bids.p50 for bids in busy]), "ms"),
        Row("a bid, p99", middle([bids.p99 for bids in busy]), "ms"),
        Row("no-op, GET /healthz", middle([nothing.good for nothing in idle]), "/s"),
        Row("no-op, p99", middle([nothing.p99 for nothing in idle]), "ms"),
        Row("GET /api/v1/clock", reader.good, "/s", note="a no-op that has a schema"),
    ]
    details = {
        "lots": scale.of(1000, 20),
        "facts_recorded": facts[0],
        "facts_delivered": facts[1],
        "rounds": [
            {"bids": bids.good, "refused": bids.refused, "broken": bids.broken, "p50": bids.p50, "p99": bids.p99,
             "no_op": nothing.good, "ratio": ratio}
            for bids, nothing, ratio in zip(busy, idle, ratios, strict=True)
        ],
    }  # fmt: skip
    return Answer(rows, details)
