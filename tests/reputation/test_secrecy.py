"""What one side has said nobody else learns before its time: by no page, no API, no socket and no notice."""

from __future__ import annotations

import json

import pytest

from auction import outbox
from auction.live.sending import socketio
from auction.notices import queries as notices
from auction.notices.models import FEEDBACK_DUE, FEEDBACK_REPLIED, FEEDBACK_REVEALED
from auction.reputation import jobs, queries, service
from tests import builders_people as people
from tests.builders_reputation import a_deal, give

SECRET = "Tulips-and-thunder"


def kinds_told(person_id: int) -> list[str]:
    return [one.kind for one in notices.page(person_id).notices if one.kind.startswith("feedback")]


def everything_read_by(client, handle: str, order_id: int) -> str:
    """Every page and answer on which feedback could stand, as one text."""
    paths = [
        f"/sellers/{handle}",
        f"/people/{handle}/feedback",
        f"/people/{handle}/feedback?as=buyer",
        f"/api/v1/people/{handle}/feedback",
        f"/api/v1/people/{handle}/feedback?as=buyer",
        f"/api/v1/people/{handle}/scorecard",
        "/house/scorecard",
        "/my/feedback?show=received",
        f"/orders/{order_id}",
        f"/orders/{order_id}/feedback",
        "/notices",
    ]
    return "\n".join(client.get(path, follow_redirects=True).get_data(as_text=True) for path in paths)


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_nobody_else_reads_it_before_it_is_revealed(app, inside, new_client, sign_in_as, moment, side: str):
    deal = inside(a_deal, seller_id=inside(people.seller, handle="hala"))
    handle = "hala" if side == "buyer" else inside(lambda: people.row_of(deal.buyer_id).handle)
    given = inside(give, deal, side, 1, SECRET)
    inside(outbox.drain)
    other = deal.seller_id if side == "buyer" else deal.buyer_id
    giver = deal.buyer_id if side == "buyer" else deal.seller_id
    readers = {"nobody": new_client(), "the other": sign_in_as(other), "staff": sign_in_as(inside(people.operator))}
    for who, client in readers.items():
        read = everything_read_by(client, handle, deal.order_id)
        assert SECRET not in read, who
        assert f"feedback-{given.feedback_id}" not in read, who
    summary = json.loads(readers["nobody"].get(f"/api/v1/people/{handle}/feedback").data)
    assert (summary["summary"]["count"], summary["feedback"]) == (0, [])
    assert readers["the other"].get(f"/feedback/{given.feedback_id}/reply").status_code == 404
    assert readers["staff"].get(f"/feedback/{given.feedback_id}/hide").status_code == 404
    assert SECRET in sign_in_as(giver).get(f"/orders/{deal.order_id}").get_data(as_text=True)
    assert inside(kinds_told, other) == []

    inside(give, deal, "seller" if side == "buyer" else "buyer")
    as_side = "seller" if side == "buyer" else "buyer"
    assert SECRET in new_client().get(f"/people/{handle}/feedback?as={as_side}").get_data(as_text=True)


def test_no_fact_of_one_side_alone_is_recorded(house, moment):
    deal = a_deal()
    give(deal, "buyer", 1, SECRET)
    rows = outbox.db.session.execute(outbox.sa.select(outbox.FactRow.kind, outbox.FactRow.payload)).all()
    assert not [row for row in rows if row.kind.startswith("feedback") or SECRET in str(row.payload)]


def test_both_are_told_when_both_have_given_and_once(house, moment):
    deal = a_deal()
    give(deal, "buyer", 4)
    give(deal, "seller", 5)
    outbox.drain()
    assert kinds_told(deal.buyer_id) == kinds_told(deal.seller_id) == [FEEDBACK_REVEALED]
    assert jobs.look_after_feedback() == 0


def test_when_the_time_is_over_it_is_read_and_told_once(house, travel):
    deal, silent = a_deal(), a_deal()
    give(deal, "buyer", 1, SECRET)
    travel(days=60, microseconds=-1)
    jobs.look_after_feedback()
    outbox.drain()
    assert FEEDBACK_REVEALED not in kinds_told(deal.seller_id)
    assert queries.received_by(deal.seller_id, "buyer").feedback == ()
    travel(microseconds=1)
    assert [one.text for one in queries.received_by(deal.seller_id, "buyer").feedback] == [SECRET]
    assert jobs.look_after_feedback() == 2
    assert jobs.look_after_feedback() == 0
    outbox.drain()
    assert kinds_told(deal.seller_id).count(FEEDBACK_REVEALED) == 1
    assert FEEDBACK_REVEALED not in kinds_told(deal.buyer_id)
    assert FEEDBACK_REVEALED not in kinds_told(silent.seller_id)


def test_who_has_not_given_is_reminded_once_after_seven_days(house, travel):
    deal = a_deal()
    give(deal, "buyer")
    travel(days=7, microseconds=-1)
    assert jobs.look_after_feedback() == 0
    travel(microseconds=1)
    assert jobs.look_after_feedback() == 1
    assert jobs.look_after_feedback() == 0
    outbox.drain()
    assert kinds_told(deal.seller_id) == [FEEDBACK_DUE]
    assert kinds_told(deal.buyer_id) == []


def test_who_gave_it_is_told_of_the_reply(house, moment):
    deal = a_deal()
    one = give(deal, "buyer", 2, "Slow.")
    give(deal, "seller")
    service.reply_to_feedback(feedback_id=one.feedback_id, person_id=deal.seller_id, text="Sorry.")
    outbox.drain()
    assert FEEDBACK_REPLIED in kinds_told(deal.buyer_id)
    assert FEEDBACK_REPLIED not in kinds_told(deal.seller_id)


def test_no_socket_tells_of_one_side_alone(house, moment, monkeypatch):
    sent: list[str] = []
    monkeypatch.setattr(socketio, "emit", lambda *given, **named: sent.append(json.dumps([given, named], default=str)))
    deal = a_deal()
    outbox.drain()
    sent.clear()
    give(deal, "buyer", 1, SECRET)
    outbox.drain()
    assert sent == []
