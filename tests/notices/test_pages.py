"""The pages and the API of notices: one's own alone, in one's own language, read when they are read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from auction import clock, outbox
from auction.notices import queries, service
from auction.notices.models import ALWAYS_MAILED, KINDS
from auction.notices.service import News
from tests.bidding.builders import a_person, an_auction
from tests.notices.builders import ENDED, a_contest, an_arab

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def sign_in(new_client):
    """`sign_in(person_id)`: a client in whose session that person is signed in."""

    def enter(person_id: int):
        client = new_client()
        with client.application.app_context():
            from auction.accounts.models import Person
            from auction.db import db

            mark = db.session.get(Person, person_id).fs_uniquifier
        with client.session_transaction() as session:
            session["_user_id"] = mark
            session["_fresh"] = True
        return client

    return enter


@pytest.fixture
def contest(inside):
    sale = inside(a_contest)
    inside(outbox.drain)
    return sale


def test_the_list_is_worded_for_its_reader_and_links_to_the_lot(contest, sign_in):
    text = sign_in(contest.first_id).get("/notices").text
    assert "تم تجاوز مزايدتك" in text
    assert f'href="/auctions/{contest.auction_id}"' in text
    assert "غير مقروء</span>" in text
    assert "اليوم" in text


def test_the_list_is_for_the_signed_in_alone(client):
    assert client.get("/notices").status_code == 302
    assert client.get("/api/v1/notices").status_code == 401


def test_an_empty_list_says_what_to_do_next(inside, sign_in):
    assert "Nothing to tell you yet" in sign_in(inside(a_person)).get("/notices").text


def test_the_list_is_grouped_by_the_readers_own_days(inside, sign_in):
    person_id, auction_id = inside(an_arab), inside(an_auction)
    for fact_id, instant in enumerate(("2026-03-10T20:59", "2026-03-13T20:30", "2026-03-13T21:30")):
        with clock.at(datetime.fromisoformat(f"{instant}:00+00:00")):
            news = [News(person_id, "lost", ENDED)]
            inside(service.tell_people, fact_id=fact_id, auction_id=auction_id, news=news)
    text = sign_in(person_id).get("/notices").text
    positions = [text.index(f">{name}<") for name in ("اليوم", "أمس", "١٠ مارس ٢٠٢٦")]
    assert positions == sorted(positions)


def test_marking_one_and_all_as_read(contest, sign_in, csrf, inside):
    hand = csrf(sign_in(contest.first_id))
    (notice,) = inside(queries.page, contest.first_id).notices
    assert hand.post("/notices/read", data={"notice_id": notice.id}).status_code == 303
    assert inside(queries.unread_count, contest.first_id) == 0
    assert "غير مقروء</span>" not in hand.get("/notices").text
    assert hand.post("/notices/read").status_code == 303


def test_other_peoples_notices_do_not_exist(contest, sign_in, csrf, inside):
    (notice,) = inside(queries.page, contest.first_id).notices
    stranger = csrf(sign_in(contest.second_id))
    assert stranger.post("/notices/read", data={"notice_id": notice.id}).status_code == 404
    assert stranger.post("/api/v1/notices/read", json={"notice_id": notice.id}).status_code == 404
    assert stranger.post("/notices/read", data={"notice_id": "x"}).status_code == 404
    stranger.post("/notices/read")
    stranger.post("/api/v1/notices/read", json={"auction_id": contest.auction_id})
    assert inside(queries.unread_count, contest.first_id) == 1
    assert stranger.get("/api/v1/notices").json["notices"] == []


def test_looking_at_the_lot_reads_what_was_told_about_it(contest, sign_in, inside):
    sign_in(contest.second_id).get(f"/auctions/{contest.auction_id}")
    first = sign_in(contest.first_id)
    first.get(f"/auctions/{contest.auction_id}", headers={"Sec-Purpose": "prefetch"})
    assert inside(queries.unread_count, contest.first_id) == 1
    first.get(f"/auctions/{contest.auction_id}")
    assert inside(queries.unread_count, contest.first_id) == 0


def test_the_api_lists_pages_and_marks(inside, sign_in, csrf):
    person_id = inside(a_person)
    for fact_id in range(5):
        inside(service.tell_people, fact_id=fact_id, auction_id=None, news=[News(person_id, "won", ENDED)])
    hand = csrf(sign_in(person_id))
    first = hand.get("/api/v1/notices?limit=2").json
    second = hand.get("/api/v1/notices", query_string={"limit": 2, "after": first["after"]}).json
    third = hand.get("/api/v1/notices", query_string={"limit": 2, "after": second["after"]}).json
    listed = [notice["id"] for page in (first, second, third) for notice in page["notices"]]
    assert listed == sorted(listed, reverse=True)
    assert (len(listed), third["after"], first["unread"]) == (5, None, 5)
    assert first["notices"][0] == {
        "id": listed[0],
        "kind": "won",
        "title": "You won: A clock",
        "text": "The lot is yours for $12.50. Payment and delivery come next.",
        "url": "/notices",
        "auction_id": None,
        "created_at": clock.now().isoformat(),
        "is_read": False,
    }
    assert hand.post("/api/v1/notices/read", json={"notice_id": listed[0]}).json == {"unread": 4}
    assert hand.post("/api/v1/notices/read", json={}).json == {"unread": 0}
    assert hand.get("/api/v1/notices?limit=0").status_code == 422


def test_the_list_pages_by_cursor(inside, sign_in, travel):
    person_id = inside(a_person)
    for fact_id in range(31):
        inside(service.tell_people, fact_id=fact_id, auction_id=None, news=[News(person_id, "won", ENDED)])
    client = sign_in(person_id)
    first = client.get("/notices").text
    assert first.count('id="notice-') == 30
    after = first.split("/notices?after=")[1].split('"')[0]
    assert client.get(f"/notices?after={after}").text.count('id="notice-') == 1
    assert client.get("/notices?after=nonsense").text.count('id="notice-') == 30
    travel(to=clock.now() + timedelta(days=1))
    assert "Yesterday" in client.get("/notices").text


def test_choosing_mails_on_the_settings_page(inside, sign_in, csrf):
    person_id = inside(a_person)
    hand = csrf(sign_in(person_id))
    page = hand.get("/notices/settings").text
    assert page.count(" checked") == len(KINDS)
    assert hand.post("/notices/settings", data={"kinds": ["outbid"]}).status_code == 303
    assert inside(queries.mailed_kinds, person_id) == {"outbid", *ALWAYS_MAILED}
    assert hand.get("/notices/settings").text.count(" checked") == 1 + len(ALWAYS_MAILED)


def test_the_bell_counts_what_is_unread(contest, sign_in):
    assert "data-bell-count>١</span>" in sign_in(contest.first_id).get("/notices").text
    assert "data-bell-count hidden>" in sign_in(contest.second_id).get("/notices").text
