"""Who is told what: each person once, in their own language, and nothing that is not theirs to know."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from auction import clock, mail, outbox
from auction.bidding import service as bidding
from auction.db import db, transaction
from auction.languages import money_text, reading_as
from auction.notices import queries, service, wording
from auction.notices.service import News
from tests.bidding.builders import a_person, an_auction, bid
from tests.notices.builders import ARABIC_READER, ENDED, a_contest, an_arab, close

pytestmark = pytest.mark.usefixtures("house", "moment")


def subjects(mail_box, to: str) -> list[str]:
    return [message.subject.strip() for message in mail_box(to=to)]


def test_an_auction_tells_each_person_once_in_their_own_language(travel, mail_box, live_news):
    sale = a_contest()
    outbox.drain()
    close(travel)
    assert subjects(mail_box, "first@mazad.example") == [
        "تم تجاوز مزايدتك: \u2068A brass clock\u2069",
        "لم يرسُ عليك المزاد: \u2068A brass clock\u2069",
    ]
    assert subjects(mail_box, "second@mazad.example") == ["You won: A brass clock"]
    assert subjects(mail_box, "seller@mazad.example") == ["بيعت قطعتك: \u2068A brass clock\u2069"]
    assert [news["kind"] for news in live_news(sale.first_id)] == ["outbid", "lost"]
    assert [(news["kind"], news["title"]) for news in live_news(sale.second_id)] == [("won", "You won: A brass clock")]
    assert [news["kind"] for news in live_news(sale.seller_id)] == ["sold"]


def test_live_news_says_where_and_how_many(live_news):
    sale = a_contest()
    outbox.drain()
    (news,) = live_news(sale.first_id)
    (notice,) = queries.page(sale.first_id).notices
    assert news == {
        "id": notice.id,
        "kind": "outbid",
        "title": "تم تجاوز مزايدتك: \u2068A brass clock\u2069",
        "auction_id": sale.auction_id,
        "url": f"/auctions/{sale.auction_id}",
        "unread": 1,
        "created_at": clock.now().isoformat(),
    }


def test_a_fact_delivered_again_tells_nobody_again(travel, notices, mail_box, live_news, deliver_again):
    sale = a_contest()
    outbox.drain()
    deliver_again("outbid", "notice_made")
    assert len(notices()) == len(mail_box()) == 1
    close(travel)
    before = len(notices()), len(mail_box()), len(live_news(sale.second_id))
    deliver_again("auction_closed", "outbid", "notice_made")
    outbox.drain()
    assert (len(notices()), len(mail_box()), len(live_news(sale.second_id))) == before


def test_who_leads_again_by_now_is_not_told_of_having_been_outbid(notices):
    sale = a_contest()
    bid(sale.auction_id, sale.first_id, "99.99")
    outbox.drain()
    assert [(row.person_id, row.kind) for row in notices()] == [(sale.second_id, "outbid")]


def test_one_fact_tells_all_who_were_outbid_at_once(notices):
    sale, third_id = a_contest(), a_person()
    outbid = [sale.first_id, third_id, sale.second_id]  # whoever leads by now is among them
    with transaction() as session:
        outbox.record(session, "outbid", clock.now(), auction_id=sale.auction_id, people=outbid, seq=3)
    outbox.drain()
    assert [len(notices(person_id, "outbid")) for person_id in outbid] == [2, 1, 0]


def test_a_fact_recorded_before_an_upgrade_is_told_too(notices):
    sale, third_id = a_contest(), a_person()
    with transaction() as session:
        outbox.record(session, "outbid", clock.now(), auction_id=sale.auction_id, person_id=third_id, seq=3)
    outbox.drain()
    assert len(notices(third_id, "outbid")) == 1


def test_after_the_end_nobody_is_told_of_having_been_outbid(travel, notices):
    sale = a_contest()
    close(travel)
    assert not notices(kind="outbid")
    assert [row.kind for row in notices(sale.first_id)] == ["lost"]


def test_a_bidding_war_is_one_unread_line(notices):
    sale = a_contest()
    outbox.drain()
    for amount in (100, 200, 300):
        bid(sale.auction_id, sale.first_id, str(amount))
        bid(sale.auction_id, sale.second_id, str(amount + 50))
        outbox.drain()
    assert len(notices(sale.first_id, "outbid")) == 4
    assert [notice.id for notice in queries.page(sale.first_id).notices] == [notices(sale.first_id)[-1].id]
    assert queries.unread_count(sale.first_id) == 1


def test_a_read_line_is_not_replaced():
    sale = a_contest()
    outbox.drain()
    service.read_all(person_id=sale.first_id)
    bid(sale.auction_id, sale.first_id, "100")
    bid(sale.auction_id, sale.second_id, "150")
    outbox.drain()
    assert [notice.is_read for notice in queries.page(sale.first_id).notices] == [False, True]


def test_news_that_comes_late_is_not_told():
    person_id, auction_id = a_person(), an_auction()
    payload = {"title": "A clock", "price_minor": 1, "currency": "USD", "closes_at": clock.now().isoformat()}

    def tell(fact_id: int, price: int) -> tuple[int, ...]:
        news = News(person_id, "outbid", payload | {"price_minor": price})
        return service.tell_people(fact_id=fact_id, auction_id=auction_id, news=[news]).notice_ids

    assert tell(12, 200)
    assert not tell(10, 100)
    assert [notice.payload["price_minor"] for notice in queries.page(person_id).notices] == [200]


def test_the_result_takes_the_place_of_unread_news_about_the_lot(travel):
    sale = a_contest()
    outbox.drain()
    close(travel)
    assert [notice.kind for notice in queries.page(sale.first_id).notices] == ["lost"]


def test_a_reserve_that_was_not_met_is_told_as_such(travel, mail_box):
    sale = a_contest(reserve_minor=50_000, title="ساعة نحاسية")
    outbox.drain()
    close(travel)
    assert subjects(mail_box, "second@mazad.example") == ["You did not win: \u2068ساعة نحاسية\u2069"]
    assert subjects(mail_box, "seller@mazad.example") == ["لم تُبع قطعتك: ساعة نحاسية"]
    text = mail_box(to="second@mazad.example")[0].text
    assert "The reserve price was not met, so the lot was not sold." in text
    assert "500" not in text
    (told,) = queries.page(sale.seller_id).notices
    assert (told.payload["reason"], told.payload["hammer_minor"]) == ("reserve_not_met", None)


def test_without_bids_only_the_seller_is_told(travel, notices, mail_box):
    seller_id = an_arab(email="seller@mazad.example", roles=("seller",))
    an_auction(seller_id)
    close(travel)
    assert [(row.person_id, row.kind) for row in notices()] == [(seller_id, "unsold")]
    assert "أُغلق المزاد دون أي مزايدة" in mail_box()[0].text


def test_a_cancelled_auction_is_told_with_its_public_reason(notices, mail_box):
    sale = a_contest()
    bidding.end_early(auction_id=sale.auction_id, person_id=sale.seller_id, how="cancel", reason="Fell from the shelf")
    outbox.drain()
    assert [row.kind for row in notices(sale.first_id)] == ["cancelled"]
    assert subjects(mail_box, "second@mazad.example") == ["The auction was cancelled: A brass clock"]
    assert subjects(mail_box, "first@mazad.example") == ["أُلغي المزاد: \u2068A brass clock\u2069"]
    assert "Fell from the shelf" in mail_box(to="second@mazad.example")[0].text
    assert [row.kind for row in notices(sale.seller_id)] == ["unsold"]


def test_a_lot_bought_at_its_fixed_price(notices, mail_box):
    seller_id, buyer_id = an_arab(roles=("seller",)), a_person(email="buyer@mazad.example")
    auction_id = an_auction(seller_id, buy_now_minor=5000)
    bidding.buy_now(auction_id=auction_id, person_id=buyer_id)
    outbox.drain()
    assert {(row.person_id, row.kind) for row in notices()} == {(buyer_id, "won"), (seller_id, "sold")}
    assert "You bought the lot at its fixed price of $50.00." in mail_box(to="buyer@mazad.example")[0].text


def test_a_retraction_tells_the_new_leader_and_the_seller_and_not_the_one_who_did_it(notices, mail_box):
    sale = a_contest()
    outbox.drain()
    bidding.retract_bid(auction_id=sale.auction_id, person_id=sale.second_id, reason="amount_error")
    outbox.drain()
    assert not notices(sale.second_id)
    assert [notice.kind for notice in queries.page(sale.first_id).notices] == ["leading_again"]
    assert [row.kind for row in notices(sale.seller_id)] == ["bid_retracted"]
    assert subjects(mail_box, "first@mazad.example")[1:] == ["عدت صاحب أعلى مزايدة: \u2068A brass clock\u2069"]
    assert subjects(mail_box, "seller@mazad.example") == ["سُحبت مزايدة: \u2068A brass clock\u2069"]


def test_a_retraction_below_the_leader_does_not_tell_the_leader(notices):
    sale = a_contest()
    outbox.drain()
    bidding.retract_bid(auction_id=sale.auction_id, person_id=sale.first_id, reason="amount_error")
    outbox.drain()
    assert not notices(sale.second_id)
    assert [row.kind for row in notices(sale.seller_id)] == ["bid_retracted"]


def test_the_leader_hears_of_a_lower_reserve(notices, mail_box):
    sale = a_contest(reserve_minor=50_000)
    outbox.drain()
    bidding.lower_reserve(auction_id=sale.auction_id, person_id=sale.seller_id, amount="70")
    outbox.drain()
    assert [row.kind for row in notices(sale.second_id)] == ["reserve_lowered"]
    assert subjects(mail_box, "second@mazad.example") == ["The reserve price was lowered: A brass clock"]
    assert not notices(sale.seller_id)


def test_a_lot_with_more_bidders_than_a_batch(travel, notices, monkeypatch):
    monkeypatch.setattr("auction.notices.reactions.TOGETHER", 3)
    monkeypatch.setattr("auction.notices.service.telling.LETTERS_A_FACT", 2)
    auction_id = an_auction()
    people = [a_person() for _ in range(8)]
    for number, person_id in enumerate(people):
        bid(auction_id, person_id, str(20 + 10 * number))
    close(travel)
    assert {row.person_id for row in notices(kind="lost")} == set(people[:-1])
    assert {row.mail_state for row in notices(kind="won") + notices(kind="sold")} == {"sent"}
    assert "due" in {row.mail_state for row in notices()}, "a crowd's letters are spread over time"
    travel(seconds=1)
    outbox.drain()
    assert {row.mail_state for row in notices()} == {"sent"}


@pytest.mark.parametrize("reserve_minor", [None, 99_99])
def test_no_maximum_and_no_reserve_is_in_anything_that_anybody_is_told(
    travel, notices, mail_box, live_news, reserve_minor
):
    """The leader's 77.77 and the reserve of 99.99, then 88.88, are looked for in each notice, mail and live message."""
    sale = a_contest(reserve_minor=reserve_minor)
    outbox.drain()
    if reserve_minor:
        bidding.lower_reserve(auction_id=sale.auction_id, person_id=sale.seller_id, amount="88.88")
        outbox.drain()
    close(travel)
    said = [json.dumps(row.payload) for row in notices()]
    said += [f"{message.subject} {message.text} {message.html}" for message in mail_box()]
    said += [str(news) for person in (sale.first_id, sale.second_id, sale.seller_id) for news in live_news(person)]
    facts = db.session.execute(sa.select(outbox.FactRow.payload)).scalars()
    said += [json.dumps(payload) for payload in facts]
    assert len(said) > 12
    for secret in ("77.77", "7777", "٧٧٫٧٧", "99.99", "9999", "٩٩٫٩٩", "88.88", "8888", "٨٨٫٨٨"):
        assert not [text for text in said if secret in text], secret


def test_no_mail_names_another_person(travel, mail_box):
    a_contest()
    outbox.drain()
    close(travel)
    for message in mail_box():
        others = {"first@", "second@", "seller@"} - {message.to.split("@")[0] + "@"}
        assert not [other for other in others if other in f"{message.text} {message.html}"]


def test_the_dot_of_an_arabic_currency_ends_the_sentence():
    with reading_as(ARABIC_READER):
        said = wording.text("lost", ENDED | {"currency": "KWD"})
    assert said.rstrip("\u200f").endswith("د.ك.")
    assert ".." not in said.replace("\u200f", "")


def test_a_mail_is_laid_out_for_its_reader(mail_box, config):
    sale = a_contest()
    outbox.drain()
    (message,) = mail_box()
    assert isinstance(message, mail.Kept)
    assert 'dir="rtl"' in message.html
    assert 'lang="ar"' in message.html
    assert "<bdi" in message.html
    with reading_as(ARABIC_READER):
        assert money_text(3433, "USD") in message.text  # one step above the first bidder's maximum
    assert "١٧ مارس ٢٠٢٦" in message.text
    assert f"{config.public_url}/auctions/{sale.auction_id}" in message.text
    assert f"{config.public_url}/notices/settings" in message.text


def test_old_notices_go_when_nobody_looks_for_them_any_more(travel):
    lot, ann, ben = an_auction(), a_person(), a_person()
    bid(lot, ann, "20")
    bid(lot, ben, "40")
    outbox.drain()
    service.tell_people(fact_id=900, auction_id=None, news=[News(ben, "lost", ENDED)])
    assert service.forget_old() == 0
    service.read_all(person_id=ann)
    travel(days=89)
    assert service.forget_old() == 0
    travel(days=2)
    assert service.forget_old() == 1  # ann's, which was read
    assert not queries.page(ann).notices
    travel(days=280)
    assert service.forget_old() == 1
    assert service.forget_old() == 0
