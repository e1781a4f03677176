"""Reporting a listing: once each, seen by moderators alone, settled by one of them with a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.accounts import queries as accounts
from auction.disputes import queries, service
from auction.errors import Absent, Conflict, Forbidden, Invalid
from tests.bidding.builders import a_person, a_seller, an_auction
from tests.bidding.paper import alerts, errors, find_form, said, send, typed
from tests.builders_people import moderator, operator

pytestmark = pytest.mark.usefixtures("moment")


def report(lot, person_id, reason="counterfeit", text=""):
    return service.report_listing(auction_id=lot, person_id=person_id, reason=reason, text=text)


def settle(report_id, by_id, outcome="acted", **more):
    return service.settle_report(report_id=report_id, by_id=by_id, outcome=outcome, **more)


def waiting():
    return queries.reports(is_settled=False)


def test_a_report_waits_until_a_moderator_settles_it(house):
    lot, ann, judge = an_auction(), a_person(handle="ann"), moderator(handle="judge")
    made = report(lot, ann, text="  The dial is new. ")
    [one] = waiting()
    assert (one.id, one.reporter, one.reason, one.text, one.alike) == (
        made.report_id, "ann", "counterfeit", "The dial is new.", 1,
    )  # fmt: skip
    settle(made.report_id, judge, note="Withdrawn by the seller.")
    assert waiting() == []
    [done] = queries.reports(is_settled=True)
    assert (done.outcome, done.settled_by, done.note) == ("acted", "judge", "Withdrawn by the seller.")
    act = accounts.audit_trail()[0]
    assert (act.act, act.actor, act.details["outcome"]) == ("settle_report", "judge", "acted")


def test_each_reports_a_listing_once_and_others_are_counted(house):
    lot, ann, ben = an_auction(), a_person(), a_person()
    report(lot, ann)
    with pytest.raises(Conflict, match="already_reported"):
        report(lot, ann, "misleading")
    report(lot, ben, "misleading")
    assert [one.alike for one in waiting()] == [2, 2]
    assert queries.has_reported(ann, lot)
    assert not queries.has_reported(a_person(), lot)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"reason": "ugly"}, {"reason": ["unknown_choice"]}),
        ({"reason": "other", "text": "  "}, {"text": ["needed"]}),
        ({"reason": "counterfeit", "text": "x" * 2001}, {"text": ["too_long"]}),
    ],
)
def test_a_report_needs_a_reason_that_says_something(house, given, fields):
    lot, ann = an_auction(), a_person()
    with pytest.raises(Invalid) as refused:
        report(lot, ann, **given)
    assert refused.value.fields == fields
    assert waiting() == []


def test_what_one_cannot_see_or_sells_oneself_is_not_reported(house):
    seller, ann = a_seller(), a_person()
    later = clock.now() + timedelta(hours=1)
    hidden = an_auction(seller, opens_at=later, closes_at=later + timedelta(days=1))
    with pytest.raises(Absent):
        report(hidden, ann)
    with pytest.raises(Forbidden, match="own_listing"):
        report(an_auction(seller), seller)


def test_only_a_moderator_who_is_no_party_settles_and_once(house):
    judge = moderator()
    lot, ann = an_auction(), a_person()
    theirs, other = report(lot, judge).report_id, report(lot, ann).report_id
    for who, refused in ((ann, "role_needed"), (operator(), "role_needed")):
        with pytest.raises(Forbidden, match=refused):
            settle(other, who)
    with pytest.raises(Forbidden, match="not_over_this_person"):
        settle(theirs, judge)
    with pytest.raises(Invalid):
        settle(other, judge, "perhaps")
    with pytest.raises(Invalid):
        settle(other, judge, note="x" * 501)
    settle(other, judge)
    with pytest.raises(Conflict, match="already_settled"):
        settle(other, judge, "nothing_wrong")
    with pytest.raises(Absent):
        settle(999, judge)


def test_a_reader_reports_from_the_lots_page_and_keeps_their_words(enter, inside):
    ann, lot = enter(a_person), inside(an_auction)
    assert f'href="/auctions/{lot}/report"' in ann.client.get(f"/auctions/{lot}").text
    page = ann.client.get(f"/auctions/{lot}/report")
    refused = send(ann.client, page, "/report", reason="", text="It has a new dial.")
    assert refused.status_code == 422
    assert errors(refused).keys() == {"reason"}
    assert typed(refused, "/report", "text") == "It has a new dial."
    done = send(ann.client, refused, "/report", reason="misleading")
    assert (done.status_code, done.location) == (303, f"/auctions/{lot}")
    assert "The moderators will look at it" in said(ann.client.get(done.location))
    again = ann.client.get(f"/auctions/{lot}/report?lang=ar")
    assert find_form(again, "/report") is None
    assert "لقد أبلغت عن هذا الإعلان" in said(again)


def test_the_seller_is_not_offered_it_and_a_guest_signs_in(enter, inside):
    seller = enter(a_seller)
    lot = inside(an_auction, seller.id)
    assert "/report" not in seller.client.get(f"/auctions/{lot}").text
    assert find_form(seller.client.get(f"/auctions/{lot}/report"), "/report") is None
    guest = enter().client.get(f"/auctions/{lot}/report")
    assert (guest.status_code, "/login" in guest.location) == (302, True)


def test_a_moderator_settles_on_the_page(enter, inside):
    judge, ann, lot = enter(moderator), enter(a_person), inside(an_auction)
    made = inside(report, lot, ann.id, text="<b>new dial</b>")
    assert "/moderator/reports" in judge.client.get("/").text
    page = judge.client.get("/moderator/reports")
    assert "It is counterfeit" in said(page)
    assert "&lt;b&gt;new dial" in page.text
    address = f"/moderator/reports/{made.report_id}"
    refused = send(judge.client, page, address, outcome="perhaps", note="Looked twice.")
    assert (refused.status_code, len(alerts(refused))) == (422, 1)
    assert typed(refused, address, "note") == "Looked twice."
    assert send(judge.client, refused, address, outcome="nothing_wrong").status_code == 303
    assert "No report waits" in said(judge.client.get("/moderator/reports"))
    assert "لا شيء خطأ فيه" in said(judge.client.get("/moderator/reports?show=settled&lang=ar"))
    for other in (ann, enter(operator)):
        assert other.client.get("/moderator/reports").status_code == 403
        assert "/moderator/reports" not in other.client.get("/").text
