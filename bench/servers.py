"""The servers a measurement stands on: PostgreSQL with durable defaults, Redis, the house itself. On free loopback
ports, in folders of their own; each ends with the block that wanted it, and with the process that started it."""

from __future__ import annotations

import ctypes
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import redis

from auction.config import ROOT

START_SECONDS = 40
MOST_FILES = 8192
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Missing(Exception):
    """A program this question needs is not installed."""


def program(name: str) -> str:
    """Where a program is: on the PATH, or where Debian keeps PostgreSQL's, newest first. Raises Missing."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    found = shutil.which(name, path=os.pathsep.join([*map(str, places), os.environ.get("PATH", "")]))
    if found is None:
        raise Missing(f"{name} is not installed")
    return found


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def allow_many_files() -> None:
    """A thousand watchers need as many sockets, here and in what is started from here."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(MOST_FILES, hard), hard))


@contextmanager
def folder(owner: pwd.struct_passwd | None = None) -> Iterator[Path]:
    """A folder that goes with the block."""
    made = Path(tempfile.mkdtemp(prefix="mazad-bench-"))
    if owner is not None:
        os.chown(made, owner.pw_uid, owner.pw_gid)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def running(
    command: Sequence[str],
    place: Path,
    answers: Callable[[], bool],
    *,
    user: pwd.struct_passwd | None = None,
    environ: Mapping[str, str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends. Raises RuntimeError with its last words when it does not come up."""
    log = place / f"{Path(command[0]).name}-{free_port()}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT if user is None else place,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: _libc.prctl(_PR_SET_PDEATHSIG, stop),  # noqa: PLW1509 - one system call, no lock
            **_identity(user),
        )
    try:
        end = time.monotonic() + START_SECONDS
        while not answers():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, stop)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _plain_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; whom to run it as then. None when we are nobody special."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


@contextmanager
def postgres() -> Iterator[str]:
    """A cluster with PostgreSQL's own defaults: what is committed is on the disk. Its address, ending in `/`."""
    initdb, server, user, port = program("initdb"), program("postgres"), _plain_user(), free_port()
    with folder(user) as place:
        subprocess.run(
            [initdb, "-D", "cluster", "-U", "mazad", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            cwd=place,
            check=True,
            stdout=subprocess.DEVNULL,
            **_identity(user),
        )
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": place, "timezone": "UTC"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        url = f"postgresql://mazad@127.0.0.1:{port}/"
        with running([server, "-D", "cluster", *options], place, lambda: _answers(url), user=user, stop=signal.SIGINT):
            yield url


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url + "postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(server: str, name: str) -> str:
    """Make an empty database and give its address."""
    with psycopg.connect(server + "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return server + name


@contextmanager
def redis_server() -> Iterator[str]:
    """An empty Redis that keeps nothing."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"

    def answers() -> bool:
        try:
            return bool(redis.Redis.from_url(url, socket_timeout=2).ping())
        except redis.RedisError:
            return False

    with folder() as place:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(place)]
        with running([program("redis-server"), *options], place, answers):
            yield url


@contextmanager
def houses(settings: dict[str, str], count: int) -> Iterator[list[str]]:
    """So many `mazad serve` processes with these settings, as an operator starts them. Their addresses."""
    serve = str(Path(sys.executable).with_name("mazad"))
    with folder() as place, ExitStack() as open_houses:
        urls = []
        for _number in range(count):
            url, port = _address()
            given = settings | {"HOST": "127.0.0.1", "PORT": str(port), "MAZAD_PUBLIC_URL": url}
            open_houses.enter_context(
                running([serve, "serve"], place, partial(says_well, url), environ=_plain_environ() | given)
            )
            urls.append(url)
        yield urls


@contextmanager
def gunicorn(application: str) -> Iterator[str]:
    """An application under the very server that serves the house: one gevent worker."""
    url, port = _address()
    options = ["-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}", "--worker-connections", "10000"]
    command = [sys.executable, "-m", "gunicorn", *options, "--keep-alive", "75", "--log-level", "warning", application]
    with folder() as place, running(command, place, lambda: says_well(url), environ=_plain_environ()):
        yield url


def _address() -> tuple[str, int]:
    port = free_port()
    return f"http://127.0.0.1:{port}", port


def _plain_environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MAZAD_")}


def says_well(url: str) -> bool:
    try:
        with urllib.request.urlopen(url + "/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
