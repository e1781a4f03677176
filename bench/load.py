"""Requests over kept connections: by wrk where it is installed, else by processes of Python, which are slower."""

from __future__ import annotations

import http.client
import json
import random
import secrets
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.questions import quantile

HERE = Path(__file__).parent
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Bids:
    """What the senders of bids must know. Amounts rise with the clock from `began`: a cent in ten microseconds."""

    tokens: Path
    first_auction: int
    auctions: int
    began_microseconds: int


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it. `good` and `refused` are answers a second; latencies in milliseconds, of all answers."""

    good: float
    refused: float
    broken: int
    p50: float
    p99: float


def tool() -> str:
    return "wrk" if shutil.which("wrk") else "Python (wrk is not installed)"


def send(urls: Sequence[str], seconds: int, *, path: str = "/healthz", bids: Bids | None = None) -> Load:
    """Ask all servers at once, 32 connections in all: for a path, or with bids."""
    if shutil.which("wrk"):
        senders = [_wrk(url, len(urls), seconds, path, bids) for url in urls]
        return _merged([_end(sender, seconds) for sender in senders])
    with ProcessPoolExecutor(len(urls)) as processes:
        share = CONNECTIONS // len(urls)
        return _merged(
            list(processes.map(_python, urls, *zip(*[(share, seconds, path, bids)] * len(urls), strict=True)))
        )


def _wrk(url: str, of: int, seconds: int, path: str, bids: Bids | None) -> subprocess.Popen[str]:
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS // of), "-d", str(seconds), "-s"]
    if bids is None:
        command += [str(HERE / "tell.lua"), url + path]
    else:
        given = [bids.tokens, bids.first_auction, bids.auctions, bids.began_microseconds]
        command += [str(HERE / "spread.lua"), url, "--", "wrk", *map(str, given)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What one sender found; latencies sorted, in microseconds, each standing for an equal share of the answers."""

    answers: int
    microseconds: int
    refused: int
    broken: int
    latencies: list[float]


def _end(sender: subprocess.Popen[str], seconds: int) -> _Sent:
    said, _nothing = sender.communicate(timeout=seconds + 30)
    line = next((line for line in said.splitlines() if line.startswith("{")), None)
    if line is None:
        raise RuntimeError(f"wrk said nothing of use:\n{said}")
    return _Sent(**json.loads(line))


def _merged(sent: list[_Sent]) -> Load:
    every = sorted((latency, one.answers / len(one.latencies)) for one in sent for latency in one.latencies)
    total = sum(weight for _latency, weight in every)
    points, share = [], 0.0
    for latency, weight in every:
        share += weight
        points.append((share / total, latency))
    rates = [(one.answers - one.refused, one.refused, one.microseconds / 1e6) for one in sent]
    return Load(
        good=sum(good / seconds for good, _refused, seconds in rates),
        refused=sum(refused / seconds for _good, refused, seconds in rates),
        broken=sum(one.broken for one in sent),
        p50=next(latency for at, latency in points if at >= 0.50) / 1000,
        p99=next(latency for at, latency in points if at >= 0.99) / 1000,
    )


def _python(url: str, connections: int, seconds: int, path: str, bids: Bids | None) -> _Sent:
    """One process of Python that sends over so many connections, each in a thread of its own."""
    tokens = [] if bids is None else bids.tokens.read_text().split()

    def ask(_number: int) -> tuple[list[float], int]:
        line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        latencies, refused, end = [], 0, time.monotonic() + seconds
        while time.monotonic() < end:
            started = time.monotonic()
            if bids is None:
                line.request("GET", path)
            else:
                _send_bid(line, bids, random.choice(tokens))
            answer = line.getresponse()
            answer.read()
            refused += answer.status >= 400
            latencies.append(1e6 * (time.monotonic() - started))
        return latencies, refused

    with ThreadPoolExecutor(connections) as threads:
        found = list(threads.map(ask, range(connections)))
    latencies = sorted(latency for some, _refused in found for latency in some)
    steps = [quantile(latencies, step / 1000) for step in range(1000)]
    return _Sent(len(latencies), 1_000_000 * seconds, sum(refused for _some, refused in found), 0, steps)


def _send_bid(line: http.client.HTTPConnection, bids: Bids, token: str) -> None:
    minor = (time.time_ns() // 1000 - bids.began_microseconds) // 10
    auction_id = bids.first_auction + random.randrange(bids.auctions)
    body = {"amount": f"{minor // 100}.{minor % 100:02}", "key": secrets.token_hex(8), "confirmed": True}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    line.request("POST", f"/api/v1/auctions/{auction_id}/bids", json.dumps(body), headers)
