"""Cancelling one bidder's bids: by the seller or the house, who is told, what is public, and who stays a number."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import outbox
from auction.accounts import queries as accounts
from auction.accounts import service as people
from auction.accounts.models import AuditEntry
from auction.bidding import queries, service
from auction.bidding.queries.lot_page import lot_view
from auction.db import db
from auction.notices import wording
from auction.notices.models import Notice
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import find_form, send
from tests.bidding.seeing import kinds, refused

REASON = "They wrote that they will not pay."
house = pytest.mark.usefixtures("house", "moment")


def cancel(lot, who, alias, reason=REASON, *, block=False):
    asked = service.Cancelling(alias, reason, is_blocked_too=block)
    return service.cancel_bids(auction_id=lot, person_id=who, asked=asked)


def a_moderator():
    person = a_person()
    people.grant_role(person_id=person, role="moderator")
    return person


def a_contest(**terms):
    """Ann leads with 80 before Ben with 50: bidder 1 and bidder 2."""
    seller, ann, ben = a_seller(), a_person(), a_person()
    lot = an_auction(seller, **terms)
    bid(lot, ann, "80")
    bid(lot, ben, "50")
    return lot, seller, ann, ben


@house
def test_all_bids_of_one_bidder_fall_and_the_price_is_found_anew():
    lot, seller, _ann, ben = a_contest()
    bid(lot, ben, "60")
    changed = cancel(lot, seller, 2)
    assert (changed.state.price_minor, changed.state.leader, changed.state.count) == (1000, 1, 1)
    assert changed.facts == {"public_reason": REASON, "by": "seller", "fallen": (3, 4)}
    assert queries.public_state(lot).to_plain() == changed.state.to_plain()
    assert queries.own_parts(ben, [lot])[lot].maximum_minor is None
    assert kinds(lot)[-1] == "bids_cancelled"
    assert queries.standing_bidders(lot) == [1]


@house
def test_everybody_whose_state_changed_is_told_once_and_the_bidder_why():
    lot, seller, ann, ben = a_contest()
    outbox.drain()
    cancel(lot, seller, 1)
    outbox.drain()
    told = {
        row.person_id: row
        for row in db.session.execute(sa.select(Notice).where(Notice.replaced_at.is_(None))).scalars()
    }
    assert (told[ann].kind, told[ben].kind) == ("bids_cancelled", "leading_again")
    assert told[ann].payload["public_reason"] == REASON
    assert "The seller cancelled" in wording.text("bids_cancelled", told[ann].payload)
    assert seller not in told


@house
def test_the_house_may_until_the_end_and_the_seller_is_told_and_the_act_is_in_the_trail(travel):
    lot, seller, ann, _ben = a_contest()
    travel(to=queries.public_state(lot).closes_at - timedelta(hours=2))
    assert refused(cancel, lot, seller, 1) == "too_late_to_cancel"
    moderator = a_moderator()
    changed = cancel(lot, moderator, 1)
    assert changed.facts["by"] == "house"
    (trail,) = db.session.execute(sa.select(AuditEntry).where(AuditEntry.act == "cancel_bids")).scalars()
    assert (trail.actor_id, trail.subject) == (moderator, f"auction:{lot}")
    assert trail.details == {"bidder": 1, "reason": REASON}
    outbox.drain()
    told = {
        row.person_id: row.payload
        for row in db.session.execute(sa.select(Notice)).scalars()
        if row.kind == "bids_cancelled"
    }
    assert set(told) == {ann, seller}
    assert "of one bidder on your lot" in wording.text("bids_cancelled", told[seller])


@house
def test_inside_twelve_hours_the_seller_may_while_the_reserve_is_not_met(travel):
    lot, seller, _ann, _ben = a_contest(reserve_minor=50_000)
    travel(to=queries.public_state(lot).closes_at - timedelta(hours=2))
    assert cancel(lot, seller, 1).state.leader == 2


@house
def test_refusals_change_nothing():
    lot, seller, ann, _ben = a_contest()
    assert refused(cancel, lot, ann, 2) == "not_your_lot"
    assert refused(cancel, lot, a_seller(), 2) == "not_your_lot"
    assert refused(cancel, lot, seller, 3) == "no_bid_to_cancel"
    assert refused(cancel, lot, seller, 2, " ", block=True) == "reason_needed"
    assert refused(cancel, lot, seller, 2, "x" * 301).startswith("invalid")
    assert kinds(lot) == ["opened", "bid", "bid"]
    assert accounts.blocked_unnamed(seller) == [], "a block goes with what was accepted"


@house
def test_blocking_along_keeps_the_bidder_a_number():
    lot, seller, ann, ben = a_contest()
    cancel(lot, seller, 2, block=True)
    assert accounts.blocked_by(seller) == []
    (line,) = accounts.blocked_unnamed(seller)
    assert (line.alias, line.lot) == (2, "A brass clock")
    assert refused(bid, lot, ben, "90") == "blocked"
    assert refused(bid, an_auction(seller), ben, "90") == "blocked"
    handle = accounts.handles([ben])[ben]
    people.block_person(owner_id=seller, handle=handle)
    assert (accounts.blocked_by(seller), len(accounts.blocked_unnamed(seller))) == ([handle], 1), (
        "neither tells of the other"
    )
    people.unblock_person(owner_id=seller, handle=handle)
    assert refused(bid, lot, ben, "90") == "blocked"
    assert refused(people.unblock_unnamed, owner_id=ann, block_id=line.block_id) == "not_found"
    people.unblock_unnamed(owner_id=seller, block_id=line.block_id)
    assert bid(lot, ben, "90").alias == 2


@house
def test_how_often_is_counted_in_public():
    lot, seller, ann, ben = a_contest()
    cancel(lot, seller, 2)
    bid(lot, ben, "60")
    cancel(lot, seller, 2)
    service.retract_bid(auction_id=lot, person_id=ann, reason="amount_error")
    view = lot_view(lot, None)
    assert (dict(view.retractions), dict(view.cancellations)) == ({1: 1}, {2: 2})


@pytest.fixture
def contest(inside):
    return inside(a_contest)


def post(guest, lot, **words):
    return send(
        guest.client, guest.client.get(f"/auctions/{lot}"), "/cancellation", **({"bidder": "2", "why": REASON} | words)
    )


def test_the_sellers_page_offers_it_and_everybody_reads_what_came_of_it(contest, enter):
    lot, seller, *_ = contest
    own = enter(seller)
    page = own.client.get(f"/auctions/{lot}").get_data(as_text=True)
    assert "Cancel one bidder’s bids" in page
    assert "Block this person too" in page
    assert post(own, lot, block="on").status_code == 302
    read = enter().client.get(f"/auctions/{lot}/history").get_data(as_text=True)
    assert "The seller cancelled the bids of" in read
    assert REASON in read
    assert "bids were cancelled 1 time on this lot" in read
    blocks = own.client.get("/settings/blocks").get_data(as_text=True)
    assert "Bidder 2" in blocks
    assert "A brass clock" in blocks


def test_what_was_typed_stays_where_it_is_refused(contest, enter):
    lot, seller, *_ = contest
    answer = post(enter(seller), lot, bidder="1", why="")
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Please give a reason. It will be public." in page
    assert 'value="1" selected' in page


def test_moderators_have_it_too_and_nobody_else(contest, enter):
    lot, _seller, _ann, ben = contest
    assert "As the house" in enter(a_moderator).client.get(f"/auctions/{lot}").get_data(as_text=True)
    assert find_form(enter(ben).client.get(f"/auctions/{lot}"), "/cancellation") is None
