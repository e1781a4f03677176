"""Houses that open at once: one process has loaded what gunicorn and the house need, and each house is a fork of it.

The process itself is `warmed.py`.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from auction.config import ROOT


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
            raise subprocess.TimeoutExpired("a fork", timeout or 0)
        return self.poll() or 0


class Warm:
    """The process that forks; started when the first house is asked for."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def open(self, environment: Mapping[str, str], log: Path) -> Forked:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.warmed"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
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
