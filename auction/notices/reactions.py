"""What notices do when a fact has happened: find out whom it concerns and tell each. Every reaction bears a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auction.bidding import queries as bidding
from auction.bidding.queries import LotSummary
from auction.notices import letters, queries, service
from auction.notices.models import (
    BID_RETRACTED,
    CANCELLED,
    LEADING_AGAIN,
    LOST,
    OUTBID,
    RESERVE_LOWERED,
    SOLD,
    UNSOLD,
    WON,
)
from auction.notices.service import News
from auction.outbox import Fact, on

TOGETHER = 500


@on("outbid")
def tell_outbid(fact: Fact) -> None:
    """Tell a former leader, unless they lead again by now or it is all over."""
    auction_id, person_id = fact.payload["auction_id"], fact.payload["person_id"]
    lot = bidding.summary(auction_id)
    if lot.phase != "open" or lot.leader_id == person_id:
        return
    _tell(fact, auction_id, [News(person_id, OUTBID, _running(lot))])


@on("bid_retracted")
def tell_of_retraction(fact: Fact) -> None:
    """Tell the seller, and whoever leads now because of it."""
    auction_id, leader_id = fact.payload["auction_id"], fact.payload["new_leader_id"]
    lot = bidding.summary(auction_id)
    news = [News(lot.seller_id, BID_RETRACTED, _running(lot))]
    is_still_so = lot.phase == "open" and leader_id is not None and lot.leader_id == leader_id
    if is_still_so and queries.has_leader_changed(auction_id, fact.payload["seq"]):
        news.append(News(leader_id, LEADING_AGAIN, _running(lot)))
    _tell(fact, auction_id, news)


@on("reserve_lowered")
def tell_of_lower_reserve(fact: Fact) -> None:
    """Tell the leader that they may confirm; nothing is said of amounts that are not public."""
    leader_id = fact.payload["leader_id"]
    lot = bidding.summary(fact.payload["auction_id"])
    if leader_id is None or lot.phase != "open" or lot.leader_id != leader_id or lot.reserve != "not_met":
        return
    _tell(fact, lot.auction_id, [News(leader_id, RESERVE_LOWERED, _running(lot))])


@on("auction_closed")
def tell_of_closing(fact: Fact) -> None:
    """Tell the seller, the winner, and everybody else who has bid what came of it."""
    auction_id, seller_id, winner_id = (fact.payload[name] for name in ("auction_id", "seller_id", "winner_id"))
    payload = _ended(bidding.summary(auction_id), fact)
    news = [News(seller_id, UNSOLD if winner_id is None else SOLD, payload)]
    if winner_id is not None:
        news.append(News(winner_id, WON, payload))
    others = CANCELLED if payload["reason"] == "cancelled" else LOST
    news += [News(person_id, others, payload) for person_id in bidding.bidders_of(auction_id) if person_id != winner_id]
    _tell(fact, auction_id, news)


@on("notice_made")
def mail_notices(fact: Fact) -> None:
    """Send the mails that belong to new notices. Raises MailDelayed, so that the outbox tries again."""
    letters.send_letters(fact.payload["notice_ids"], fact.attempts)


def _tell(fact: Fact, auction_id: int, news: Sequence[News]) -> None:
    """In batches, each its own transaction: a lot may have thousands of bidders."""
    for start in range(0, len(news), TOGETHER):
        batch = news[start : start + TOGETHER]
        service.tell_people(fact_id=fact.id, auction_id=auction_id, news=batch, told_before=start)


def _running(lot: LotSummary) -> dict[str, Any]:
    """What everybody may know of a running lot."""
    return {
        "title": lot.title,
        "currency": lot.currency,
        "price_minor": lot.price_minor,
        "closes_at": lot.closes_at.isoformat(),
    }


def _ended(lot: LotSummary, fact: Fact) -> dict[str, Any]:
    """What everybody may know of an ended lot."""
    reason = fact.payload["reason"]
    return {
        "title": lot.title,
        "currency": fact.payload["currency"],
        "price_minor": lot.price_minor,
        "hammer_minor": fact.payload["hammer_minor"],
        "reason": reason,
        "public_reason": queries.cancelling_reason(lot.auction_id) if reason == "cancelled" else "",
        "how": fact.payload["kind"],
    }
