"""Our side of Flask-Security's storage: it reads and writes people by this alone, and commits only through db.py."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_security import SQLAlchemyUserDatastore, Totp, WebauthnUtil
from sqlalchemy.orm import selectinload
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from auction import db as ground
from auction import languages
from auction.accounts import service
from auction.accounts.models import Passkey, Person, Role


class PeopleStore(SQLAlchemyUserDatastore):
    """The library's store. New people are made by our own verb; what else it changes (a password, a second factor,
    a passkey, an address) it changes on the row it has read, and `commit` writes that."""

    def __init__(self) -> None:
        super().__init__(ground.db, Person, Role, Passkey)

    def commit(self) -> None:
        ground.commit_library_session()

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Person | None:  # noqa: ARG002
        """By one column. Addresses are kept in small letters, so case never needs a slower search."""
        column, value = wanted.popitem()
        statement = sa.select(Person).options(selectinload(Person.roles)).where(getattr(Person, column) == value)
        return ground.db.session.execute(statement).scalar_one_or_none()

    def create_user(self, **columns: Any) -> Person:
        """Make an account from the registration form, in the language of the page it was filled in."""
        reader = languages.reader()
        made = service.create_person(
            new=service.NewPerson(
                email=columns["email"],
                handle=columns["handle"],
                password_hash=columns["password"],
                settings=service.Settings(
                    language=reader.language,
                    time_zone=reader.time_zone,
                    numerals=reader.numerals,
                    scheme=reader.scheme,
                ),
            )
        )
        person = self.find_user(id=made.id)
        if person is None:
            raise LookupError("a person just made is not found")
        return person

    def keep_language(self, person: Person, language: str) -> None:
        """Let the language chosen before signing in stay: written with whatever else this sign-in writes."""
        if person.language != language:
            person.language = language
            self.put(person)  # type: ignore[no-untyped-call]


class HousePasskeys(WebauthnUtil):
    """What we ask of a passkey: that its device checks its owner, and that it needs no address typed first."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ARG002
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:  # noqa: ARG002
        return UserVerificationRequirement.REQUIRED


class HouseTotp(Totp):
    """One-time codes that are good for one time: the last counter used is kept with the person."""

    def get_last_counter(self, user: Any) -> int | None:
        last: int | None = user.tf_last_counter
        return last

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter
