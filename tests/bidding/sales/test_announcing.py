"""Announcing a sale and its course: all or nothing, in batches that can be taken up again, closing in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import jobs as closing
from auction.bidding import queries as bidding
from auction.bidding import service as changing
from auction.bidding.models import Auction
from auction.bidding.sales import jobs, queries, service
from auction.bidding.sales.models import Sale
from auction.bidding.sales.service import announcing
from auction.catalogue import queries as listings
from auction.catalogue import service as catalogue
from auction.db import db
from auction.errors import Invalid
from auction.rules.actions import Postpone
from auction.rules.terms import SoftClose, Terms
from tests.bidding.builders import a_person, a_seller, bid
from tests.bidding.sales.builders import (
    INTERVAL,
    a_sale,
    announced,
    arrange,
    auctions,
    rows,
    some_drafts,
    some_words,
)
from tests.bidding.seeing import facts, kinds, refused
from tests.builders_catalogue import TERMS

pytestmark = pytest.mark.usefixtures("house", "moment")


@pytest.fixture
def seller():
    return a_seller()


def state_of(sale):
    return db.session.execute(sa.select(Sale.state).where(Sale.id == sale)).scalar_one()


def terms_of(auction_id):
    return Terms.from_plain(db.session.execute(sa.select(Auction.terms).where(Auction.id == auction_id)).scalar_one())


def faults(sale, seller):
    with pytest.raises(Invalid) as caught:
        service.announce_sale(sale_id=sale, person_id=seller)
    return caught.value.fields


def test_each_lot_opens_with_the_sales_terms_and_its_own_amounts(seller, moment):
    wanted = {"currency": "KWD", "window_minutes": "3", "extension_minutes": "1", "cap_minutes": "0"}
    opens, first = moment + timedelta(days=1), moment + timedelta(days=3)
    drafts = some_drafts(seller, 2, wanted_terms={**TERMS, "currency": "KWD"})
    sale = a_sale(seller, drafts=drafts, wanted=wanted, opens_at=opens, first_closes_at=first, interval_seconds=90)
    one, two = (lot.id for lot in rows(sale))
    arrange(sale, seller, (one, "10", "١٢٫٥٠٠", "20"), (two, "4", "5", ""))
    service.announce_sale(sale_id=sale, person_id=seller)
    assert jobs.open_lots() == 2
    first_lot, second_lot = (terms_of(auction_id) for auction_id in auctions(sale))
    assert (first_lot.starting_minor, first_lot.reserve_minor, first_lot.closes_at) == (5000, None, first)
    assert (second_lot.starting_minor, second_lot.reserve_minor) == (12500, 20000)
    assert second_lot.closes_at == first + timedelta(seconds=90)
    for terms in (first_lot, second_lot):
        assert (terms.currency, terms.opens_at, terms.soft_close) == ("KWD", opens, SoftClose(180, 60, 0))
        assert terms.increments.name == "kwd"
    assert len(facts("auction_opened")) == 2


def test_without_an_opening_time_it_opens_when_it_is_announced(seller, moment, travel):
    sale = a_sale(seller, 2)
    announced_at = travel(hours=1)
    service.announce_sale(sale_id=sale, person_id=seller)
    travel(minutes=1)
    jobs.open_lots()
    assert {terms_of(auction_id).opens_at for auction_id in auctions(sale)} == {announced_at}


def test_everything_that_is_wrong_is_named_and_nothing_has_changed(seller):
    bare = some_drafts(seller, 1, has_picture=False, description="")
    sale = a_sale(seller, drafts=[*some_drafts(seller, 2), *bare], name_en="", first_closes_at=None)
    good, dear, empty = (lot.id for lot in rows(sale))
    arrange(sale, seller, (dear, "2", "50", "20"), (empty, "3", "", ""))
    found = faults(sale, seller)
    assert found["name_en"] == ["name_needed"]
    assert found["first_closes_at"] == ["first_end_needed"]
    assert (found[f"lot-{empty}-pictures"], found[f"lot-{empty}-description"]) == (
        ["picture_needed"],
        ["description_needed"],
    )
    service.save_sale(sale_id=sale, person_id=seller, asked=some_words())
    found = faults(sale, seller)
    assert found[f"lot-{dear}-reserve"] == ["below_starting"]
    assert found[f"lot-{empty}-starting"] == ["needed"]
    assert not [name for name in found if name.startswith(f"lot-{good}-")]
    assert (state_of(sale), jobs.open_lots(), auctions(sale)) == ("draft", 0, [])
    assert len(listings.drafts_of(seller)) == 3


def test_a_sale_without_lots_or_with_times_gone_by_is_refused(seller, travel, moment):
    sale = a_sale(seller, 0)
    assert faults(sale, seller) == {"lots": ["lots_needed"]}
    late = a_sale(seller, 2, opens_at=moment + timedelta(hours=1), first_closes_at=moment + timedelta(hours=2))
    travel(hours=3)
    found = faults(late, seller)
    assert found["opens_at"] == ["in_the_past"]
    assert found["first_closes_at"] == ["in_the_past"]


def test_a_lot_in_another_currency_is_refused(seller):
    sale = a_sale(seller, drafts=some_drafts(seller, 1, wanted_terms={**TERMS, "currency": "EUR"}))
    lot = rows(sale)[0].id
    arrange(sale, seller, (lot, "1", "10", ""))
    assert faults(sale, seller) == {f"lot-{lot}-currency": ["unlike_the_sale"]}


def test_what_was_interrupted_is_taken_up_without_doubles(seller, travel):
    sale = a_sale(seller, 7)
    service.announce_sale(sale_id=sale, person_id=seller)
    assert (service.open_lots(sale_id=sale, limit=3), state_of(sale)) == (3, "announcing")
    half = auctions(sale)
    assert refused(catalogue.delete_draft, listing_id=rows(sale)[6].listing_id, person_id=seller) == "already_published"
    travel(minutes=30)
    assert jobs.open_lots() == 4
    assert auctions(sale)[:3] == half
    assert (state_of(sale), jobs.open_lots(), service.open_lots(sale_id=sale)) == ("announced", 0, 0)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Auction)).scalar_one() == 7
    ends = [terms_of(auction_id).closes_at for auction_id in auctions(sale)]
    assert [end - ends[0] for end in ends] == [timedelta(seconds=INTERVAL * place) for place in range(7)]


def test_a_batch_that_breaks_off_leaves_no_trace(seller, monkeypatch):
    sale = a_sale(seller, 4)
    service.announce_sale(sale_id=sale, person_id=seller)
    real, opened = announcing.open_auction, []

    def breaks_at_the_third(session, **given):
        if len(opened) == 2:
            raise RuntimeError("the power is gone")
        opened.append(given["listing_id"])
        return real(session, **given)

    monkeypatch.setattr(announcing, "open_auction", breaks_at_the_third)
    with pytest.raises(RuntimeError):
        service.open_lots(sale_id=sale)
    assert auctions(sale) == []
    monkeypatch.undo()
    assert jobs.open_lots() == 4
    assert [bidding.public_state(auction_id).phase for auction_id in auctions(sale)] == ["open"] * 4


def test_forty_lots_close_in_order_and_a_late_bid_moves_its_own_lot_alone(seller, travel):
    sale = announced(seller, 40)
    lots, ann, ben = auctions(sale), a_person(), a_person()
    first = terms_of(lots[0]).closes_at
    late = {5, 11, 12, 39}
    ended: list[int] = []
    for place in range(40 + 3):
        planned = first + timedelta(seconds=INTERVAL * place)
        travel(to=planned - timedelta(seconds=1))
        if place in late:
            moved = bid(lots[place], ann, "50").state.closes_at
            assert moved == clock.now() + timedelta(seconds=120)
            assert refused(bid, lots[place - 1], ben, "90") == ("accepted" if place - 1 in late else "ended")
        travel(to=planned)
        before = len(facts("auction_closed"))
        closing.close_due()
        ended += [fact["auction_id"] for fact in facts("auction_closed")[before:]]
        sale_now = queries.public_sale(sale)
        assert sale_now.card.closed_count == len(ended)
    assert sorted(ended) == sorted(lots)
    undisturbed = [lot for place, lot in enumerate(lots) if place not in late]
    assert [lot for lot in ended if lot in undisturbed] == undisturbed
    for place, lot in enumerate(lots):
        planned = first + timedelta(seconds=INTERVAL * place)
        state = bidding.public_state(lot)
        extension = timedelta(seconds=119) if place in late else timedelta(0)
        if place == 11:  # answered once more while lot 13 was about to close
            extension = timedelta(seconds=INTERVAL + 119)
        assert (state.closes_at, state.outcome) == (planned + extension, "sold" if place in late else "unsold")
        assert "extension" in kinds(lot) if place in late else kinds(lot) == ["opened", "closed"]
    assert queries.public_sale(sale).card.phase == "ended"
    assert [card.id for card in queries.over()] == [sale]
    assert queries.on_show() == []


def test_phases_follow_the_dates_and_the_lots(seller, moment, travel):
    opens = moment + timedelta(hours=1)
    sale = a_sale(seller, 2, opens_at=opens, first_closes_at=opens + timedelta(hours=1))
    service.announce_sale(sale_id=sale, person_id=seller)
    assert queries.public_sale(sale).card.phase == "announcing"
    jobs.open_lots()
    assert queries.public_sale(sale).card.phase == "announced"
    travel(to=opens)
    view = queries.public_sale(sale)
    assert (view.card.phase, view.next.number, view.next.is_due) == ("running", "1", False)
    travel(minutes=60)
    closing.close_due()
    view = queries.public_sale(sale)
    assert (view.card.closed_count, view.next.number, view.next.is_due) == (1, "2", True)
    assert [len(queries.lots_of(sale, show=show, page=9, viewer_id=None).lots) for show in queries.SHOWS] == [2, 1, 1]


def test_a_lot_knows_its_neighbours(seller):
    sale = announced(seller, 3)
    one, two, three = auctions(sale)
    assert queries.place_of(one).previous is None
    assert (queries.place_of(one).next, queries.place_of(two).previous) == ((two, "2"), (one, "1"))
    place = queries.place_of(three)
    assert (place.number, place.place, place.lot_count, place.next) == ("3", 3, 3, None)


@pytest.fixture
def chain(seller):
    return announced(seller, 5, closing="chain")


def ends(sale):
    first = terms_of(auctions(sale)[0]).closes_at
    return [int((bidding.public_state(lot).closes_at - first).total_seconds()) for lot in auctions(sale)]


def run(travel, seconds):
    """The house for some time: its jobs run every second."""
    for _second in range(seconds):
        travel(seconds=1)
        jobs.keep_chains()
        closing.close_due()


def test_in_a_chain_the_next_lot_waits_while_one_is_extended(chain, travel):
    lots, ann, ben = auctions(chain), a_person(), a_person()
    assert (ends(chain), terms_of(lots[0]).soft_close.cap_seconds) == ([0, 60, 120, 180, 240], 0)
    assert jobs.keep_chains() == 0
    travel(to=bidding.public_state(lots[0]).closes_at - timedelta(seconds=1))
    bid(lots[0], ann, "50")
    assert jobs.keep_chains() == 4
    assert ends(chain) == [119, 179, 239, 299, 359]
    assert jobs.keep_chains() == 0
    run(travel, 119)
    bid(lots[0], ben, "90")
    bid(lots[2], ben, "20")
    run(travel, 1)
    assert ends(chain) == [238, 298, 358, 418, 478]
    assert [kinds(lot)[1:] for lot in lots[:3]] == [
        ["bid", "extension", "bid", "extension"],
        ["postponed", "postponed"],
        ["postponed", "bid", "postponed"],
    ]
    run(travel, 400)
    assert [fact["auction_id"] for fact in facts("auction_closed")] == lots
    assert queries.public_sale(chain).card.phase == "ended"


def test_a_lot_that_waits_takes_bids_until_its_new_end(chain, travel):
    lots, ann, ben = auctions(chain), a_person(), a_person()
    planned = bidding.public_state(lots[1]).closes_at
    travel(to=planned - timedelta(seconds=61))
    bid(lots[0], ann, "50")
    run(travel, 62)
    assert clock.now() > planned
    placed = bid(lots[1], ben, "50")
    assert placed.is_leading
    assert placed.state.closes_at > planned


def test_a_lot_called_off_early_holds_nobody_up(chain, seller, travel):
    lots, ann = auctions(chain), a_person()
    changing.end_early(auction_id=lots[1], person_id=seller, how="cancel", reason="It fell from its shelf.")
    travel(to=bidding.public_state(lots[0]).closes_at - timedelta(seconds=1))
    bid(lots[0], ann, "50")
    run(travel, 1)
    assert ends(chain)[2:] == [120, 180, 240]
    run(travel, 300)
    assert sorted(fact["auction_id"] for fact in facts("auction_closed")) == lots


def test_putting_off_is_refused_where_it_is_not_due_and_at_fixed_times_nothing_waits(chain, seller, travel):
    fixed = announced(seller, 2)
    lot = auctions(fixed)[1]
    later = bidding.public_state(lot).closes_at + timedelta(minutes=5)
    assert refused(service.put_off, auction_id=lot, postponement=Postpone(later, 1)) == "out_of_place"
    own = auctions(chain)[1]
    now = bidding.public_state(own).closes_at
    assert refused(service.put_off, auction_id=own, postponement=Postpone(now, 1)) == "not_later"
    travel(days=3)
    assert refused(service.put_off, auction_id=own, postponement=Postpone(later, 1)) == "ended"
    assert jobs.keep_chains() == 0


def test_after_a_long_rest_of_the_house_each_lot_still_closes_once(chain, travel):
    lots, ann = auctions(chain), a_person()
    travel(to=bidding.public_state(lots[0]).closes_at - timedelta(seconds=1))
    bid(lots[0], ann, "50")
    travel(hours=2)
    jobs.keep_chains()
    closing.close_due()
    assert sorted(fact["auction_id"] for fact in facts("auction_closed")) == lots
    assert all(bidding.public_state(lot).phase == "ended" for lot in lots)


def test_a_draft_changed_while_it_was_checked_is_not_announced(seller, monkeypatch, travel):
    sale = a_sale(seller, 2)
    listing = rows(sale)[1].listing_id
    checked = announcing._checked

    def and_then_changed(*given):
        found = checked(*given)
        travel(seconds=1)
        catalogue.save_draft(listing_id=listing, person_id=seller, fields=catalogue.DraftFields(title=""))
        return found

    monkeypatch.setattr(announcing, "_checked", and_then_changed)
    assert refused(service.announce_sale, sale_id=sale, person_id=seller) == "changed_meanwhile"
    assert (state_of(sale), len(listings.drafts_of(seller))) == ("draft", 2)
