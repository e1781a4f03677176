"""Real services for a test session: PostgreSQL, Redis, Chromium. Started when first wanted, on free loopback
ports; only what was started here is stopped here. Nothing here knows the house."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
import redis

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
START_SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def required() -> set[str]:
    """What must not be missing here, from MAZAD_REQUIRE: any of postgres, redis, browser, data."""
    return {name.strip() for name in os.environ.get("MAZAD_REQUIRE", "").split(",") if name.strip()}


def missing(name: str, reason: str) -> NoReturn:
    """Skip the test for want of a service; fail it where the service was promised."""
    if name in required():
        pytest.fail(f"MAZAD_REQUIRE names {name}, but {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until(is_ready: Callable[[], object], seconds: float, what: str) -> None:
    """Ask again and again until the answer is true. Fails the test when it never is."""
    end = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > end:
            pytest.fail(f"{what} was not ready within {seconds:g} s", pytrace=False)
        time.sleep(0.02)


def memory() -> Path | None:
    """A folder that is no disk, where there is one with room: nothing a test keeps needs to outlive a power cut."""
    place = Path("/dev/shm")
    is_roomy = os.access(place, os.W_OK) and shutil.disk_usage(place).free > MEMORY_BYTES
    return place if is_roomy else None


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs: Debian keeps its own, newest first; else the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    on_path = shutil.which("initdb")
    places += [Path(on_path).resolve().parent] if on_path else []
    return next((place for place in places if (place / "initdb").exists()), None)


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def _plain_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; whom to run it as then. None when we are nobody special."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def _die_with_parent(number: int) -> Callable[[], None]:
    """A session killed outright leaves no server behind."""

    def ask() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, number)

    return ask


@dataclass(kw_only=True)
class Service:
    """A server that waits at a named pipe until somebody wants it, so that any xdist worker can call it to life."""

    name: str
    folder: Path
    port: int
    url: str
    started: subprocess.Popen[bytes] | None = field(default=None, compare=False)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def prepare(self, command: str, user: pwd.struct_passwd | None, stop: signal.Signals) -> None:
        os.mkfifo(self.folder / "wanted")
        if user is not None:
            for path in (self.folder, self.folder / "wanted"):
                os.chown(path, user.pw_uid, user.pw_gid)
        identity: dict[str, Any] = {}
        if user is not None:
            identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._stop = stop
        with self.log.open("wb") as log:
            self.started = subprocess.Popen(
                ["sh", "-c", f"read _ < wanted; {command}"],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(stop),
                **identity,
            )

    def want(self, is_ready: Callable[[str], bool]) -> str:
        """Have the server run, wait until it answers, and give its address."""

        def asked() -> bool:
            with contextlib.suppress(OSError):  # nobody reads the pipe any more: it is starting
                pipe = os.open(self.folder / "wanted", os.O_WRONLY | os.O_NONBLOCK)
                os.write(pipe, b"\n")
                os.close(pipe)
            return is_ready(self.url)

        try:
            wait_until(asked, START_SECONDS, self.name)
        except pytest.fail.Exception:
            raise pytest.fail.Exception(
                f"{self.name} did not start:\n{self.log.read_text(errors='replace')[-2000:]}", pytrace=False
            ) from None
        return self.url

    def stop(self) -> None:
        if self.started is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.started.pid, self._stop)
            try:
                self.started.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.started.pid, signal.SIGKILL)
                self.started.wait()
            shutil.rmtree(self.folder, ignore_errors=True)

    def to_plain(self) -> dict[str, Any]:
        return {"name": self.name, "folder": str(self.folder), "port": self.port, "url": self.url}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Service:
        return cls(name=plain["name"], folder=Path(plain["folder"]), port=plain["port"], url=plain["url"])


def postgres() -> Service | None:
    """A throw-away cluster, nothing forced to disk; None when not installed. The address ends in `/`, for a name."""
    programs = find_postgres()
    if programs is None:
        return None
    folder, port = Path(tempfile.mkdtemp(prefix="mazad-postgres-", dir=memory())), free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 300,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "max_wal_size": "2GB",
        "shared_buffers": "128MB",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    make = f"{shlex.quote(str(programs / 'initdb'))} -D cluster -U mazad -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
    options = " ".join(f"-c {name}={shlex.quote(str(value))}" for name, value in settings.items())
    service = Service(name="PostgreSQL", folder=folder, port=port, url=f"postgresql+psycopg://mazad@127.0.0.1:{port}/")
    run = f"exec {shlex.quote(str(programs / 'postgres'))} -D cluster {options}"
    service.prepare(f"{make} && {run}", _plain_user(), signal.SIGINT)
    return service


def postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(plain_postgres(url) + "postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def plain_postgres(url: str) -> str:
    """SQLAlchemy's address as PostgreSQL's own programs spell it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def redis_server() -> Service | None:
    """An empty Redis that keeps nothing. One for each worker: Socket.IO's channel crosses numbered databases."""
    program = shutil.which("redis-server")
    if program is None:
        return None
    folder, port = Path(tempfile.mkdtemp(prefix="mazad-redis-")), free_port()
    service = Service(name="Redis", folder=folder, port=port, url=f"redis://127.0.0.1:{port}/0")
    options = f"--port {port} --bind 127.0.0.1 --save '' --appendonly no --dir ."
    service.prepare(f"exec {shlex.quote(program)} {options}", None, signal.SIGTERM)
    return service


def redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
