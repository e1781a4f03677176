"""One table of jobs and periods. The scheduler only wakes us: what is due is in the database, and rows are claimed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from auction import clock, outbox
from auction.bidding import jobs as bidding
from auction.demo import jobs as demo

KEEP_FACTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every_seconds: float
    run: Callable[[], object]
    only_in_demo: bool = False


JOBS = (
    Job("close due auctions", 0.5, bidding.close_due),
    Job("count waiting facts", 15, outbox.count_waiting),
    Job("forget delivered facts", 3600, lambda: outbox.forget_done(clock.now() - KEEP_FACTS)),
    Job("demo bidders bid", 2.5, demo.bid_a_little, only_in_demo=True),
    Job("demo sellers list", 60, demo.list_a_little, only_in_demo=True),
)


def start(app: Flask) -> BackgroundScheduler:
    """Run every job in this process at its period. A job still running is not started again; a missed one runs once."""
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(len(JOBS))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    for job in JOBS:
        if not job.only_in_demo or app.config["MAZAD"].demo:
            scheduler.add_job(_inside(app, job), "interval", seconds=job.every_seconds, id=job.name, name=job.name)
    scheduler.start()
    return scheduler


def _inside(app: Flask, job: Job) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            job.run()

    return run
