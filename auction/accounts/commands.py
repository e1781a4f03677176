"""What an operator does with people at the terminal: `mazad user ...`."""

from __future__ import annotations

from datetime import timedelta

import click

from auction import clock
from auction.accounts import queries, service
from auction.accounts.models import OPERATOR, ROLES, SANCTIONS
from auction.errors import Invalid, Refusal


def _person(email: str) -> queries.PersonView:
    found = queries.find_by_email(email)
    if found is None:
        raise click.ClickException(f"nobody has the address {email}")
    return found


def _explained(refusal: Refusal) -> click.ClickException:
    faults = refusal.fields if isinstance(refusal, Invalid) else {}
    return click.ClickException(
        "; ".join(f"{name}: {', '.join(codes)}" for name, codes in faults.items()) or refusal.code
    )


@click.command()
@click.argument("email")
@click.argument("handle")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="May be given several times.")
@click.option("--operator", is_flag=True, help="The same as --role operator.")
@click.password_option(help="At least ten characters; asked for when not given.")
def create(email: str, handle: str, roles: tuple[str, ...], operator: bool, password: str) -> None:
    """Make an account whose address needs no confirmation."""
    granted = (*roles, OPERATOR) if operator else roles
    new = service.NewPerson(email=email, handle=handle, password=password, roles=granted, is_confirmed=True)
    try:
        made = service.create_person(new=new)
    except Refusal as refusal:
        raise _explained(refusal) from None
    click.echo(f"{made.handle} ({made.email}) is person {made.id}.")


@click.command()
@click.argument("email")
def show(email: str) -> None:
    """Say what is known of an account."""
    person = _person(email)
    click.echo(f"{person.handle} ({person.email}), person {person.id}, {person.language}")
    click.echo(f"  roles      {', '.join(sorted(queries.roles_of(person.id)))}")
    click.echo(f"  confirmed  {person.confirmed_at or 'no'}")
    for sanction in queries.sanctions_of(person.id):
        click.echo(
            f"  sanction   {sanction.id}: {sanction.kind} until {sanction.until_at or 'lifted'}: {sanction.reason}"
        )


@click.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def grant(email: str, role: str) -> None:
    """Give a role."""
    changed = service.grant_role(person_id=_person(email).id, role=role)
    click.echo(f"{email}: {', '.join(sorted(changed.roles))}")


@click.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def revoke(email: str, role: str) -> None:
    """Take a role away."""
    changed = service.revoke_role(person_id=_person(email).id, role=role)
    click.echo(f"{email}: {', '.join(sorted(changed.roles))}")


@click.command()
@click.argument("email")
def confirm(email: str) -> None:
    """Take an address as confirmed."""
    service.confirm_person(person_id=_person(email).id)
    click.echo(f"{email} is confirmed.")


@click.command()
@click.argument("email")
@click.password_option(help="At least ten characters; asked for when not given.")
def password(email: str, password: str) -> None:
    """Set a new password, and end the account's sessions."""
    try:
        service.set_password(person_id=_person(email).id, password=password)
    except Refusal as refusal:
        raise _explained(refusal) from None
    click.echo(f"{email} has a new password.")


@click.command()
@click.argument("email")
@click.argument("kind", type=click.Choice(SANCTIONS))
@click.argument("reason")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it lasts; without it, until it is lifted.")
def sanction(email: str, kind: str, reason: str, days: int | None) -> None:
    """Put a sanction in force."""
    until = clock.now() + timedelta(days=days) if days else None
    made = service.sanction_person(person_id=_person(email).id, kind=kind, reason=reason, until_at=until)
    click.echo(f"sanction {made.sanction_id} is in force.")


@click.command()
@click.argument("sanction_id", type=int)
def lift(sanction_id: int) -> None:
    """End a sanction early."""
    service.lift_sanction(sanction_id=sanction_id)
    click.echo(f"sanction {sanction_id} is lifted.")


COMMANDS = (create, show, grant, revoke, confirm, password, sanction, lift)
