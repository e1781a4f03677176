"""Question 5: of 100,000 open lots, how long does a page of search take, against a page with nothing on it?

One process of the house on PostgreSQL, asked by one reader at a time. The empty page is a category that holds nothing:
the same frame, the same statements, no lots. Words are drawn as titles use them: a few often, most seldom; every fourth
search also chooses a condition, an order or a category. All are asked in turns within the same run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

import psycopg
import sqlalchemy as sa
from flask.testing import FlaskClient

from auction import clock, db
from auction.bidding.models import Auction
from auction.catalogue import service
from auction.catalogue.models import CONDITIONS, Category, Listing
from bench import house, servers
from bench.apart import apart
from bench.questions import Answer, Row, Scale, Tell, middle, quantile, span

TOGETHER = 5_000
SHELVES, SELLERS = 40, 200
EMPTY = "/c/empty"
# What two words of three syllables and three languages sound like; enough of them for a large house's titles.
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "su", "ta", "ve"]
LETTERS = ["سا", "لو", "مي", "نا", "رو", "كي", "تا", "دو", "في", "جا", "حو", "را"]


def measure(scale: Scale, tell: Tell) -> Answer:
    lots, rounds, questions = scale.of(100_000, 400), scale.of(3, 1), scale.of(400, 20)
    with servers.postgres() as server, servers.folder() as place:
        database = servers.create_database(server, "house")
        given = house.settings(database, place, socket_mode="threading", rate_limits="off")
        apart(_fill, given, lots, tell=tell)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        times = apart(_ask, given, rounds, questions, tell=tell)
    return _answer(times, lots)


def _words() -> tuple[list[str], list[float]]:
    """Words from the most to the least used, and how often each is used compared to the others."""
    words = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    words += [a + b + c for a in LETTERS for b in LETTERS for c in LETTERS]
    random.Random(5).shuffle(words)
    return words, list(accumulate(1 / (rank + 20) for rank in range(len(words))))


def _title(chance: random.Random, words: list[str], uses: list[float]) -> str:
    return " ".join(chance.choices(words, cum_weights=uses, k=7)).capitalize()


def _fill(given: dict[str, str], count: int, tell: Tell) -> None:
    """Lots as a large house has them, made in bulk: their books hold nothing, for search reads none."""
    chance, (words, uses) = random.Random(7), _words()
    with house.opened(given):
        shelves = [
            {"slug": f"shelf-{number}", "en": f"Shelf {number}", "ar": f"رف {number}"} for number in range(SHELVES)
        ]
        ids = service.seed_categories(shelves=[*shelves, {"slug": "empty", "en": "Empty", "ar": "خال"}])
        filled = [ids[shelf["slug"]] for shelf in shelves]
        sellers = house.people(min(SELLERS, count))
        for made in range(0, count, TOGETHER):
            rows = [
                {"title": _title(chance, words, uses), "seller_id": chance.choice(sellers),
                 "category_id": chance.choice(filled), "condition": chance.choice(CONDITIONS),
                 "description": " ".join(chance.choices(words, cum_weights=uses, k=30))}
                for _lot in range(min(TOGETHER, count - made))
            ]  # fmt: skip
            _lots(rows, chance)
            tell(f"search: {made + len(rows)} of {count} lots are made")
        service.reindex(step=lambda done, total: tell(f"search: {done} of {total} lots are indexed"))


def _lots(rows: list[dict[str, Any]], chance: random.Random) -> None:
    now = clock.now()
    usual = {"state": "published", "wanted_terms": {}, "specifics": {}, "delivery": {}, "created_at": now,
             "updated_at": now, "published_at": now}  # fmt: skip
    with db.transaction() as session:
        listing_ids = session.execute(sa.insert(Listing).returning(Listing.id), [usual | row for row in rows]).scalars()
        auctions = []
        for listing_id, row in zip(list(listing_ids), rows, strict=True):
            closes_at = now + timedelta(minutes=chance.uniform(60, 30_000))
            starting, bids = chance.randrange(100, 500_000), max(0, chance.randrange(-8, 12))
            auctions.append(
                {"listing_id": listing_id, "seller_id": row["seller_id"], "format": "english",
                 "currency": chance.choice(("USD", "USD", "EUR", "AED")),
                 "terms": house.terms(closes_at).to_plain(), "state": {}, "opens_at": now - timedelta(hours=1),
                 "scheduled_closes_at": closes_at, "closes_at": closes_at, "last_at": now, "seq": 1, "head_hash": "",
                 "starting_minor": starting, "price_minor": starting + 100 * bids if bids else None,
                 "minimum_minor": starting + 100 * bids, "bid_count": bids, "reserve": "none"}
            )  # fmt: skip
        session.execute(sa.insert(Auction), auctions)


def _ask(given: dict[str, str], rounds: int, questions: int, tell: Tell) -> list[dict[str, list[float]]]:
    """Milliseconds of every page, by kind, for each round."""
    chance = random.Random(11)
    taken: list[dict[str, list[float]]] = []
    with house.opened(given) as app:
        titles = list(db.db.session.execute(sa.select(Listing.title).order_by(sa.func.random()).limit(2_000)).scalars())
        slugs = list(db.db.session.execute(sa.select(Category.slug).where(Category.slug != "empty")).scalars())
        db.end_read()
    searches = [_search(chance, titles, slugs) for _question in range(questions)]
    client = app.test_client()
    for address in (EMPTY, *searches[:20]):
        _time(client, address)  # the first of each kind compiles its statements
    for number in range(1, rounds + 1):
        tell(f"search: round {number} of {rounds}")
        times: dict[str, list[float]] = {"empty": [], "search": [], "suggestions": []}
        for address in searches:
            times["empty"].append(_time(client, EMPTY))
            times["search"].append(_time(client, address))
        for title in titles[: questions // 4]:
            times["suggestions"].append(_time(client, "/api/v1/suggestions?" + urlencode({"q": title.split()[0][:4]})))
        taken.append(times)
    return taken


def _search(chance: random.Random, titles: list[str], slugs: list[str]) -> str:
    """Words of one lot, as somebody who looks for it would type them; at times with a choice."""
    words = chance.sample(chance.choice(titles).split(), chance.choice((1, 2, 2, 3)))
    more = chance.choice(({}, {}, {}, {"condition": chance.choice(CONDITIONS)}, {"sort": "ending"}, {"sort": "new"},
                          {"sort": "price", "currency": "USD"}, {"category": chance.choice(slugs)}))  # fmt: skip
    return "/search?" + urlencode({"q": " ".join(words), **more})


def _time(client: FlaskClient, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return 1000 * took


def _answer(taken: list[dict[str, list[float]]], lots: int) -> Answer:
    def high(kind: str, times: dict[str, list[float]]) -> float:
        return quantile(sorted(times[kind]), 0.95)

    def middles(share: Callable[[dict[str, list[float]]], float]) -> float:
        return middle([share(times) for times in taken])

    ratios = [high("search", times) / high("empty", times) for times in taken]
    rows = [
        Row("search: p95 against an empty page", middle(ratios), "×", "< 3", span(ratios)),
        Row("a page of search, p95", middles(lambda times: high("search", times)), "ms", note=f"{lots} open lots"),
        Row("a page of search, p50", middles(lambda times: middle(times["search"])), "ms"),
        Row("an empty page, p95", middles(lambda times: high("empty", times)), "ms"),
        Row("suggestions, p95", middles(lambda times: high("suggestions", times)), "ms"),
    ]
    details = {
        "lots": lots,
        "rounds": [
            {kind: {"p50": middle(values), "p95": quantile(sorted(values), 0.95), "worst": max(values, default=0.0)}
             for kind, values in times.items()}
            for times in taken
        ],
    }  # fmt: skip
    return Answer(rows, details)
