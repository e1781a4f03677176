"""Notices by e-mail: worded for their reader and sent, outside any transaction. Decides neither whom nor when.

A mail server that fails is the outbox's business: the failure is raised, and the fact comes again, later and later.
The sale and the notice on the page stand whatever becomes of the mail. A server that does not answer is left in peace
for some seconds, so that it does not hold up everything else that is to be delivered; an address that the server
refuses for good is given up at once.
"""

from __future__ import annotations

import smtplib
from collections.abc import Collection
from datetime import datetime, timedelta

from flask import current_app

from auction import clock, logs, mail, outbox
from auction.accounts import queries as accounts
from auction.languages import reading_as
from auction.notices import announcing, service, wording
from auction.notices.models import ALWAYS_MAILED
from auction.notices.service import BeingMailed, Letter

PEACE = timedelta(seconds=10)
PERMANENT = 500  # SMTP's codes from here on mean: do not try again

log = logs.get("letters")
_in_peace_until: datetime | None = None


class MailDelayed(Exception):
    """Some letters could not be sent; they are due again. For the outbox, which tries again."""


def send_letters(notice_ids: Collection[int], attempts: int) -> None:
    """Mail these notices, each once; `attempts` counts this one. Raises MailDelayed when any has to be tried again."""
    is_last = attempts >= outbox.ATTEMPTS
    delayed = [notice_id for notice_id in notice_ids if not _is_settled(notice_id, attempts == 1, is_last)]
    if delayed:
        raise MailDelayed(f"{len(delayed)} of {len(notice_ids)}")


def _is_settled(notice_id: int, is_first: bool, is_last: bool) -> bool:
    """Send one letter unless that is done or not wanted. False when it has to be tried again."""
    try:
        letter = service.claim_letter(notice_id=notice_id, is_first=is_first)
    except BeingMailed:
        return False
    if letter is None:
        return True
    try:
        _post(letter)
    except OSError as error:  # all of SMTP's failures are of this kind
        is_refused = _is_refused_for_good(error)
        log.warning("letter not sent", notice_id=notice_id, error=type(error).__name__, is_refused=is_refused)
        service.give_back_letter(notice_id=notice_id, is_hopeless=is_refused or is_last)
        return is_refused
    service.note_mailed(notice_id=notice_id)
    return True


def _post(letter: Letter) -> None:
    """Word and send. Raises OSError."""
    global _in_peace_until  # noqa: PLW0603 - one process has one way to the mail server
    if _in_peace_until is not None and clock.now() < _in_peace_until:
        raise ConnectionError("the mail server has just failed")
    person = accounts.reader_of(letter.person_id)
    public_url = current_app.config["MAZAD"].public_url
    try:
        with reading_as(person.reader):
            mail.send(
                person.email,
                wording.title(letter.kind, letter.payload),
                "notice",
                handle=person.handle,
                headline=wording.headline(letter.kind),
                lot=letter.payload["title"],
                text=wording.text(letter.kind, letter.payload),
                details=wording.details(letter.kind, letter.payload),
                link=public_url + announcing.path_of(letter.kind, letter.auction_id, letter.payload),
                action=wording.action(letter.kind),
                why=wording.why(letter.kind),
                settings_link=public_url + announcing.path("notices.settings"),
                is_always_mailed=letter.kind in ALWAYS_MAILED,
            )
    except OSError as error:
        if not isinstance(error, _ABOUT_ONE_LETTER):
            _in_peace_until = clock.now() + PEACE
        raise
    _in_peace_until = None


_ABOUT_ONE_LETTER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


def _is_refused_for_good(error: OSError) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= PERMANENT


def forget_failures() -> None:
    """Ask the mail server again at the next letter."""
    global _in_peace_until  # noqa: PLW0603
    _in_peace_until = None
