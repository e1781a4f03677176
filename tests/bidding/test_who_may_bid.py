"""Who may bid with whom, and what becomes of a bid that is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction.accounts.service import block_person, lift_sanction, sanction_person, unblock_person
from auction.bidding import queries, service
from auction.errors import Conflict
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, refused
from tests.builders_people import row_of

pytestmark = pytest.mark.usefixtures("house", "moment")


def test_a_seller_never_bids_on_their_own_lot_but_on_others():
    seller = a_seller()
    lot = an_auction(seller)
    assert refused(bid, lot, seller, "50") == "own_lot"
    assert refused(bid, an_auction(), seller, "50") == "accepted"
    assert kinds(lot) == ["opened"]


def test_an_unconfirmed_address_bids_only_where_the_terms_do_not_ask_for_it():
    ann = a_person(is_confirmed=False)
    assert refused(bid, an_auction(), ann, "50") == "not_verified"
    assert refused(bid, an_auction(needs_verified=False), ann, "50") == "accepted"


@pytest.mark.parametrize("kind", ["no_bidding", "suspended"])
def test_a_sanction_counts_while_it_is_in_force(travel, kind):
    lot, ann = an_auction(), a_person()
    until_at = travel() + timedelta(hours=1)
    sanction_person(person_id=ann, kind=kind, reason="unpaid", until_at=until_at)
    assert refused(bid, lot, ann, "50") == "sanctioned"
    travel(to=until_at)
    assert refused(bid, lot, ann, "50") == "accepted"
    again = sanction_person(person_id=ann, kind=kind, reason="unpaid again")
    assert refused(bid, lot, ann, "60") == "sanctioned"
    lift_sanction(sanction_id=again.sanction_id)
    assert refused(bid, lot, ann, "60") == "accepted"


def test_who_may_not_sell_may_still_bid():
    ann = a_seller()
    sanction_person(person_id=ann, kind="no_selling", reason="fakes")
    assert refused(bid, an_auction(), ann, "50") == "accepted"


def test_a_sellers_block_holds_for_all_their_lots_and_for_nobody_elses():
    seller, ann = a_seller(), a_person()
    lot, another = an_auction(seller), an_auction(seller)
    handle = row_of(ann).handle
    block_person(owner_id=seller, handle=handle)
    assert [refused(bid, where, ann, "50") for where in (lot, another, an_auction())] == [
        "blocked",
        "blocked",
        "accepted",
    ]
    unblock_person(owner_id=seller, handle=handle)
    assert refused(bid, lot, ann, "50") == "accepted"


def test_somebody_without_an_account_may_do_nothing():
    lot = an_auction(buy_now_minor=9000)
    assert refused(bid, lot, 40404, "50") == "sanctioned"
    assert refused(service.buy_now, auction_id=lot, person_id=40404) == "sanctioned"
    assert refused(service.retract_bid, auction_id=lot, person_id=40404, reason="amount_error") == "no_bid_to_retract"
    assert refused(service.end_early, auction_id=lot, person_id=40404, how="cancel") == "not_your_lot"


def test_a_key_that_comes_again_with_another_amount_is_refused_and_nothing_is_lost():
    lot, ann, ben = an_auction(), a_person(), a_person()
    first = bid(lot, ann, "50", key="one-and-the-same")
    bid(lot, ben, "80")
    with pytest.raises(Conflict) as refused:
        bid(lot, ann, "70", key="one-and-the-same")
    assert refused.value.code == "key_used"
    again = bid(lot, ann, "٥٠٫٠٠", key="one-and-the-same")
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert (again.seq, again.maximum_minor, again.salt, again.standing) == (2, 5000, first.salt, "leading")
    assert (again.state.leader, again.state.count) == (2, 2)
    assert queries.own_parts(ann, [lot])[lot].maximum_minor == 5000
    assert len(facts("outbid")) == 1


def test_the_same_key_of_another_person_or_in_another_lot_is_another_bid():
    lot, other, ann, ben = an_auction(), an_auction(), a_person(), a_person()
    bid(lot, ann, "50", key="one-and-the-same")
    assert not bid(lot, ben, "80", key="one-and-the-same").is_repeat
    assert not bid(other, ann, "50", key="one-and-the-same").is_repeat
    assert kinds(lot) == ["opened", "bid", "bid"]


def test_a_refused_key_may_be_used_again():
    lot, ann = an_auction(), a_person()
    assert refused(bid, lot, ann, "9", key="one-and-the-same") == "below_minimum"
    assert refused(bid, lot, ann, "9000", key="one-and-the-same") == "confirm_large_bid"
    assert not bid(lot, ann, "9000", key="one-and-the-same", is_confirmed=True).is_repeat


def test_a_repeat_is_answered_even_when_the_bid_could_no_longer_be_placed(travel):
    """Retried after the end, retracted, or sanctioned meanwhile: the first answer is still the truth about that bid."""
    lot, ann = an_auction(), a_person()
    first = bid(lot, ann, "50", key="one-and-the-same")
    service.retract_bid(auction_id=lot, person_id=ann, reason="amount_error")
    sanction_person(person_id=ann, kind="no_bidding", reason="unpaid")
    travel(days=4)
    again = bid(lot, ann, "50", key="one-and-the-same")
    assert (again.seq, again.is_repeat, again.state.phase) == (first.seq, True, "closing")
    assert refused(bid, lot, ann, "50") == "ended"
