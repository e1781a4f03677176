"""Verbs about accounts: making them, their settings, names and passwords. The person's own row is what they lock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auction.accounts import names, passwords
from auction.accounts.models import BUYER, Person
from auction.accounts.service.authority import audit, forget_sessions, give_role
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Invalid
from auction.languages import AMOUNTS, LANGUAGES, NUMERALS, SCHEMES, known_zone
from auction.rules.money import CURRENCIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a person reads and is called. Every field is checked when it is written."""

    language: str = "en"
    time_zone: str = "UTC"
    numerals: str = "latn"
    scheme: str = "auto"
    amounts: str = "sign"
    display_currency: str = "USD"
    full_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What it takes to make an account. `password_hash` spares the hashing when many share one password (the demo)."""

    email: str
    handle: str
    password: str | None = None
    password_hash: str | None = None
    roles: tuple[str, ...] = ()
    is_confirmed: bool = False
    is_demo: bool = False
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class PersonCreated:
    id: int
    handle: str
    email: str


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    person_id: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class HandleChanged:
    person_id: int
    handle: str


def create_person(*, new: NewPerson) -> PersonCreated:
    """Make an account with the buyer's role and those asked for. Locks nothing: the unique columns decide.

    Refuses Invalid with what is wrong by field (email_invalid, email_taken, handle_*, password_*).
    """
    email, handle = normal_email(new.email), names.tidy(new.handle)
    refuse_faults(_faults_of(new, email, handle) | faults_of_settings(new.settings))
    password = passwords.hashed(new.password) if new.password is not None else new.password_hash
    try:
        with transaction() as session:
            refuse_faults(_taken(session, email, handle))
            now = time_under_lock(session)
            person = Person(
                email=email, handle=handle, handle_folded=names.fold(handle), password=password,
                fs_uniquifier=secrets.token_hex(32), fs_webauthn_user_handle=secrets.token_hex(32),
                created_at=now, confirmed_at=now if new.is_confirmed else None, is_demo=new.is_demo,
                **_columns(new.settings),
            )  # fmt: skip
            session.add(person)
            session.flush()
            for role in dict.fromkeys((BUYER, *new.roles)):
                give_role(session, person, role, now)
            return PersonCreated(person.id, handle, email)
    except IntegrityError:  # somebody was quicker between our look and our write
        with transaction() as session:
            refuse_faults(_taken(session, email, handle))
        raise


def confirm_person(*, person_id: int) -> None:
    """Note that a person reads the mail of their address; twice changes nothing. Locks the person. Refuses Absent."""
    with transaction() as session:
        person = lock_row(session, Person, person_id)
        person.confirmed_at = person.confirmed_at or time_under_lock(session)


def change_settings(*, person_id: int, settings: Settings) -> SettingsChanged:
    """Replace a person's settings. Locks the person. Refuses Absent, Invalid by field."""
    refuse_faults(faults_of_settings(settings))
    with transaction() as session:
        person = lock_row(session, Person, person_id)
        for column, value in _columns(settings).items():
            setattr(person, column, value)
        return SettingsChanged(person_id, settings)


def set_language(*, person_id: int, language: str) -> None:
    """Change only the language, from the switch every page carries. Refuses Absent, Invalid."""
    refuse_faults({} if language in LANGUAGES else {"language": ["language_unknown"]})
    with transaction() as session:
        lock_row(session, Person, person_id).language = language


def set_scheme(*, person_id: int, scheme: str) -> None:
    """Change only light or dark, from the switch every page carries. Refuses Absent, Invalid."""
    refuse_faults({} if scheme in SCHEMES else {"scheme": ["scheme_unknown"]})
    with transaction() as session:
        lock_row(session, Person, person_id).scheme = scheme


def change_handle(*, person_id: int, handle: str) -> HandleChanged:
    """Take another public name. Locks the person. Refuses Absent, Invalid(handle_*)."""
    handle = names.tidy(handle)
    fault = names.fault(handle)
    refuse_faults({"handle": [fault]} if fault else {})
    try:
        with transaction() as session:
            person = lock_row(session, Person, person_id)
            person.handle, person.handle_folded = handle, names.fold(handle)
            session.flush()
            return HandleChanged(person_id, handle)
    except IntegrityError as taken:
        raise Invalid(fields={"handle": ["handle_taken"]}) from taken


def set_password(*, person_id: int, password: str, by_id: int | None = None) -> None:
    """Give an account a new password from the operator's terminal, and end its sessions. Refuses Absent, Invalid."""
    fault = passwords.fault(password)
    refuse_faults({"password": [fault]} if fault else {})
    hashed = passwords.hashed(password)
    with transaction() as session:
        person = lock_row(session, Person, person_id)
        person.password = hashed
        forget_sessions(session, person)
        audit(session, actor_id=by_id, act="set_password", subject=f"person:{person_id}", details={},
              at=time_under_lock(session))  # fmt: skip


def end_sessions(*, person_id: int) -> None:
    """Sign a person out everywhere. Tokens of programs stay. Locks the person. Refuses Absent."""
    with transaction() as session:
        forget_sessions(session, lock_row(session, Person, person_id))


def normal_email(email: str) -> str:
    """The one form of an address that we keep: small letters, no spaces around it."""
    return email.strip().lower()


def faults_of_settings(settings: Settings) -> dict[str, list[str]]:
    """What is wrong with settings, by field."""
    wrong = {
        "language": (settings.language in LANGUAGES, "language_unknown"),
        "time_zone": (known_zone(settings.time_zone) is not None, "zone_unknown"),
        "numerals": (settings.numerals in NUMERALS, "numerals_unknown"),
        "scheme": (settings.scheme in SCHEMES, "scheme_unknown"),
        "amounts": (settings.amounts in AMOUNTS, "amounts_unknown"),
        "display_currency": (settings.display_currency in CURRENCIES, "currency_unknown"),
        "full_name": (len(settings.full_name or "") <= 120, "too_long"),
    }
    return {name: [code] for name, (is_good, code) in wrong.items() if not is_good}


def _columns(settings: Settings) -> dict[str, str | None]:
    return {
        "language": settings.language,
        "time_zone": settings.time_zone,
        "numerals": settings.numerals,
        "scheme": settings.scheme,
        "amounts": settings.amounts,
        "display_currency": settings.display_currency,
        "full_name": (settings.full_name or "").strip() or None,
    }


def _faults_of(new: NewPerson, email: str, handle: str) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        faults["email"] = ["email_invalid"]
    if fault := names.fault(handle):
        faults["handle"] = [fault]
    if new.password is not None and (fault := passwords.fault(new.password, email, handle)):
        faults["password"] = [fault]
    return faults


def _taken(session: Session, email: str, handle: str) -> dict[str, list[str]]:
    has_email = session.execute(sa.select(Person.id).where(Person.email == email)).first()
    has_handle = session.execute(sa.select(Person.id).where(Person.handle_folded == names.fold(handle))).first()
    return ({"email": ["email_taken"]} if has_email else {}) | ({"handle": ["handle_taken"]} if has_handle else {})


def refuse_faults(faults: dict[str, list[str]]) -> None:
    if faults:
        raise Invalid(fields=faults)
