"""The ledger against a plain model: a long stream of random operations ends in the same balances, to the last unit.

The model is a few dictionaries and knows nothing of the ledger. Operations go in by batches of one currency; some come
again, some want money that is not there.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock
from auction.db import db, transaction
from auction.settlement.ledger import queries
from auction.settlement.ledger.models import Account, Move
from auction.settlement.ledger.service import (
    ESCROW,
    REVENUE,
    SHIPPING,
    TAX,
    Of,
    Overdrawn,
    Transfer,
    buyer,
    move,
    provider,
    seller,
)
from tests import builders_people as people

CURRENCIES = ("USD", "KWD", "JPY")
PEOPLE = 50


@dataclass
class Held:
    """An order whose money is in escrow."""

    buyer_id: int
    seller_id: int
    left: int


@dataclass
class Model:
    """What there should be, kept by hand: balances by key, and what may happen next."""

    chance: random.Random
    people: list[int]
    balances: Counter[str] = field(default_factory=Counter)
    held: dict[str, list[Held]] = field(default_factory=lambda: {one: [] for one in CURRENCIES})
    moves: int = 0

    def batch(self, currency: str, count: int) -> list[Transfer]:
        """The transfers of so many operations, one after the other."""
        transfers: list[Transfer] = []
        for number in range(count):
            for part, (source, target, minor) in enumerate(self._operation(currency)):
                if minor:
                    transfers.append(Transfer(f"{number}.{part}", source, target, minor))
                    self.balances[source.key(currency)] -= minor
                    self.balances[target.key(currency)] += minor
        self.moves += len(transfers)
        return transfers

    def _operation(self, currency: str) -> list[tuple[Of, Of, int]]:
        held = self.held[currency]
        wish = self.chance.choice(("pay", "pay", "release", "refund", "part", "payout", "return", "fee"))
        if wish in ("release", "refund", "part") and held:
            return getattr(self, f"_{wish}")(held)
        if wish in ("payout", "return", "fee"):
            return self._of_seller(wish, currency)
        return self._pay(held)

    def _pay(self, held: list[Held]) -> list[tuple[Of, Of, int]]:
        buyer_id, seller_id = self.chance.sample(self.people, 2)
        minor = self.chance.choice((1, 7, self.chance.randint(1, 10_000), self.chance.randint(1, 10**9)))
        held.append(Held(buyer_id, seller_id, minor))
        return [(provider("test"), buyer(buyer_id), minor), (buyer(buyer_id), ESCROW, minor)]

    def _release(self, held: list[Held]) -> list[tuple[Of, Of, int]]:
        order = held.pop(self.chance.randrange(len(held)))
        premium, tax, delivery = order.left // 20, order.left // 7, order.left // 11
        goods, whose = order.left - premium - tax - delivery, seller(order.seller_id)
        return [
            (ESCROW, whose, goods), (ESCROW, REVENUE, premium), (ESCROW, TAX, tax), (ESCROW, SHIPPING, delivery),
            (SHIPPING, whose, delivery), (whose, REVENUE, goods // 12),
        ]  # fmt: skip

    def _refund(self, held: list[Held]) -> list[tuple[Of, Of, int]]:
        order = held.pop(self.chance.randrange(len(held)))
        whose = buyer(order.buyer_id)
        return [(ESCROW, whose, order.left), (whose, provider("test"), order.left)]

    def _part(self, held: list[Held]) -> list[tuple[Of, Of, int]]:
        order = self.chance.choice(held)
        minor = self.chance.randint(0, order.left // 2)
        order.left -= minor
        return [(ESCROW, buyer(order.buyer_id), minor), (buyer(order.buyer_id), provider("test"), minor)]

    def _of_seller(self, wish: str, currency: str) -> list[tuple[Of, Of, int]]:
        whose = seller(self.chance.choice(self.people))
        if wish == "fee":  # a seller may come to owe
            return [(whose, REVENUE, self.chance.randint(0, 500))]
        there = max(0, self.balances[whose.key(currency)])
        if wish == "payout":
            return [(whose, provider("bank"), there)]
        return [(whose, provider("bank"), there), (provider("bank"), whose, there)]


def play(operations: int, in_batch: int, seed: int) -> Model:
    chance = random.Random(seed)
    model = Model(chance, [people.person() for _each in range(PEOPLE)])
    batches = [(number, chance.choice(CURRENCIES)) for number in range(operations // in_batch)]
    for number, currency in batches:
        transfers = model.batch(currency, in_batch)
        assert moved(f"batch:{number}", currency, transfers) == len(transfers)
        if number % 20 == 0:  # it comes again, and moves nothing
            assert moved(f"batch:{number}", currency, transfers) == 0
        if number % 10 == 5:
            escrow = model.balances[f"escrow:{currency}"]
            with pytest.raises(Overdrawn):
                moved(f"greedy:{number}", currency, [Transfer("all", ESCROW, REVENUE, escrow + 1)])
    return model


def moved(cause: str, currency: str, transfers: list[Transfer]) -> int:
    with transaction() as session:
        return move(session, cause=cause, currency=currency, transfers=transfers, at=clock.now())


def assert_as_in(model: Model) -> None:
    rows = db.session.execute(sa.select(Account.key, Account.balance_minor))
    found = {row.key: row.balance_minor for row in rows}
    assert {key: minor for key, minor in found.items() if minor} == {
        key: minor for key, minor in model.balances.items() if minor
    }
    for currency in CURRENCIES:
        assert found.get(f"escrow:{currency}", 0) == sum(order.left for order in model.held[currency])
    checked = queries.check()
    assert (checked.faults, checked.moves) == ((), model.moves)


@pytest.mark.parametrize("seed", [1])
def test_two_thousand_operations_end_as_in_the_model(house: Flask, seed: int):
    assert_as_in(play(2_000, 20, seed))


@pytest.mark.sqlite_only
@pytest.mark.timeout(300)
def test_a_hundred_thousand_operations_end_as_in_the_model(house: Flask):
    model = play(100_000, 500, 3)
    assert_as_in(model)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Move)).scalar_one() > 100_000
