"""What other rooms' templates show of this room: given to them as globals, so that they need not know it."""

from __future__ import annotations

from flask import url_for

from auction import web
from auction.bidding.admissions.queries import Scope
from auction.settlement.deposits import queries
from auction.settlement.deposits.queries import OnOrder, Standing


def deposit_of_lot(auction_id: int) -> Standing | None:
    """How the reader stands with what a lot asks for; None where it asks for none."""
    return queries.find_standing(Scope(auction_id), web.find_person_id()) if auction_id else None


def deposit_of_sale(sale_id: int) -> Standing | None:
    return queries.find_standing(Scope(sale_id=sale_id), web.find_person_id())


def deposit_on_order(order_id: int) -> OnOrder:
    return queries.on_order(order_id)


def deposits_in_hand() -> int:
    """How many of the reader's deposits the house has."""
    person_id = web.find_person_id()
    return 0 if person_id is None else queries.count_in_hand(person_id)


def deposit_page(scope: Scope) -> str:
    """Where a deposit is put down."""
    if scope.sale_id is not None:
        return url_for("deposits.for_sale", sale_id=scope.sale_id)
    return url_for("deposits.for_lot", auction_id=scope.auction_id)


def page_of(scope: Scope) -> str:
    """The lot or the sale itself."""
    if scope.sale_id is not None:
        return url_for("sales.catalogue", sale_id=scope.sale_id)
    return url_for("bidding.lot", auction_id=scope.auction_id)


GLOBALS = (deposit_of_lot, deposit_of_sale, deposit_on_order, deposits_in_hand, deposit_page)
