"""Mails follow the notices: once, when the server is there, and only those that a person wants and that still hold."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from auction import mail, outbox
from auction.bidding import service as bidding
from auction.db import db
from auction.notices import queries, service
from auction.notices.models import ALWAYS_MAILED, KINDS, Notice
from tests.bidding.builders import a_person, an_auction, bid
from tests.notices.builders import a_contest, close
from tests.notices.mail_server import MailServer

# The mail library leaves its connection to the garbage collector when the server refuses a message.
library_drops_its_connection = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def mail_server():
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def mailing_house(mail_server, new_app, moment):
    """A house that sends its mail to the server by SMTP, with its context pushed."""
    app = new_app(mail_url=mail_server.url)
    with app.app_context():
        yield app


def states(kind: str | None = None) -> list[str]:
    statement = sa.select(Notice.mail_state).order_by(Notice.id)
    return list(db.session.execute(statement if kind is None else statement.where(Notice.kind == kind)).scalars())


def waiting() -> int:
    return outbox.count_waiting()[0]


# --- the server ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("mailing_house")
def test_while_the_mail_server_is_away_the_sale_stands_and_the_mails_arrive_later(mail_server, travel):
    sale = a_contest()
    outbox.drain()
    close(travel)
    assert queries.page(sale.second_id).notices[0].kind == "won"
    assert queries.page(sale.seller_id).notices[0].kind == "sold"
    assert states("won") == states("sold") == ["due"]
    assert waiting() > 0

    mail_server.start()
    for _minute in range(5):
        travel(minutes=1)
        outbox.drain()
    assert waiting() == 0
    assert states("won") == states("sold") == states("lost") == ["sent"]
    assert mail_server.to("second@mazad.example") == ["You won: A brass clock"]
    assert len(mail_server.to("seller@mazad.example")) == 1


@pytest.mark.usefixtures("mailing_house")
def test_mails_are_parked_after_eight_failures_and_sent_when_the_operator_asks(mail_server, travel):
    a_contest()
    outbox.drain()
    for _attempt in range(outbox.ATTEMPTS):
        travel(hours=2)
        outbox.drain()
    (fact,) = outbox.parked()
    assert (fact.kind, fact.attempts, states()) == ("notice_made", 8, ["gave_up"])

    mail_server.start()
    travel(hours=2)
    outbox.retry_parked(fact.id)
    outbox.drain()
    assert (outbox.parked(), states(), len(mail_server.messages)) == ([], ["sent"], 1)


@library_drops_its_connection
@pytest.mark.usefixtures("mailing_house")
def test_a_refused_address_is_given_up_and_holds_up_nobody(mail_server, travel):
    mail_server.start()
    mail_server.refused = {"second@mazad.example"}
    a_contest()
    outbox.drain()
    close(travel)
    assert (states("won"), states("sold"), waiting()) == (["gave_up"], ["sent"], 0)


@library_drops_its_connection
@pytest.mark.usefixtures("mailing_house")
def test_a_server_that_is_busy_is_asked_again(mail_server, travel):
    mail_server.start()
    mail_server.answer = "451 busy"
    a_contest()
    outbox.drain()
    assert (states(), waiting()) == (["due"], 1)
    mail_server.answer = "250 taken"
    travel(minutes=1)
    outbox.drain()
    assert (states(), waiting(), len(mail_server.messages)) == (["sent"], 0, 1)


@pytest.mark.usefixtures("mailing_house")
def test_a_dead_server_is_knocked_at_once_not_for_every_letter(monkeypatch, travel):
    knocks = []
    monkeypatch.setattr("auction.mail.send", lambda *_given, **_named: knocks.append(1) or _refuse())
    auction_id = an_auction()
    for number in range(6):
        bid(auction_id, a_person(), str(20 + 10 * number))
    close(travel)
    assert len(knocks) == 1
    assert set(states()) == {"due"}


def _refuse():
    raise ConnectionRefusedError


# --- once ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("house")
def test_two_who_deliver_the_same_fact_mail_once(moment, notices, mail_box, travel):
    a_contest()
    outbox.drain(limit=1)
    (row,) = notices()
    assert service.claim_letter(notice_id=row.id) is not None
    with pytest.raises(service.BeingMailed):
        service.claim_letter(notice_id=row.id)
    outbox.drain()
    assert not mail_box()
    service.note_mailed(notice_id=row.id)
    travel(minutes=1)
    outbox.drain()
    assert (mail_box(), states()) == ([], ["sent"])


@pytest.mark.usefixtures("house")
def test_a_process_that_dies_over_a_letter_gives_it_back_when_its_lease_is_over(moment, notices, mail_box, travel):
    a_contest()
    outbox.drain(limit=1)
    (row,) = notices()
    service.claim_letter(notice_id=row.id)
    travel(minutes=2)
    outbox.drain()
    assert (len(mail_box()), states()) == (1, ["sent"])


# --- only what is wanted ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("house", "moment")
def test_what_a_person_has_declined_is_not_mailed_but_told(travel, mail_box):
    sale = a_contest()
    service.choose_mails(person_id=sale.first_id, kinds=[])
    service.choose_mails(person_id=sale.second_id, kinds=["lost"])
    outbox.drain()
    close(travel)
    assert not mail_box(to="first@mazad.example")
    assert [notice.kind for notice in queries.page(sale.first_id).notices] == ["lost"]
    assert len(mail_box(to="second@mazad.example")) == 1, "what binds a person is always mailed"


@pytest.mark.usefixtures("house", "moment")
def test_a_choice_can_be_taken_back():
    person_id = a_person()
    assert queries.mailed_kinds(person_id) == set(KINDS)
    service.choose_mails(person_id=person_id, kinds=["outbid", "nonsense"])
    assert queries.mailed_kinds(person_id) == {"outbid", *ALWAYS_MAILED}
    service.choose_mails(person_id=person_id, kinds=KINDS)
    assert queries.mailed_kinds(person_id) == set(KINDS)


@pytest.mark.usefixtures("house", "moment")
def test_an_address_that_nobody_confirmed_gets_no_mail(travel, mail_box):
    seller_id = a_person(email="new@mazad.example", roles=("seller",), is_confirmed=False)
    an_auction(seller_id)
    close(travel)
    assert (mail_box(), states()) == ([], ["none"])


# --- outbid: one mail in fifteen minutes -----------------------------------------------------------------------


@pytest.fixture
def contested(house, moment):
    """The first bidder has been outbid, and mailed so."""
    sale = a_contest()
    outbox.drain()
    return sale


def outbid_again(sale, base: int) -> None:
    bid(sale.auction_id, sale.first_id, str(base))
    bid(sale.auction_id, sale.second_id, str(base + 50))
    outbox.drain()


def test_a_second_outbidding_waits_and_is_mailed_when_the_time_is_over(contested, mail_box, travel):
    travel(minutes=1)
    outbid_again(contested, 100)
    travel(minutes=2)
    outbid_again(contested, 200)
    travel(minutes=11, seconds=59)
    outbox.drain()
    assert len(mail_box(to="first@")) == 1
    travel(seconds=1)
    outbox.drain()
    assert len(mail_box(to="first@")) == 2
    assert waiting() == 0


def test_a_waiting_mail_is_dropped_when_its_reader_has_read_it(contested, mail_box, travel):
    travel(minutes=1)
    outbid_again(contested, 100)
    service.read_about(person_id=contested.first_id, auction_id=contested.auction_id)
    travel(minutes=20)
    outbox.drain()
    assert (len(mail_box(to="first@")), states("outbid").count("due")) == (1, 0)


def test_a_waiting_mail_is_dropped_when_its_reader_leads_again(contested, mail_box, travel):
    travel(minutes=1)
    outbid_again(contested, 100)
    bid(contested.auction_id, contested.first_id, "900")
    travel(minutes=20)
    outbox.drain()
    assert len(mail_box(to="first@")) == 1


def test_a_waiting_mail_is_dropped_when_the_auction_is_over(contested, mail_box, travel):
    travel(minutes=1)
    outbid_again(contested, 100)
    bidding.end_early(auction_id=contested.auction_id, person_id=contested.seller_id, how="sell")
    travel(minutes=20)
    outbox.drain()
    subjects = [message.subject.strip().split(":")[0] for message in mail_box(to="first@")]
    assert subjects == ["تم تجاوز مزايدتك", "لم يرسُ عليك المزاد"]


def test_another_lot_is_mailed_at_once(contested, mail_box):
    other = an_auction(contested.seller_id, listing={"title": "A vase"})
    bid(other, contested.first_id, "33.33")
    bid(other, contested.second_id, "77.77")
    outbox.drain()
    assert len(mail_box(to="first@")) == 2


@pytest.mark.usefixtures("house")
def test_no_connection_waits_for_the_mail_server(travel, monkeypatch):
    told: list[bool] = []
    monkeypatch.setattr(mail, "deliver", lambda *_letter: told.append(db.session().in_transaction()))
    a_contest()
    outbox.drain()
    close(travel)
    assert told
    assert not any(told)
