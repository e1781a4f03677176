"""What fees do when a fact has happened: a lot that opens, or is promoted, is charged to its seller. Every reaction
bears a repeat.
"""

from __future__ import annotations

from auction.outbox import Fact, on
from auction.settlement.fees import service


@on("auction_opened")
def charge_for_opening(fact: Fact) -> None:
    service.charge_opening(auction_id=fact.payload["auction_id"])


@on("lot_promoted")
def charge_for_promoting(fact: Fact) -> None:
    service.charge_promotion(auction_id=fact.payload["auction_id"])
