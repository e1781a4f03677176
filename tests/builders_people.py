"""Builders for people: good defaults, every one changeable. `person` and its kin are called inside an app context."""

from __future__ import annotations

import itertools
import time
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask.testing import FlaskClient

from auction.accounts import passwords, service
from auction.accounts.models import Person
from auction.db import db

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


@cache
def _hash_of(password: str, _salt: str) -> str:
    """Hashing is slow by design; one hash does for all the people of a run."""
    return passwords.hashed(password)


def person(**changes: Any) -> int:
    """A buyer with a confirmed address, signed up with PASSWORD. `language="ar"` and the like go into the settings."""
    number = next(_numbers)
    settings = {name: changes.pop(name) for name in ("language", "time_zone", "numerals", "scheme") if name in changes}
    given: dict[str, Any] = {
        "email": f"person{number}@people.example",
        "handle": f"person{number}",
        "is_confirmed": True,
        "settings": service.Settings(**settings),
    }
    if not {"password", "password_hash"} & set(changes):
        given["password_hash"] = _hash_of(PASSWORD, current_app.config["MAZAD"].password_salt)
    return service.create_person(new=service.NewPerson(**(given | changes))).id


def seller(**changes: Any) -> int:
    return person(**({"roles": ("seller",)} | changes))


def moderator(**changes: Any) -> int:
    return person(**({"roles": ("moderator",)} | changes))


def operator(**changes: Any) -> int:
    return person(**({"roles": ("operator",)} | changes))


def row_of(person_id: int) -> Person:
    """The person's whole row, for a look at what no view shows."""
    found = db.session.get(Person, person_id)
    assert found is not None
    return found


def signed_in(client: FlaskClient, person_id: int) -> FlaskClient:
    """The same client with a fresh session of that person, without the pages of signing in."""
    with client.application.app_context():
        key = db.session.execute(sa.select(Person.fs_uniquifier).where(Person.id == person_id)).scalar_one()
    with client.session_transaction() as session:
        session.update(_user_id=key, _fresh=True, fs_paa=time.time())  # noqa: TID251 - the library's own clock
    return client
