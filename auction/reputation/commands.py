"""What an operator does with scorecards at the terminal: `mazad scorecards ...`."""

from __future__ import annotations

import click

from auction.reputation import queries, service


@click.command()
@click.option("--newest", default=None, type=click.IntRange(1), help="Only so many of the newest cards [all].")
def check(newest: int | None) -> None:
    """Reckon every card that was kept again from the rows, and name what differs."""
    looked_at, faults = queries.faults_of_cards(newest)
    for fault in faults:
        click.echo(
            f"{fault.subject} as of {fault.as_of:%Y-%m-%d}: {fault.figure} kept {fault.kept}, rows say {fault.reckoned}"
        )
    if faults:
        raise click.ClickException(f"{len(faults)} figures differ in {looked_at} cards")
    click.echo(f"{looked_at} cards say what their rows say.")


@click.command()
def keep() -> None:
    """Keep the cards that are due now; the scheduler does it by itself."""
    kept = service.keep_cards()
    click.echo(f"{kept.sellers} cards of sellers and {kept.house} of the house were kept.")


COMMANDS = (check, keep)
