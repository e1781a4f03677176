"""The `mazad` commands. Each reads its arguments, makes one call, and says what came of it."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from auction import clock
from auction import config as settings
from auction.accounts.commands import COMMANDS
from auction.errors import Misconfigured, Refusal
from auction.reputation.commands import COMMANDS as CARD_COMMANDS
from auction.rules.money import AmountError
from auction.settlement.reports.commands import COMMANDS as LEDGER_COMMANDS

SECONDS_OF_SILENCE = 2.0
_ENDINGS = (signal.SIGTERM, signal.SIGINT)


class _House(click.Group):
    """Commands that need the app make it themselves, so that `check-config` can speak about a broken one."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Misconfigured as error:
            raise click.ClickException(f"the settings are not complete:\n{error}") from None
        except Refusal as refusal:
            raise click.ClickException(
                f"{refusal.code} {getattr(refusal, 'fields', '') or refusal.facts or ''}"
            ) from None


def _app() -> Any:
    from auction.app import create_app

    return create_app()


@click.group(cls=_House, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Mazad, an auction house."""


@main.command()
@click.option("--host", default=None, help="Address to listen on [HOST, 127.0.0.1].")
@click.option("--port", default=None, type=int, help="Port to listen on [PORT, 8000].")
def serve(host: str | None, port: int | None) -> None:
    """Serve the house from one process. In development the database is brought up to date first."""
    app = _app()
    with app.app_context():
        _prepare_database(app.config["MAZAD"].is_production)
    os.environ["HOST"] = host or os.environ.get("HOST", "127.0.0.1")
    os.environ["PORT"] = str(port or os.environ.get("PORT", "8000"))
    command = [sys.executable, "-m", "gunicorn", "-c", "python:auction.serving", "wsgi:app"]
    os.chdir(settings.ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def _prepare_database(is_production: bool) -> None:
    if not is_production:
        _upgrade_database()
    else:
        _require_tables()


def _upgrade_database() -> None:
    """The newest tables, and what stands in them from before made findable."""
    from auction import db
    from auction.catalogue import queries, service

    db.upgrade()
    if queries.is_unindexed():
        with _progress("Indexing listings") as progress:
            service.reindex(step=progress)


def _require_tables() -> None:
    from auction import db

    if faults := db.table_faults():
        raise click.ClickException("\n".join([*faults, "Run `mazad upgrade` first."]))


@main.command()
def scheduler() -> None:
    """Run the jobs and deliver the facts in a process of their own, until it is asked to end."""
    from auction import live, metrics, outbox
    from auction import scheduler as jobs

    app = _app()
    with app.app_context():
        _require_tables()
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)  # before there are threads: they leave them to `sigwait` below
    metrics.serve(app.config["MAZAD"].metrics_port)
    live.start()
    outbox.start(app)
    running = jobs.start(app)
    click.echo("The scheduler is running.")
    signal.sigwait(_ENDINGS)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)  # who asks twice does not want to wait
    running.shutdown(wait=True)
    outbox.stop()
    click.echo("The scheduler has ended.")


@main.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when the house already has people.")
def demo(*, if_empty: bool) -> None:
    """Fill a lively demo house and tell how to sign in."""
    from auction.demo import filling

    app = _app()
    with app.app_context():
        _prepare_database(app.config["MAZAD"].is_production)
        if filling.is_empty():
            with _progress("Filling the demo house") as progress:
                filling.fill(progress)
        elif not if_empty:
            raise click.ClickException("this house has people already; the demo fills only an empty one")
        for line in filling.sign_ins():
            click.echo(line)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--currency", default="USD", show_default=True)
@click.option("--increments", default=None, help="Name of an increments table; the currency's own by default.")
@click.option("--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report here.")
@click.option("--through-service", is_flag=True, help="Play through the real service and a database of its own.")
def replay(file: Path, currency: str, increments: str | None, out: Path | None, *, through_service: bool) -> None:
    """Play recorded bids through the very rules of the house and compare the prices."""
    from auction import replay as playing
    from auction import replay_service

    play = replay_service.play_through_service if through_service else playing.play_file
    try:
        with _progress("Playing auctions") as progress:
            report = play(file, currency, increments, progress)
    except (playing.UnknownTable, AmountError) as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from None
    for line in playing.text_lines(report):
        click.echo(line)
    if out is not None:
        out.write_text(json.dumps(report.to_plain(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@main.command()
@click.argument("auction_id", type=int)
def verify(auction_id: int) -> None:
    """Recompute an auction's hash chain and replay its book; report the first difference."""
    from auction.bidding import audit

    with _app().app_context():
        finding = audit.verify(auction_id)
    click.echo(finding.text)
    sys.exit(0 if finding.is_sound else 1)


@main.command("check-config")
def check_config() -> None:
    """Say what is set, hiding secrets, or everything that is missing."""
    config = settings.from_environment(os.environ)
    for name, value in settings.shown(config).items():
        click.echo(f"{name:22} {value}")
    click.echo("The settings are complete.")


@main.command()
def reindex() -> None:
    """Build the index of search anew, while the house goes on."""
    from auction.catalogue import service

    app = _app()
    with app.app_context():
        _require_tables()
        with _progress("Indexing listings") as progress:
            done = service.reindex(step=progress)
    click.echo(f"{done} listings can be found.")


@main.command()
def routes() -> None:
    """List every endpoint, its methods, and who may call it."""
    from auction import web

    app = _app()
    with app.app_context():
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            click.echo(f"{methods:11} {rule.rule:58} {web.allowed(rule.endpoint)}")


@main.command()
def upgrade() -> None:
    """Bring the database to the newest tables."""
    app = _app()
    with app.app_context():
        _upgrade_database()
    click.echo("The database has the newest tables.")


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, else a line every few seconds; on the error stream, for what takes longer than a moment."""
    console = Console(stderr=True)
    spoken_at = clock.monotonic()

    def speak(done: int, total: int) -> None:
        nonlocal spoken_at
        bar.update(task, completed=done, total=total)
        if not console.is_terminal and clock.monotonic() - spoken_at > SECONDS_OF_SILENCE:
            spoken_at = clock.monotonic()
            click.echo(f"{label}: {done} of {total}", err=True)

    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield speak


@main.group()
@click.pass_context
def user(context: click.Context) -> None:
    """People and what they may do."""
    context.with_resource(_app().app_context())


for _command in COMMANDS:
    user.add_command(_command)


@main.group()
@click.pass_context
def scorecards(context: click.Context) -> None:
    """What the facts say of sellers and of the house."""
    context.with_resource(_app().app_context())


for _command in CARD_COMMANDS:
    scorecards.add_command(_command)


@main.group()
@click.pass_context
def ledger(context: click.Context) -> None:
    """The house's books of money."""
    context.with_resource(_app().app_context())


for _command in LEDGER_COMMANDS:
    ledger.add_command(_command)
