"""Houses that open at once: one process has loaded what gunicorn and the house need, and each house is a fork of it.

What runs in a fork is gunicorn with the house's own settings, as behind `mazad serve`; only the loading is shared.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from auction.config import ROOT
from tests import services

COMMAND = ["gunicorn", "-c", "python:auction.serving", "wsgi:app"]


class Forked:
    """A fork, with as much of `subprocess.Popen` as a served house needs. Its return code is not known to us."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        try:
            self._end: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self._end = None

    def poll(self) -> int | None:
        if self._end is not None and select.select([self._end], [], [], 0)[0]:
            os.close(self._end)
            self._end = None
        if self._end is None:
            self.returncode = -1
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self._end is not None and not select.select([self._end], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(COMMAND, timeout or 0)
        return self.poll() or 0


class Warm:
    """The process that forks; started when the first house is asked for."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def open(self, environment: Mapping[str, str], log: Path) -> Forked:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps({"environment": dict(environment), "log": str(log)}) + "\n")
        asked.flush()
        return Forked(int(told.readline()))

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate(timeout=10)  # closes its input: it ends, and its houses with it


def _load() -> None:
    """All that costs time to import, and nothing that reads settings when it is imported."""
    from gevent import monkey

    monkey.patch_all()
    import gunicorn.workers.ggevent
    from gunicorn.app import wsgiapp

    from auction import app, live, outbox, scheduler

    assert all((gunicorn.workers.ggevent, wsgiapp, app, live, outbox, scheduler))


def _become(environment: dict[str, str], log: str) -> None:
    """From here on this fork is a served house and nothing else."""
    from gunicorn.app import wsgiapp

    os.setsid()
    services.die_with_parent(signal.SIGTERM)()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere, out = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for opened, place in ((nowhere, 0), (out, 1), (out, 2)):
        os.dup2(opened, place)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = COMMAND
    wsgiapp.run()


def main() -> None:
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is nobody's to wait for
    asked = os.fdopen(os.dup(0), "rb", buffering=0)
    while line := asked.readline():
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            asked.close()
            try:
                _become(**wanted)
            finally:
                os._exit(1)
        os.write(1, f"{pid}\n".encode())


if __name__ == "__main__":
    main()
