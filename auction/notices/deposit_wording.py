"""The words of notices about deposits, for `wording`, and where one reads on. Knows kinds; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction.notices.models import (
    DEPOSIT_APPLIED,
    DEPOSIT_FORFEITED,
    DEPOSIT_HELD,
    DEPOSIT_RECEIVED,
    DEPOSIT_RELEASED,
)

HEADLINES: Final[Mapping[str, LazyString]] = {
    DEPOSIT_HELD: _l("Your deposit is put down"),
    DEPOSIT_RELEASED: _l("Your deposit is on its way back"),
    DEPOSIT_APPLIED: _l("Your deposit counts towards what you won"),
    DEPOSIT_FORFEITED: _l("Your deposit is forfeited"),
    DEPOSIT_RECEIVED: _l("A deposit was forfeited to you"),
}

TEXTS: Final[Mapping[str, LazyString]] = {
    DEPOSIT_HELD: _l("%(price)s are held. You can bid now."),
    DEPOSIT_RELEASED: _l("%(price)s go back to you, by the way they came."),
    "deposit_lapsed": _l("The bank has set %(price)s free by itself. To bid again, please put the deposit down anew."),
    DEPOSIT_APPLIED: _l("%(price)s of your total are paid by it. Please pay what is left."),
    DEPOSIT_FORFEITED: _l(
        "You did not pay for what you won. %(price)s of your deposit went to the seller. This is final."
    ),
    DEPOSIT_RECEIVED: _l("The buyer did not pay. %(price)s of their deposit are on your account with us."),
}

CHOICES: Final[Mapping[str, LazyString]] = {
    DEPOSIT_HELD: _l("When my deposit is put down"),
    DEPOSIT_RELEASED: _l("When my deposit is given back"),
    DEPOSIT_APPLIED: _l("When my deposit counts towards an order"),
    DEPOSIT_FORFEITED: _l("When my deposit is forfeited"),
    DEPOSIT_RECEIVED: _l("When a buyer’s deposit is forfeited to me"),
}

ACTIONS: Final[Mapping[str, LazyString]] = {
    DEPOSIT_HELD: _l("Go and bid"),
    DEPOSIT_RELEASED: _l("My deposits"),
    DEPOSIT_APPLIED: _l("Open the order"),
    DEPOSIT_FORFEITED: _l("Open the order"),
    DEPOSIT_RECEIVED: _l("Open the order"),
}


def endpoint_of(kind: str, payload: Mapping[str, Any]) -> tuple[str, dict[str, int]]:
    """Where one reads on: the endpoint's name and its values."""
    if kind in (DEPOSIT_APPLIED, DEPOSIT_FORFEITED, DEPOSIT_RECEIVED) and "of_order_id" in payload:
        return "settlement.order", {"order_id": payload["of_order_id"]}
    if kind == DEPOSIT_HELD and "of_auction_id" in payload:
        return "bidding.lot", {"auction_id": payload["of_auction_id"]}
    if kind == DEPOSIT_HELD and "of_sale_id" in payload:
        return "sales.catalogue", {"sale_id": payload["of_sale_id"]}
    return "deposits.mine", {}
