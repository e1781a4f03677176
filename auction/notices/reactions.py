"""What notices do when a fact has happened: find out whom it concerns and tell each. Every reaction bears a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from auction.accounts import queries as accounts
from auction.bidding import queries as bidding
from auction.bidding.queries import LotSummary
from auction.bidding.sales import approvals
from auction.catalogue import queries as catalogue
from auction.notices import letters, queries, service, unpaid
from auction.notices.models import (
    ANSWER,
    APPROVAL_ASKED,
    APPROVED,
    BID_RETRACTED,
    BIDS_CANCELLED,
    CANCELLED,
    DECLINED,
    ENDING_SOON,
    FEEDBACK_DUE,
    FEEDBACK_REPLIED,
    FEEDBACK_REVEALED,
    LEADING_AGAIN,
    LOST,
    OUTBID,
    QUESTION,
    RESERVE_LOWERED,
    SEARCH_MATCHED,
    SELLER_OPENED,
    SOLD,
    STRIKE_KEPT,
    UNSOLD,
    WON,
)
from auction.notices.service import News
from auction.outbox import Fact, on

TOGETHER = 500
GATHERED_FOR_MAIL = timedelta(minutes=10)  # a seller who opens a lot often opens the next soon after


@on("outbid")
def tell_outbid(fact: Fact) -> None:
    """Tell former leaders, but for whoever leads again by now, unless it is all over."""
    lot = bidding.summary(fact.payload["auction_id"])
    if lot.phase == "open":
        people = fact.payload.get("people") or [fact.payload["person_id"]]  # one, in facts from before 0021
        news = [News(person_id, OUTBID, _running(lot)) for person_id in people if person_id != lot.leader_id]
        _tell(fact.id, lot.auction_id, news)


@on("bid_retracted")
def tell_of_retraction(fact: Fact) -> None:
    """Tell the seller, and whoever leads now because of it."""
    auction_id = fact.payload["auction_id"]
    lot = bidding.summary(auction_id)
    news = [News(lot.seller_id, BID_RETRACTED, _running(lot))]
    _tell(fact.id, auction_id, news + _who_leads_again(lot, fact))


def _who_leads_again(lot: LotSummary, fact: Fact) -> list[News]:
    leader_id = fact.payload["new_leader_id"]
    is_still_so = lot.phase == "open" and leader_id is not None and lot.leader_id == leader_id
    if is_still_so and queries.has_leader_changed(lot.auction_id, fact.payload["seq"]):
        return [News(leader_id, LEADING_AGAIN, _running(lot))]
    return []


@on("bids_cancelled")
def tell_of_cancelled_bids(fact: Fact) -> None:
    """Tell whose bids fell, and why; whoever leads now because of it; and the seller, if it was the house."""
    lot = bidding.summary(fact.payload["auction_id"])
    told = _running(lot) | {name: fact.payload[name] for name in ("by", "public_reason")}
    news = [News(fact.payload["person_id"], BIDS_CANCELLED, told)]
    if fact.payload["by"] == "house":
        news.append(News(lot.seller_id, BIDS_CANCELLED, told | {"is_seller": True}))
    _tell(fact.id, lot.auction_id, news + _who_leads_again(lot, fact))


@on("reserve_lowered")
def tell_of_lower_reserve(fact: Fact) -> None:
    """Tell the leader that they may confirm; nothing is said of amounts that are not public."""
    leader_id = fact.payload["leader_id"]
    lot = bidding.summary(fact.payload["auction_id"])
    if leader_id is None or lot.phase != "open" or lot.leader_id != leader_id or lot.reserve != "not_met":
        return
    _tell(fact.id, lot.auction_id, [News(leader_id, RESERVE_LOWERED, _running(lot))])


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
    _tell(fact.id, auction_id, news)


@on("auction_ending")
def tell_watchers(fact: Fact) -> None:
    """Remind whoever watches the lot that its end comes near."""
    lot = bidding.summary(fact.payload["auction_id"])
    if lot.phase == "open":
        payload = _running(lot)
        watchers = catalogue.watchers_of(lot.listing_id)
        _tell(fact.id, lot.auction_id, [News(person_id, ENDING_SOON, payload) for person_id in watchers])


@on("auction_opened")
def tell_followers(fact: Fact) -> None:
    """Tell the seller's followers; lots that open within an hour of the first share one notice."""
    lot = bidding.summary(fact.payload["auction_id"])
    followers = catalogue.followers_of(lot.seller_id)
    if lot.phase != "open" or not followers:
        return
    handle = accounts.handles([lot.seller_id])[lot.seller_id]
    gathered = service.gather_opening(
        fact_id=fact.id, seller_id=lot.seller_id, handle=handle, auction_id=lot.auction_id, title=lot.title
    )
    news = [News(person_id, SELLER_OPENED, gathered.payload) for person_id in followers]
    _tell(gathered.fact_id, None, news, mail_after=GATHERED_FOR_MAIL)
    if gathered.is_joining:
        service.renew_gathered(seller_id=lot.seller_id, handle=handle)


@on("search_matched")
def tell_of_finds(fact: Fact) -> None:
    """Tell a person what is new in a search they saved."""
    found = fact.payload
    payload = {"title": found["name"], **{name: found[name] for name in ("wanted", "total", "finds")}}
    _tell(fact.id, None, [News(found["person_id"], SEARCH_MATCHED, payload)])


@on("question_asked")
def tell_of_question(fact: Fact) -> None:
    """Tell the seller, unless they have answered it or put it aside by now."""
    asked = catalogue.question(fact.payload["question_id"])
    if asked.is_removed or asked.answer:
        return
    lot = bidding.summary(bidding.latest_auction_of(asked.listing_id, asked.seller_id))
    _tell(fact.id, lot.auction_id, [News(asked.seller_id, QUESTION, _running(lot) | {"question": asked.text})])


@on("question_answered")
def tell_of_answer(fact: Fact) -> None:
    """Tell the one who asked."""
    asked = catalogue.question(fact.payload["question_id"])
    lot = bidding.summary(bidding.latest_auction_of(asked.listing_id, asked.asker_id))
    payload = _running(lot) | {"question": asked.text, "answer": asked.answer}
    _tell(fact.id, lot.auction_id, [News(asked.asker_id, ANSWER, payload)])


@on("approval_asked")
def tell_of_applicant(fact: Fact) -> None:
    """Tell the seller of a sale, unless they have decided by now."""
    sale, person_id = approvals.sale_line(fact.payload["sale_id"]), fact.payload["person_id"]
    if approvals.approval_of(sale.id, person_id) != "asked":
        return
    handle = accounts.handles([person_id])[person_id]
    _tell(fact.id, None, [News(sale.seller_id, APPROVAL_ASKED, _of_sale(sale, sale.seller_id) | {"handle": handle})])


@on("approval_decided")
def tell_of_decision(fact: Fact) -> None:
    """Tell the one who asked, unless the seller has changed their mind by now."""
    sale, person_id, state = (
        approvals.sale_line(fact.payload["sale_id"]),
        fact.payload["person_id"],
        fact.payload["state"],
    )
    if approvals.approval_of(sale.id, person_id) == state:
        kind = APPROVED if state == "approved" else DECLINED
        _tell(fact.id, None, [News(person_id, kind, _of_sale(sale, person_id))])


def _of_sale(sale: approvals.SaleLine, reader_id: int) -> dict[str, Any]:
    """A sale under the name that its reader knows it by."""
    return {"title": sale.name(accounts.reader_of(reader_id).reader.language), "sale_id": sale.id}


@on("feedback_due")
def remind_of_feedback(fact: Fact) -> None:
    """Remind those who have not given feedback for a finished order."""
    payload = _of_order(fact) | {"closes_at": fact.payload["closes_at"]}
    _tell(fact.id, None, [News(person_id, FEEDBACK_DUE, payload) for person_id in fact.payload["people"]])


@on("feedback_revealed")
def tell_of_feedback(fact: Fact) -> None:
    """Tell each person of what was said of them, now that everybody can read it."""
    payload = _of_order(fact)
    news = [
        News(one["person_id"], FEEDBACK_REVEALED, payload | {"stars": one["stars"]}) for one in fact.payload["about"]
    ]
    _tell(fact.id, None, news)


@on("feedback_replied")
def tell_of_reply(fact: Fact) -> None:
    """Tell whoever gave a feedback that it was replied to."""
    _tell(fact.id, None, [News(fact.payload["person_id"], FEEDBACK_REPLIED, _of_order(fact))])


def _of_order(fact: Fact) -> dict[str, Any]:
    return {"title": fact.payload["title"], "order_id": fact.payload["order_id"]}


@on("payment_reminder")
@on("payment_put_off")
@on("second_chance_offered")
@on("second_chance_ended")
@on("strike_recorded")
@on("strike_redeemed")
@on("appeal_turned_down")
@on("late_payment_asked")
@on("late_payment_agreed")
def tell_of_what_is_not_paid(fact: Fact) -> None:
    """Tell the one or two whom it concerns; who the others are is not theirs to know."""
    kind = STRIKE_KEPT if fact.kind == "appeal_turned_down" else fact.kind
    payload = {name: value for name, value in fact.payload.items() if name not in unpaid.PEOPLE}
    news = [News(person_id, kind, payload) for person_id in unpaid.concerned(kind, fact.payload)]
    _tell(fact.id, None, news)


@on("notice_made")
def mail_notices(fact: Fact) -> None:
    """Send the mails that belong to new notices. Raises MailDelayed, so that the outbox tries again."""
    letters.send_letters(fact.payload["notice_ids"], fact.attempts)


def _tell(fact_id: int, auction_id: int | None, news: Sequence[News], mail_after: timedelta = timedelta()) -> None:
    """In batches, each its own transaction: a lot may have thousands of bidders."""
    for start in range(0, len(news), TOGETHER):
        batch = news[start : start + TOGETHER]
        service.tell_people(
            fact_id=fact_id, auction_id=auction_id, news=batch, told_before=start, mail_after=mail_after
        )


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
