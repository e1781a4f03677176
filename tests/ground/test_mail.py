"""Outgoing mail: kept in a folder on a laptop, sent by SMTP elsewhere, and no way to forge a header."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from auction import mail
from tests.services import free_port

pytestmark = pytest.mark.sqlite_only
TO = "amal@mazad.example"


class TestTheLocalOutbox:
    def test_a_message_is_kept_whole(self, house: Flask, mail_box):
        mail.deliver(TO, "تم تجاوز مزايدتك", "نص الرسالة\n", "<p dir='rtl'>نص</p>")
        [kept] = mail_box()
        assert (kept.to, kept.subject) == (TO, "تم تجاوز مزايدتك")
        assert kept.text.strip() == "نص الرسالة"
        assert kept.html is not None
        assert "<p dir='rtl'>نص</p>" in kept.html
        assert kept.sent_at.tzinfo is not None

    def test_a_plain_message_has_no_other_form(self, house: Flask, mail_box):
        mail.deliver(TO, "Plain", "text", None)
        assert mail_box()[0].html is None

    def test_messages_are_told_newest_first_and_no_more_than_asked(self, house: Flask):
        for number in range(5):
            mail.deliver(TO, f"Number {number}", "text", None)
        folder = house.config["MAZAD"].instance / "mail"
        assert [kept.subject for kept in mail.kept(folder)] == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
        assert [kept.subject for kept in mail.kept(folder, limit=2)] == ["Number 4", "Number 3"]

    def test_each_message_has_a_name_of_its_own(self, house: Flask, mail_box):
        for _ in range(3):
            mail.deliver(TO, "Again", "text", None)
        assert len({kept.name for kept in mail_box()}) == 3

    def test_a_line_of_dashes_does_not_cut_a_message(self, house: Flask, mail_box):
        mail.deliver(TO, "Dashes", "before\n" + "-" * 79 + "\nafter\n", None)
        [kept] = mail_box()
        assert kept.text.strip().startswith("before")
        assert kept.text.strip().endswith("after")

    def test_an_empty_outbox_is_empty(self, tmp_path: Path):
        assert mail.kept(tmp_path / "none") == []

    def test_what_is_no_message_is_passed_over(self, house: Flask, mail_box):
        mail.deliver(TO, "Good", "text", None)
        folder = house.config["MAZAD"].instance / "mail"
        (folder / "cut.log").write_bytes(b"Subject: cut")
        assert [kept.subject for kept in mail_box()] == ["Good"]

    def test_a_title_forges_no_header(self, house: Flask, mail_box):
        mail.deliver(TO, "Clock\r\nBcc: eve@mazad.example", "text", None)
        [kept] = mail_box()
        assert kept.subject == "Clock Bcc: eve@mazad.example"
        assert kept.to == TO

    def test_an_address_forges_no_header(self, house: Flask, mail_box):
        with pytest.raises(ValueError, match="no newline"):
            mail.deliver("amal@mazad.example\nBcc: eve@mazad.example", "Clock", "text", None)
        assert mail_box() == []


class Postman:
    """An SMTP server's hands: keeps what it is given, refuses whom it is told to."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.rcpt_tos, parsed))
        return "250 OK"


class TestBySmtp:
    @pytest.fixture
    def postman(self) -> Iterator[tuple[Postman, int]]:
        postman, port = Postman(), free_port()
        server = Controller(postman, hostname="127.0.0.1", port=port)
        server.start()
        yield postman, port
        server.stop()

    @pytest.fixture
    def post(self, postman: tuple[Postman, int], new_app: Callable[..., Flask]) -> Iterator[Postman]:
        with new_app(mail_url=f"smtp://127.0.0.1:{postman[1]}").app_context():
            yield postman[0]

    def test_a_message_arrives_with_sender_and_both_forms(self, post: Postman):
        mail.deliver(TO, "تم تجاوز مزايدتك", "نص", "<p>نص</p>")
        [(receivers, message)] = post.received
        assert receivers == [TO]
        assert message["From"] == "Mazad <house@mazad.example>"
        assert message["Subject"] == "تم تجاوز مزايدتك"
        assert message["Date"]
        assert message["Message-ID"]
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]

    def test_a_refused_address_raises_and_the_next_is_served(self, post: Postman):
        with pytest.raises(SMTPRecipientsRefused):
            mail.deliver("nobody@mazad.example", "Clock", "text", None)
        mail.deliver(TO, "Clock", "text", None)
        assert len(post.received) == 1

    def test_a_server_that_is_not_there_raises(self, new_app: Callable[..., Flask]):
        app = new_app(mail_url=f"smtp://127.0.0.1:{free_port()}")
        with app.app_context(), pytest.raises((OSError, SMTPException)):
            mail.deliver(TO, "Clock", "text", None)


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("smtp://post", ("post", 25, None, None, False, False)),
        ("smtp://us%40er:p%3Aw@post:587", ("post", 587, "us@er", "p:w", False, True)),
        ("smtps://user:word@post", ("post", 465, "user", "word", True, False)),
    ],
)
def test_an_address_of_the_post_says_how(new_app: Callable[..., Flask], url: str, settings: tuple[object, ...]):
    config = new_app(mail_url=url).config
    names = ("SERVER", "PORT", "USERNAME", "PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(config[f"MAIL_{name}"] for name in names) == settings
