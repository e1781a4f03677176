"""Fixtures for the whole house: clean databases, clients, mail, time, servers. No law and no story lives here."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from auction import clock, mail
from auction.config import Config
from auction.db import db
from tests import databases, drawing, services
from tests.databases import KINDS, House, PostgresDatabase, SqliteFile
from tests.served import Server, serve
from tests.warm import Warm

MOMENT = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
pytest_plugins = ["tests.browsers"]

# Property tests: enough examples to matter, quick enough to run always, never judged by the clock, and the same each
# time on the build server.
settings.register_profile(
    "house",
    max_examples=120,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("house")
_shared = pytest.StashKey[Path]()
_is_drawn = pytest.StashKey[bool]()
_postgres = pytest.StashKey["services.Service | None"]()


# --- the session ------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="play every variant of every test, not one drawn by its name")


def pytest_configure(config: pytest.Config) -> None:
    """The first process lays out what the session shares; xdist's workers are told where it is."""
    for name in [name for name in os.environ if name.startswith("MAZAD_") and name != "MAZAD_REQUIRE"]:
        del os.environ[name]  # the operator's own house is not ours to test with
    given = getattr(config, "workerinput", None)
    if given is None:
        config.stash[_shared] = Path(tempfile.mkdtemp(prefix="mazad-tests-", dir=services.memory()))
        config.stash[_postgres] = services.postgres()
        is_all = config.args_source == pytest.Config.ArgsSource.TESTPATHS
        config.stash[_is_drawn] = is_all and not config.getoption("--whole")
    else:
        plain = given["mazad_postgres"]
        config.stash[_shared] = Path(given["mazad_shared"])
        config.stash[_is_drawn] = given["mazad_is_drawn"]
        config.stash[_postgres] = services.Service.from_plain(plain) if plain else None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    server = node.config.stash[_postgres]
    node.workerinput["mazad_shared"] = str(node.config.stash[_shared])
    node.workerinput["mazad_is_drawn"] = node.config.stash[_is_drawn]
    node.workerinput["mazad_postgres"] = server.to_plain() if server else None


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _shared in config.stash:
        server = config.stash[_postgres]
        if server is not None:
            server.stop()
        shutil.rmtree(config.stash[_shared], ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that touches a database runs on both kinds, unless it is marked for one."""
    if "database_kind" not in metafunc.fixturenames:
        return
    only = {mark.name for mark in metafunc.definition.iter_markers()} & {"sqlite_only", "postgres_only"}
    kinds = [kind for kind in KINDS if not only or f"{kind}_only" in only]
    marks = {"postgres": [pytest.mark.postgres], "sqlite": []}
    metafunc.parametrize("database_kind", [pytest.param(kind, marks=marks[kind]) for kind in kinds])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.stash[_is_drawn]:
        played, left = drawing.draw(items, KINDS if config.stash[_postgres] is not None else ["sqlite"])
        config.hook.pytest_deselected(items=left)
        items[:] = played


def pytest_report_header(config: pytest.Config) -> str | None:
    if config.stash[_is_drawn]:
        return "one variant of each test is played, drawn by its name; --whole plays all"
    return None


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    given = getattr(request.config, "workerinput", None)
    return given["workerid"] if given else "main"


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> str:
    """The address of this session's PostgreSQL, ending in `/`."""
    server = request.config.stash[_postgres]
    if server is None:
        services.missing("postgres", "initdb is neither under /usr/lib/postgresql nor on the PATH")
    return server.want(services.postgres_answers)


@pytest.fixture(scope="session")
def _redis() -> Iterator[str]:
    server = services.redis_server()
    if server is None:
        services.missing("redis", "redis-server is not on the PATH")
    yield server.want(services.redis_answers)
    server.stop()


@pytest.fixture
def redis_url(_redis: str) -> str:
    """A real Redis of this worker's own, empty."""
    with services.redis.Redis.from_url(_redis) as client:
        client.flushall()
    return _redis


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository."""
    if not services.DATA.is_dir():
        services.missing("data", f"there is no {services.DATA.name} folder beside the repository")
    return services.DATA


@pytest.fixture(scope="session")
def find_house(request: pytest.FixtureRequest, worker_id: str) -> Iterator[Callable[[str], House]]:
    """The app of this worker on a kind of database, made when first asked for."""
    shared = request.config.stash[_shared]
    made: dict[str, House] = {}

    def find(kind: str) -> House:
        if kind not in made:
            (shared / worker_id).mkdir(exist_ok=True)
            place: SqliteFile | PostgresDatabase
            if kind == "sqlite":
                place = SqliteFile(shared, worker_id)
            else:
                place = PostgresDatabase(shared, worker_id, request.getfixturevalue("postgres_server"))
            made[kind] = databases.make_house(place, shared / worker_id / f"instance-{kind}")
        return made[kind]

    yield find
    for house in made.values():
        house.close()


# --- the house --------------------------------------------------------------------------------------------------


@pytest.fixture
def app(database_kind: str, find_house: Callable[[str], House]) -> Flask:
    """The app on a clean database. No context is pushed: Flask-Login would remember its person across calls."""
    return find_house(database_kind).clean()


@pytest.fixture
def config(app: Flask) -> Config:
    settings: Config = app.config["MAZAD"]
    return settings


@pytest.fixture
def database_url(config: Config) -> str:
    """The address of this test's clean database, of either kind."""
    return config.database_url


@pytest.fixture
def postgres_url(find_house: Callable[[str], House]) -> str:
    """The address of a clean PostgreSQL database, for a test that has no SQLite side."""
    settings: Config = find_house("postgres").clean().config["MAZAD"]
    return settings.database_url


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    """The app with its context pushed, for tests of verbs and queries. Never together with a client."""
    with app.app_context():
        yield app


@pytest.fixture
def inside(app: Flask) -> Callable[..., Any]:
    """Call a verb or a query in a context of its own: `inside(service.place_bid, auction_id=7)`."""

    def call(what: Callable[..., Any], *given: Any, **named: Any) -> Any:
        with app.app_context():
            return what(*given, **named)

    return call


@pytest.fixture
def new_app(app: Flask) -> Iterator[Callable[..., Flask]]:
    """Make another app on the same clean database with other settings: `new_app(rate_limits=True)`."""
    bound = databases.bound_now()
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(databases.make_app(replace(app.config["MAZAD"], **changes)))
        return made[-1]

    yield make
    for other in made:
        databases.dispose(other)
    databases.put_back(bound)


@pytest.fixture
def new_client(app: Flask, request: pytest.FixtureRequest) -> Callable[[], FlaskClient]:
    """Another browser without a past."""
    if "house" in request.fixturenames:
        pytest.fail("`house` holds a context round the client's calls; use `app` and `inside`", pytrace=False)
    return app.test_client


@pytest.fixture
def client(new_client: Callable[[], FlaskClient]) -> FlaskClient:
    return new_client()


class Hand:
    """A client that sends the form's token with every change, as a page does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    @property
    def token(self) -> str:
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.client.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def open(self, *given: Any, **named: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.token} | dict(named.pop("headers", {}))
        return self.client.open(*given, headers=headers, **named)

    def get(self, *given: Any, **named: Any) -> TestResponse:
        return self.client.get(*given, **named)

    def post(self, *given: Any, **named: Any) -> TestResponse:
        return self.open(*given, method="POST", **named)

    def put(self, *given: Any, **named: Any) -> TestResponse:
        return self.open(*given, method="PUT", **named)

    def patch(self, *given: Any, **named: Any) -> TestResponse:
        return self.open(*given, method="PATCH", **named)

    def delete(self, *given: Any, **named: Any) -> TestResponse:
        return self.open(*given, method="DELETE", **named)


@pytest.fixture
def csrf() -> Callable[[FlaskClient], Hand]:
    """`csrf(client).post("/x", data=...)` or `json=...`: posts with a fresh token."""
    return Hand


@pytest.fixture
def mail_box(app: Flask) -> Callable[..., list[mail.Kept]]:
    """`mail_box()` or `mail_box(to="a@b.example")`: what the house has sent, oldest first."""

    def read(to: str | None = None) -> list[mail.Kept]:
        messages = mail.kept(app.config["MAZAD"].instance / "mail")[::-1]
        return [message for message in messages if to is None or to in message.to]

    return read


# --- time -------------------------------------------------------------------------------------------------------


@pytest.fixture
def moment() -> Iterator[datetime]:
    """The clock stands still at this instant; `travel` moves it."""
    with clock.at(MOMENT):
        yield MOMENT


@pytest.fixture
def travel(moment: datetime) -> Iterator[Callable[..., datetime]]:
    """`travel(minutes=5)` goes on from where the clock stands, `travel(to=instant)` goes there. Gives the new time."""
    with ExitStack() as stack:

        def go(*, to: datetime | None = None, **span: float) -> datetime:
            stack.enter_context(clock.at(to or clock.now() + timedelta(**span)))
            return clock.now()

        yield go


@pytest.fixture(autouse=True)
def _clock_runs_again() -> Iterator[None]:
    yield
    assert clock.given() is None, "a test has left the clock standing"


# --- the house, served ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _warm() -> Iterator[Warm]:
    warm = Warm()
    yield warm
    warm.close()


@pytest.fixture
def new_server(app: Flask, tmp_path: Path, _warm: Warm) -> Iterator[Callable[..., Server]]:
    """Serve the house for real on this test's database: `new_server(redis_url=redis_url)`; several at once are well.
    `is_cold=True` starts it as an operator does, by `mazad serve`, which takes some seconds more."""
    started: list[Server] = []

    def start(*, is_cold: bool = False, **changes: Any) -> Server:
        settings = replace(app.config["MAZAD"], **({"socket_mode": "auto"} | changes))
        started.append(serve(settings, tmp_path / f"server-{len(started)}.log", None if is_cold else _warm))
        return started[-1]

    yield start
    for server in started:
        server.stop()
        print(f"--- log of {server.url}\n{server.tail()}")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def live_server(new_server: Callable[..., Server]) -> Server:
    """One served house with its scheduler running, on this test's database."""
    return new_server(scheduler=True)
