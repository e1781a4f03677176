"""Facts are delivered at least once, never by two at the same time, later when it fails, and given up in the end."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import metrics, outbox
from auction.db import db, transaction
from auction.outbox import ATTEMPTS, BATCH, LEASE, Fact, FactRow, drain

KIND = "tried_in_tests"


class Killed(BaseException):
    """What a process feels when it is killed in the middle."""


class Reactor:
    """A reaction that remembers, and does what it is told."""

    def __init__(self) -> None:
        self.seen: list[Fact] = []
        self.does: Callable[[Fact], object] = lambda fact: None

    def __call__(self, fact: Fact) -> None:
        self.seen.append(fact)
        self.does(fact)

    @property
    def numbers(self) -> list[int]:
        return [fact.payload["n"] for fact in self.seen]


@pytest.fixture
def reactor() -> Iterator[Reactor]:
    """The one reaction to our kind of fact, for the length of a test."""
    reactor = Reactor()
    outbox.on(KIND)(reactor)
    yield reactor
    del outbox._reactions[KIND]


def record(count: int = 1, at: datetime | None = None, kind: str = KIND) -> None:
    with transaction() as session:
        instant = at or datetime(2026, 3, 14, 12, tzinfo=UTC)
        outbox.record_many(session, instant, [(kind, {"n": n}) for n in range(count)])


def fails(_fact: Fact) -> None:
    raise RuntimeError("amal@mazad.example could not be reached")


def row() -> FactRow:
    db.session.rollback()
    return db.session.execute(sa.select(FactRow).execution_options(populate_existing=True)).scalar_one()


class TestDelivery:
    def test_a_fact_arrives_with_all_that_was_recorded(self, house: Flask, reactor: Reactor, moment: datetime):
        with transaction() as session:
            outbox.record(session, KIND, moment, n=7, kind="مزاد", nested={"a": [1, None]})
        assert drain() == 1
        [fact] = reactor.seen
        assert (fact.kind, fact.recorded_at, fact.attempts) == (KIND, moment, 1)
        assert fact.payload == {"n": 7, "kind": "مزاد", "nested": {"a": [1, None]}}

    def test_a_delivered_fact_does_not_come_again(self, house: Flask, reactor: Reactor):
        record()
        assert [drain(), drain()] == [1, 0]
        assert len(reactor.seen) == 1

    def test_a_fact_of_a_failed_verb_never_was(self, house: Flask, reactor: Reactor, moment: datetime):
        with pytest.raises(KeyError), transaction() as session:
            outbox.record(session, KIND, moment, n=1)
            raise KeyError
        assert not outbox._woken.is_set()
        assert drain() == 0

    def test_the_drainer_is_woken_after_the_commit(self, house: Flask, moment: datetime):
        with transaction() as session:
            outbox.record(session, KIND, moment, n=1)
            assert not outbox._woken.is_set()
        assert outbox._woken.is_set()

    def test_nothing_to_record_wakes_nobody(self, house: Flask, moment: datetime):
        with transaction() as session:
            outbox.record_many(session, moment, [])
        assert not outbox._woken.is_set()

    def test_more_than_a_batch_is_delivered_in_the_order_recorded(self, house: Flask, reactor: Reactor):
        record(2 * BATCH + 5)
        assert drain() == 2 * BATCH + 5
        assert reactor.numbers == list(range(2 * BATCH + 5))

    def test_a_drain_stops_at_its_limit(self, house: Flask, reactor: Reactor):
        record(30)
        assert drain(limit=12) == 12
        assert reactor.numbers == list(range(12))
        assert outbox.count_waiting() == (18, 0)

    def test_a_fact_of_the_future_waits(self, house: Flask, reactor: Reactor, moment: datetime, travel):
        record(at=moment + timedelta(hours=1))
        assert drain() == 0
        travel(hours=1)
        assert drain() == 1

    def test_a_fact_without_reaction_is_done_with(self, house: Flask):
        record(kind="nobody_listens")
        assert drain() == 1
        assert outbox.count_waiting() == (0, 0)

    def test_every_reaction_to_a_fact_runs(self, house: Flask, reactor: Reactor):
        second = Reactor()
        outbox.on(KIND)(second)
        record()
        drain()
        assert len(reactor.seen) == len(second.seen) == 1

    def test_a_reaction_registers_once(self, reactor: Reactor):
        outbox.on(KIND)(reactor)
        assert outbox.reactions()[KIND] == [reactor]

    def test_a_reaction_may_write_and_record_more(self, house: Flask, reactor: Reactor):
        reactor.does = lambda fact: record() if fact.payload["n"] == 0 and len(reactor.seen) == 1 else None
        record()
        assert drain() == 2

    def test_the_background_drainer_delivers_what_is_recorded(self, app: Flask, reactor: Reactor):
        """Its thread is a daemon that ends with the process; the test ends it by the only door it has."""
        arrived = threading.Event()
        reactor.does = lambda fact: arrived.set()
        with app.app_context():
            record()
        before = threading.active_count()
        stop = pytest.MonkeyPatch()
        stop.setattr(outbox, "drain", lambda: (drain(), (_ for _ in ()).throw(Killed))[0])
        stop.setattr(threading, "excepthook", lambda _args: None)
        outbox.start(app).join(10)
        stop.undo()
        assert arrived.is_set()
        assert threading.active_count() == before


class TestFailure:
    def test_one_failure_leaves_the_others_alone(self, house: Flask, reactor: Reactor):
        reactor.does = lambda fact: fails(fact) if fact.payload["n"] == 1 else None
        record(3)
        assert drain() == 3
        assert outbox.count_waiting() == (1, 0)

    def test_a_failed_fact_comes_again_ever_later(self, house: Flask, reactor: Reactor, moment: datetime, travel):
        reactor.does = fails
        record(at=moment)
        for attempt in range(1, 5):
            assert drain() == 1
            assert row().due_at == travel(seconds=0) + timedelta(seconds=4**attempt)
            travel(seconds=4**attempt - 1)
            assert drain() == 0
            travel(seconds=1)
        assert [fact.attempts for fact in reactor.seen] == [1, 2, 3, 4]
        assert len({fact.id for fact in reactor.seen}) == 1

    def test_a_mended_reaction_delivers_and_forgets_the_failure(self, house: Flask, reactor: Reactor, moment, travel):
        reactor.does = fails
        record(at=moment)
        drain()
        reactor.does = lambda fact: None
        travel(minutes=1)
        assert drain() == 1
        assert row().done_at is not None
        assert row().last_error is None

    def test_a_hopeless_fact_is_parked_for_an_operator(self, house: Flask, reactor: Reactor, moment, travel):
        reactor.does = fails
        record(at=moment)
        for _attempt in range(ATTEMPTS + 3):
            drain()
            travel(hours=1)
        assert len(reactor.seen) == ATTEMPTS
        [parked] = outbox.parked()
        assert parked.attempts == ATTEMPTS
        assert outbox.count_waiting() == (0, 1)
        assert metrics.facts_parked._value.get() == 1

    def test_what_went_wrong_is_told_by_type_and_place_without_what_people_wrote(
        self, house: Flask, reactor: Reactor, capsys: pytest.CaptureFixture[str]
    ):
        reactor.does = fails
        record()
        drain()
        error = row().last_error or ""
        assert error.startswith("RuntimeError at ")
        assert "ground/test_outbox.py" in error
        assert "amal" not in error

    def test_a_parked_fact_gets_a_full_set_of_attempts_again(self, house: Flask, reactor: Reactor, moment, travel):
        reactor.does = fails
        record(at=moment)
        for _attempt in range(ATTEMPTS):
            drain()
            travel(hours=1)
        outbox.retry_parked(outbox.parked()[0].id)
        reactor.does = lambda fact: None
        assert drain() == 1
        assert outbox.parked() == []
        assert reactor.seen[-1].attempts == 1

    def test_only_a_parked_fact_can_be_tried_again_by_hand(self, house: Flask, reactor: Reactor):
        record()
        drain()
        outbox.retry_parked(row().id)
        assert drain() == 0

    def test_what_a_reaction_leaves_unwritten_is_its_own_failure_alone(self, house: Flask, reactor: Reactor):
        def leave_behind(fact: Fact) -> None:
            if fact.payload["n"] == 0:
                db.session.add(FactRow(kind="left", payload={}, recorded_at=fact.recorded_at, due_at=fact.recorded_at))

        reactor.does = leave_behind
        record(3)
        assert drain() == 3
        assert outbox.count_waiting() == (1, 0)

    def test_old_facts_are_forgotten_and_open_ones_kept(self, house: Flask, reactor: Reactor, moment, travel):
        reactor.does = lambda fact: fails(fact) if fact.payload["n"] == 1 else None
        record(2, at=moment)
        drain()
        outbox.forget_done(travel(days=1))
        assert row().payload == {"n": 1}


class TestLease:
    def test_a_killed_process_gives_its_facts_back_when_the_lease_ends(
        self, house: Flask, reactor: Reactor, moment, travel
    ):
        def die(fact: Fact) -> None:
            raise Killed

        reactor.does = die
        record(3, at=moment)
        with pytest.raises(Killed):
            drain()
        reactor.seen.clear()
        reactor.does = lambda fact: None
        travel(to=moment + LEASE - timedelta(seconds=1))
        assert drain() == 0
        travel(seconds=1)
        assert drain() == 3
        assert {fact.attempts for fact in reactor.seen} == {2}

    def test_a_slow_batch_is_broken_off_and_the_rest_loses_no_attempt(
        self, house: Flask, reactor: Reactor, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(outbox, "PATIENCE_SECONDS", -1.0)
        record(3)
        assert drain(limit=1) == 1
        assert reactor.numbers == [0]
        assert drain() == 2
        assert reactor.numbers == [0, 1, 2]
        assert {fact.attempts for fact in reactor.seen} == {1}

    def test_patience_leaves_a_lease_time_for_one_slow_reaction(self):
        assert LEASE.total_seconds() > outbox.PATIENCE_SECONDS * 2

    @pytest.mark.parametrize("is_guarded", [True, False], ids=["guarded", "control"])
    def test_eight_drainers_deliver_each_fact_once(
        self, app: Flask, reactor: Reactor, monkeypatch: pytest.MonkeyPatch, is_guarded: bool
    ):
        """The control takes the lease away: then the same fact comes to several."""
        if not is_guarded:
            monkeypatch.setattr(outbox, "LEASE", timedelta(minutes=-1))
        with app.app_context():
            record(400)
        begin = threading.Barrier(8)
        held: Counter[int] = Counter()
        together: list[int] = []
        lock = threading.Lock()

        def react(fact: Fact) -> None:
            with lock:
                held[fact.id] += 1
                if held[fact.id] > 1:
                    together.append(fact.id)
            threading.Event().wait(0.0005)
            with lock:
                held[fact.id] -= 1

        def run() -> None:
            begin.wait()
            with app.app_context():
                while drain(limit=20):
                    pass

        reactor.does = react
        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times = Counter(fact.id for fact in reactor.seen)
        assert len(times) == 400
        if is_guarded:
            assert set(times.values()) == {1}
            assert together == []
        else:
            assert max(times.values()) > 1
