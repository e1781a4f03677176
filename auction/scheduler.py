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
from auction.bidding.sales import jobs as sales
from auction.catalogue.importing import jobs as importing
from auction.notices import service as notices
from auction.reputation import jobs as reputation
from auction.settlement.delivery import jobs as delivery
from auction.settlement.invoices import jobs as invoices
from auction.settlement.payments import jobs as payments
from auction.settlement.payouts import jobs as payouts
from auction.settlement.reports import jobs as reports
from auction.settlement.unpaid import jobs as unpaid

KEEP_FACTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every_seconds: float
    run: Callable[[], object]


JOBS = (
    Job("close due auctions", 0.5, bidding.close_due),
    Job("open lots of announced sales", 1, sales.open_lots),
    Job("put off lots of chained sales", 1, sales.keep_chains),
    Job("keep lots together that end together", 0.5, sales.keep_together),
    Job("remind watchers", 15, bidding.remind_watchers),
    Job("alert saved searches", 60, bidding.alert_searches),
    Job("go on with imports", 1, importing.go_on),
    Job("forget old imports", 3600, importing.forget_old),
    Job("look after payments", 10, payments.look_after_payments),
    Job("look after refunds", 15, payments.look_after_refunds),
    Job("complete quiet orders", 60, payments.complete_quiet_orders),
    Job("look after feedback", 60, reputation.look_after_feedback),
    Job("keep scorecards", 900, reputation.keep_scorecards),
    Job("remind of unpaid orders", 60, unpaid.remind_unpaid),
    Job("end second chance offers", 60, unpaid.lapse_offers),
    Job("count old parcels as delivered", 600, delivery.count_old_parcels),
    Job("forget old addresses", 3600, delivery.forget_addresses),
    Job("pay sellers", 60, payouts.pay_sellers),
    Job("invoice what sellers were charged", 3600, invoices.invoice_charges),
    Job("check the ledger", 600, reports.check_daily),
    Job("count waiting facts", 15, outbox.count_waiting),
    Job("forget delivered facts", 3600, lambda: outbox.forget_done(clock.now() - KEEP_FACTS)),
    Job("forget old notices", 6 * 3600, notices.forget_old),
)


def start(app: Flask) -> BackgroundScheduler:
    """Run every job in this process at its period. A job still running is not started again; a missed one runs once."""
    jobs = JOBS + (_demo_jobs() if app.config["MAZAD"].demo else ())
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(len(jobs))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    for job in jobs:
        scheduler.add_job(_inside(app, job), "interval", seconds=job.every_seconds, id=job.name, name=job.name)
    scheduler.start()
    return scheduler


def _demo_jobs() -> tuple[Job, ...]:
    from auction.demo import jobs as demo  # only here: a house without a demo need not know its goods

    return (
        Job("demo bidders bid", 2.5, demo.bid_a_little),
        Job("demo sellers list", 60, demo.list_a_little),
    )


def _inside(app: Flask, job: Job) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            job.run()

    return run
