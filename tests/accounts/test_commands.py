"""What an operator does with people at the terminal."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from auction.accounts import queries
from auction.accounts.commands import COMMANDS

EMAIL = "op@people.example"


@pytest.fixture
def run(house: Flask) -> Any:
    def call(name: str, *given: str) -> Result:
        command = next(command for command in COMMANDS if command.name == name)
        return CliRunner().invoke(command, given)

    return call


def test_an_operator_is_made_and_seen(run: Any) -> None:
    made = run("create", EMAIL, "the-op", "--operator", "--password", "a long enough one")
    assert made.exit_code == 0, made.output
    shown = run("show", EMAIL).output
    assert "the-op (op@people.example)" in shown
    assert "buyer, operator" in shown


def test_what_is_wrong_is_said_by_field(run: Any) -> None:
    made = run("create", "nobody", "x", "--password", "short")
    assert made.exit_code == 1
    for code in ("email_invalid", "handle_length", "password_short"):
        assert code in made.output
    assert "nobody has the address" in run("show", "who@people.example").output


def test_roles_passwords_and_sanctions_go_by_address(run: Any) -> None:
    run("create", EMAIL, "the-op", "--password", "a long enough one")
    assert "buyer, moderator" in run("grant", EMAIL, "moderator").output
    assert run("revoke", EMAIL, "moderator").output.strip().endswith("buyer")
    assert "has a new password" in run("password", EMAIL, "--password", "another long one").output
    assert "password_short" in run("password", EMAIL, "--password", "short").output
    made = run("sanction", EMAIL, "no_bidding", "unpaid", "--days", "3")
    number = made.output.split()[1]
    assert "no_bidding" in run("show", EMAIL).output
    assert "is lifted" in run("lift", number).output
    person = queries.find_by_email(EMAIL)
    assert person is not None
    assert queries.sanctions_of(person.id) == []
    acts = [entry.act for entry in queries.audit_trail()]
    assert acts == ["lift_sanction", "sanction", "set_password", "revoke_role", "grant_role"]
