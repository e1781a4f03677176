"""The table of answers, on the terminal and kept under bench/results. Names no machine and no place."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.table import Table

from auction import clock
from bench import servers
from bench.questions import Answer, Row

RESULTS = Path(__file__).with_name("results")
PACKAGES = ("flask", "gunicorn", "gevent", "sqlalchemy", "psycopg", "flask-socketio", "orjson")


def table(answers: Mapping[str, Answer]) -> Table:
    shown = Table("", "", "aim", "", title="How fast the house is")
    shown.columns[1].justify = "right"
    for answer in answers.values():
        for row in answer.rows:
            shown.add_row(row.what, _said(row), row.aim, row.note, style="bold" if row.unit == "×" else "")
        shown.add_section()
    return shown


def keep(answers: Mapping[str, Answer]) -> None:
    """Write <date>.json and latest.md. Questions that were not asked this time keep no place in either."""
    RESULTS.mkdir(exist_ok=True)
    day = clock.now().date().isoformat()
    kept = {
        "date": day,
        "machine": _machine(),
        "versions": dict(_versions()),
        "questions": {
            name: {"rows": [{field: getattr(row, field) for field in Row.__slots__} for row in answer.rows],
                   "details": answer.details}
            for name, answer in answers.items()
        },
    }  # fmt: skip
    (RESULTS / f"{day}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "latest.md").write_text("\n".join(_page(kept, answers)) + "\n", encoding="utf-8")


def _page(kept: Mapping[str, Any], answers: Mapping[str, Answer]) -> Iterator[str]:
    rows = [row for answer in answers.values() for row in answer.rows]
    yield f"# How fast the house is, {kept['date']}"
    yield ""
    yield "By `make bench`. The machine is shared: trust the ratios, each of which was measured within one run."
    yield ""
    yield from _lines([row for row in rows if row.unit == "×"])
    yield ""
    yield "## In numbers"
    yield from _lines([row for row in rows if row.unit != "×"])
    yield ""
    yield f"Machine: {kept['machine']}. Everything, the load too, ran on it."
    yield ""
    yield "Versions: " + ", ".join(f"{name} {number}" for name, number in kept["versions"].items()) + "."


def _lines(rows: list[Row]) -> Iterator[str]:
    yield "| | | aim | |"
    yield "|---|---:|---|---|"
    for row in rows:
        yield f"| {row.what} | {_said(row)} | {row.aim} | {row.note} |"


def _said(row: Row) -> str:
    digits = 0 if row.value >= 100 or row.value == int(row.value) else 1 if row.value >= 10 else 2
    return f"{row.value:,.{digits}f} {row.unit}".strip()


def _machine() -> str:
    model = "processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} cores of {model}, {platform.system()} on {platform.machine()}"


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    for name in ("postgres", "redis-server"):
        try:
            said = subprocess.run([servers.program(name), "--version"], capture_output=True, text=True, check=True)
        except servers.Missing:
            continue
        number = next(
            (word.removeprefix("v=") for word in said.stdout.split() if word[-1].isdigit() and "." in word), ""
        )
        yield {"postgres": "PostgreSQL", "redis-server": "Redis"}[name], number
    for name in PACKAGES:
        yield name, version(name)
    yield "load by", "wrk" if shutil.which("wrk") else "Python"
