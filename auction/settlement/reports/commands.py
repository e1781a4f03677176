"""What an operator does with the ledger at the terminal: `mazad ledger ...`."""

from __future__ import annotations

import sys

import click

from auction.settlement.reports import audit


@click.command()
def check() -> None:
    """Recompute every balance from the moves and hold it against the orders; says each fault."""
    found = audit.look()
    click.echo(f"{found.accounts} accounts, {found.moves} moves.")
    for fault in found.faults:
        click.echo(fault)
    click.echo("The ledger is not sound." if found.faults else "The ledger is sound.")
    sys.exit(1 if found.faults else 0)


COMMANDS = (check,)
