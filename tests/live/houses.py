"""Houses of one room in processes of their own, and a Redis of their own that can be stopped and started again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from auction.config import ROOT
from tests.services import free_port, missing, redis_answers, wait_until


class SmallHouse:
    """A served house of one room. Houses that share a folder share their secrets, and so are one house."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.road = "direct"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"small-house-{self.port}.log"
        plain = {name: value for name, value in os.environ.items() if not name.startswith("MAZAD_")}
        own = {"PORT": str(self.port), "MAZAD_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1"}
        command = ["-m", "gunicorn", "-c", "python:tests.live.small_house", "tests.live.small_house:make()"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=plain | own | settings,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> SmallHouse:
        wait_until(self._answers, 30, f"the small house ({self.log.read_text()})")
        return self

    def _answers(self) -> bool:
        try:
            return bool(self.state())
        except OSError:
            return False

    def ask(self, method: str, path: str) -> dict[str, Any]:
        request = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def say(self, manner: str, first: int, last: int, size: int = 300) -> None:
        self.ask("POST", f"/{manner}/{first}/{last}?size={size}")

    def state(self) -> dict[str, Any]:
        return self.ask("GET", "/state")

    def begin_to_stop(self) -> None:
        """For many that stop at the same time."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def fault(self) -> str:
        """What stands in the log and should not."""
        text = self.log.read_text()
        return text if "Traceback" in text or "[error" in text else ""


class OwnRedis:
    """A Redis that may fail."""

    def __init__(self) -> None:
        self.program = shutil.which("redis-server")
        if self.program is None:
            missing("redis", "redis-server is not on the PATH")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [str(self.program), *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: redis_answers(self.url), 20, "Redis")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)
