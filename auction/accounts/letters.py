"""The letters of the sign-in library: which template and subject, in whose language. Decides nothing."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, flash
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_security import MailUtil

from auction import languages, logs, mail
from auction.accounts import service
from auction.accounts.models import Person
from auction.db import commit_library_session

log = logs.get("accounts")

CONFIRM_WITHIN_HOURS, RESET_WITHIN_HOURS, CHANGE_WITHIN_HOURS = 72, 2, 2

# Template of ours (also the name the library is told) -> subject and how long its link is good.
SUBJECTS: Final[dict[str, tuple[LazyString, int]]] = {
    "welcome": (_l("Welcome to Mazad: please confirm your e-mail"), CONFIRM_WITHIN_HOURS),
    "welcome_existing": (_l("You already have an account with Mazad"), RESET_WITHIN_HOURS),
    "confirm_email": (_l("Please confirm your e-mail"), CONFIRM_WITHIN_HOURS),
    "reset_password": (_l("Choose a new password"), RESET_WITHIN_HOURS),
    "password_was_reset": (_l("Your password was reset"), 0),
    "password_changed": (_l("Your password was changed"), 0),
    "change_email": (_l("Please confirm your new e-mail"), CHANGE_WITHIN_HOURS),
}
_LINKS: Final = ("confirmation_link", "reset_link", "recovery_link", "link")


class HouseMail(MailUtil):
    """Addresses in small letters, letters in the reader's language, links to the house's public address."""

    def normalize(self, email: str) -> str:
        return service.normal_email(str(super().normalize(email.strip())))

    def validate(self, email: str) -> str:
        return service.normal_email(str(super().normalize(email.strip())))

    def send_mail(  # the library's own subject, sender and texts are not used
        self,
        template: str,
        subject: str,  # noqa: ARG002
        recipient: Any,
        sender: Any,  # noqa: ARG002
        body: str | None,  # noqa: ARG002
        html: str | None,  # noqa: ARG002
        **known: Any,
    ) -> None:
        """Word and send one letter. A mail server that does not answer is said on the page, and stops nothing."""
        person: Person = known["user"]
        own_subject, hours = SUBJECTS[template]
        links = {name: _to_the_house(known[name]) for name in _LINKS if known.get(name)}
        _send(person, str(recipient), own_subject, template, hours, **links)


def tell_old_address(person: Person, address: str) -> None:
    """Tell who reads the address before that the account has gone to another."""
    _send(person, address, _l("Your e-mail address was changed"), "email_changed", 0, new_email=person.email)


def _send(person: Person, to: str, subject: LazyString, template: str, hours: int, **known: str) -> None:
    commit_library_session()  # the mail server may take its time, and the letter tells only what is so
    try:
        with languages.reading_as(
            languages.Reader(person.language, person.time_zone, person.numerals, person.scheme, person.amounts)
        ):
            within = languages.duration(hours * 3600)
            mail.send(to, str(subject), template, handle=person.handle, within=within, **known)
    except (OSError, SMTPException):
        log.exception("letter not sent", template=template, person_id=person.id)
        flash(gettext("We could not send the mail just now. Please ask for it again in a few minutes."), "error")


def _to_the_house(link: str) -> str:
    """The same link on the house's own address: the Host header of a request is not to be believed in a letter."""
    public, asked = urlsplit(current_app.config["MAZAD"].public_url), urlsplit(link)
    return str(urlunsplit((public.scheme, public.netloc, public.path + asked.path, asked.query, "")))
