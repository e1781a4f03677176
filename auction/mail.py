"""Outgoing mail: kept in a folder in development and shown on a page, else sent by SMTP. Decides nothing."""

from __future__ import annotations

import email
import email.policy
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, render_template
from flask_mailman import EmailMultiAlternatives, Mail

from auction.config import Config
from auction.db import end_read

mailer = Mail()


@dataclass(frozen=True, slots=True)
class Kept:
    """One message of the local outbox."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    html: str | None


def init_app(app: Flask, config: Config) -> None:
    target = urlsplit(config.mail_url)
    app.config["MAIL_DEFAULT_SENDER"] = config.mail_from
    app.config["MAIL_TIMEOUT"] = 20
    if config.has_mail_outbox:
        app.config["MAIL_BACKEND"] = "file"
        app.config["MAIL_FILE_PATH"] = str(config.instance / "mail")
    else:
        app.config["MAIL_BACKEND"] = "smtp"
        app.config["MAIL_SERVER"] = target.hostname
        app.config["MAIL_PORT"] = target.port or (465 if target.scheme == "smtps" else 25)
        app.config["MAIL_USERNAME"] = unquote(target.username) if target.username else None
        app.config["MAIL_PASSWORD"] = unquote(target.password) if target.password else None
        app.config["MAIL_USE_SSL"] = target.scheme == "smtps"
        app.config["MAIL_USE_TLS"] = target.scheme == "smtp" and target.port == 587
    mailer.init_app(app)


def send(to: str, subject: str, template: str, **values: object) -> None:
    """Send `templates/mail/<template>.txt` and `.html` in the language in force. Raises OSError, SMTPException.

    Ends the open read before it waits for the mail server. Raises RuntimeError when somebody wrote through it.
    """
    values = {"subject": subject, "public_url": current_app.config["MAZAD"].public_url, **values}
    text = render_template(f"mail/{template}.txt", **values)
    html = render_template(f"mail/{template}.html", **values)
    end_read()
    deliver(to, subject, text, html)


def deliver(to: str, subject: str, text: str, html: str | None) -> None:
    """Send a message that is already worded. Raises ValueError for an address that would forge a header."""
    if len(to.split()) != 1:
        raise ValueError("an address holds no space and no newline")
    with closing(mailer.get_connection()) as post:  # the library itself leaves it open when a message is refused
        message = EmailMultiAlternatives(subject=" ".join(subject.split()), body=text, to=[to], connection=post)
        if html:
            message.attach_alternative(html, "text/html")
        message.send()


def kept(folder: Path, limit: int = 100) -> list[Kept]:
    """The messages of the local outbox, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    found = [message for path in files[:limit] if (message := _message(path)) is not None]
    return sorted(found, key=lambda message: message.sent_at, reverse=True)


def _message(path: Path) -> Kept | None:
    """A file of the outbox holds one message and a closing line; None while it is still being written."""
    raw, ending, _rest = path.read_bytes().rpartition(b"-" * 79 + b"\n")
    if not ending:
        return None
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    html = parsed.get_body(("html",))
    text = parsed.get_body(("plain",))
    return Kept(
        name=path.stem,
        to=str(parsed["to"]),
        subject=str(parsed["subject"]).strip(),
        sent_at=_instant(parsed["date"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else None,
    )


def _instant(date: str) -> datetime:
    """The moment of a Date header. One that gives UTC as `-0000` is read as naive by the library."""
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
