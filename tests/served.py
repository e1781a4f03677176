"""The house really served: a process of its own on a free port, as an operator starts it. Decides nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from auction.config import ROOT, Config
from tests.databases import environment_of
from tests.services import free_port, wait_until
from tests.warm import Forked, Warm

START_SECONDS = 90


@dataclass
class Server:
    """One web process."""

    url: str
    process: subprocess.Popen[bytes] | Forked
    log: Path

    def answers(self, path: str = "/healthz") -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"the server ended with {self.process.returncode}:\n{self.tail()}", pytrace=False)
        try:
            with urllib.request.urlopen(self.url + path, timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def tail(self, characters: int = 4000) -> str:
        return self.log.read_text(errors="replace")[-characters:]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end, and wait; a server that does not listen within ten seconds is killed."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def serve(config: Config, log: Path, warm: Warm | None = None) -> Server:
    """Start a web process and wait until it answers. Its public address is where it listens.

    Without `warm` it is started as an operator does, by `mazad serve`; with it the house is a fork of what is loaded.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = environment_of(config) | {"HOST": "127.0.0.1", "PORT": str(port), "MAZAD_PUBLIC_URL": url}
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAZAD_")}
    environment = plain | settings | {"PYTHONUNBUFFERED": "1"}
    log.touch()
    server = Server(url, warm.open(environment, log) if warm else _start(environment, log), log)
    try:
        wait_until(server.answers, START_SECONDS, "the served house")
    except BaseException:
        server.stop(signal.SIGKILL)
        sys.stderr.write(server.tail())
        raise
    return server


def _start(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(
            [str(Path(sys.executable).with_name("mazad")), "serve"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
