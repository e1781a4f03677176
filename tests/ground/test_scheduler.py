"""`mazad scheduler` in a process of its own: it shows its numbers, needs its tables, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from auction.config import ROOT, Config
from tests.databases import environment_of
from tests.services import free_port, wait_until

pytestmark = pytest.mark.sqlite_only


def begin(config: Config) -> subprocess.Popen[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAZAD_")}
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("mazad")), "scheduler"],
        cwd=ROOT,
        env=plain | environment_of(config) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.usefixtures("app")
def test_the_scheduler_shows_its_numbers_and_ends_cleanly(config: Config):
    port = free_port()
    process = begin(replace(config, metrics_port=port))
    page = ""

    def answers() -> bool:
        nonlocal page
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
                page = answer.read().decode()
        except urllib.error.URLError:
            return False
        return True

    try:
        wait_until(answers, 30, "the numbers of the scheduler")
        assert "mazad_closing_lateness_seconds" in page
        assert "mazad_auctions_overdue NaN" in page
    finally:
        process.send_signal(signal.SIGTERM)
        said, _nothing = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert said.splitlines()[-1] == "The scheduler has ended."
    assert "Traceback" not in said


def test_the_scheduler_refuses_a_database_without_its_tables(config: Config, tmp_path: Path):
    process = begin(replace(config, database_url=f"sqlite:///{tmp_path / 'empty.db'}"))
    said, _nothing = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Run `mazad upgrade` first." in said
