"""The words of notices, in the language in force when they are read. Knows kinds and payloads; decides nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from auction.languages import money_text, number, reader, when
from auction.notices import deposit_wording, feedback_wording, order_wording, payout_wording, unpaid
from auction.notices.models import (
    ANSWER,
    APPROVAL_ASKED,
    APPROVED,
    BID_RETRACTED,
    BIDS_CANCELLED,
    CANCELLED,
    DECLINED,
    DEPOSIT_RELEASED,
    ENDING_SOON,
    LEADING_AGAIN,
    LOST,
    OF_APPROVALS,
    OF_BOUGHT_ORDERS,
    OF_DEPOSITS,
    OF_FEEDBACK,
    OF_PAYOUTS,
    OF_SOLD_ORDERS,
    OF_UNPAID,
    OUTBID,
    QUESTION,
    RESERVE_LOWERED,
    SEARCH_MATCHED,
    SELLER_OPENED,
    SOLD,
    UNSOLD,
    WON,
)
from auction.rules.chain import instant

Payload = Mapping[str, Any]

_COMMA = {"ltr": ", ", "rtl": "، "}
_ISOLATE, _POP = "\u2068", "\u2069"

_HEADLINES: Mapping[str, LazyString] = {
    OUTBID: _l("You have been outbid"),
    LEADING_AGAIN: _l("You lead again"),
    RESERVE_LOWERED: _l("The reserve price was lowered"),
    BID_RETRACTED: _l("A bid was taken back"),
    BIDS_CANCELLED: _l("Bids were cancelled"),
    WON: _l("You won"),
    LOST: _l("You did not win"),
    CANCELLED: _l("The auction was cancelled"),
    SOLD: _l("Your lot was sold"),
    UNSOLD: _l("Your lot was not sold"),
    ENDING_SOON: _l("Ending soon"),
    SELLER_OPENED: _l("New from a seller you follow"),
    SEARCH_MATCHED: _l("New in your saved search"),
    QUESTION: _l("A buyer asks"),
    ANSWER: _l("Your question is answered"),
    **order_wording.HEADLINES,
    APPROVAL_ASKED: _l("Somebody asks to bid in your sale"),
    APPROVED: _l("You may bid in this sale"),
    DECLINED: _l("You were not let into this sale"),
    **feedback_wording.HEADLINES,
    **unpaid.HEADLINES,
    **payout_wording.HEADLINES,
    **deposit_wording.HEADLINES,
}

_TEXTS: Mapping[str, LazyString] = {
    OUTBID: _l("Somebody else now leads at %(price)s. You can still bid until the auction closes."),
    LEADING_AGAIN: _l("A bid was taken back, and yours is the highest again, at %(price)s."),
    RESERVE_LOWERED: _l(
        "You lead at %(price)s. If your maximum reaches the new reserve price, you can confirm on the lot’s page "
        "that it counts. You are free not to."
    ),
    BID_RETRACTED: _l("A bidder took back a bid on your lot, as the rules allow. The price is now %(price)s."),
    BIDS_CANCELLED: _l("The seller cancelled all your bids on this lot. You owe nothing for it."),
    "cancelled_by_house": _l("The house cancelled all your bids on this lot. You owe nothing for it."),
    "cancelled_on_yours": _l("The house cancelled all bids of one bidder on your lot. The price is now %(price)s."),
    WON: _l("The lot is yours for %(price)s. Payment and delivery come next."),
    "bought": _l("You bought the lot at its fixed price of %(price)s. Payment and delivery come next."),
    LOST: _l("The lot went to another bidder for %(price)s."),
    "lost_unsold": _l("The reserve price was not met, so the lot was not sold. You owe nothing."),
    CANCELLED: _l("The seller cancelled the auction and with it all bids. You owe nothing."),
    SOLD: _l("Your lot was sold for %(price)s. Please keep it safe until it is paid."),
    "no_bids": _l("The auction closed without a bid."),
    "reserve_not_met": _l("The highest bid of %(price)s did not meet your reserve price."),
    ENDING_SOON: _l("A lot you watch closes within the hour. It stands at %(price)s."),
    QUESTION: _l("Answer on the lot’s page or at your desk. Question and answer are public from then on."),
    ANSWER: _l("Question and answer now stand on the lot’s page. Your name does not."),
    APPROVAL_ASKED: _l("%(handle)s asks to be let in. Until you decide they cannot bid."),
    APPROVED: _l("The seller has let you in. You can bid on every lot of the sale."),
    DECLINED: _l("The seller has decided not to take bids from you in this sale."),
    "unsold_cancelled": _l("You cancelled the auction. Everybody who had bid has been told."),
    **order_wording.TEXTS,
    **payout_wording.TEXTS,
    **deposit_wording.TEXTS,
}

# What a person may have by e-mail or not, as the settings name it.
CHOICES: Mapping[str, LazyString] = {
    OUTBID: _l("When I have been outbid"),
    LEADING_AGAIN: _l("When I lead again because a bid was taken back"),
    RESERVE_LOWERED: _l("When the reserve price of a lot I lead on is lowered"),
    WON: _l("When I have won"),
    LOST: _l("When an auction I bid in has ended without me"),
    CANCELLED: _l("When an auction I bid in is cancelled"),
    SOLD: _l("When my lot is sold"),
    UNSOLD: _l("When my lot is not sold"),
    BID_RETRACTED: _l("When a bid on my lot is taken back"),
    BIDS_CANCELLED: _l("When my bids are cancelled"),
    ENDING_SOON: _l("When a lot I watch ends soon"),
    SELLER_OPENED: _l("When a seller I follow opens lots"),
    SEARCH_MATCHED: _l("When something new matches a search I saved"),
    QUESTION: _l("When a buyer asks about my lot"),
    ANSWER: _l("When my question about a lot is answered"),
    **order_wording.CHOICES,
    APPROVAL_ASKED: _l("When somebody asks to bid in my sale"),
    APPROVED: _l("When a seller has let me into a sale"),
    DECLINED: _l("When a seller has not let me into a sale"),
    **feedback_wording.CHOICES,
    **unpaid.CHOICES,
    **payout_wording.CHOICES,
    **deposit_wording.CHOICES,
}


_OF_ORDERS = (*OF_SOLD_ORDERS, *OF_BOUGHT_ORDERS)

_ACTIONS: Mapping[str, LazyString] = {
    **dict.fromkeys(_OF_ORDERS, _l("Open the order")),
    **dict.fromkeys(OF_PAYOUTS, _l("See your account")),
    **deposit_wording.ACTIONS,
    SELLER_OPENED: _l("See what is new"),
    SEARCH_MATCHED: _l("See all finds"),
    APPROVAL_ASKED: _l("Decide"),
    APPROVED: _l("See the sale"),
    DECLINED: _l("See the sale"),
    **feedback_wording.ACTIONS,
}

_REASONS: Mapping[str, LazyString] = {
    **dict.fromkeys(_OF_ORDERS, _l("You get this letter because it is about an order of yours.")),
    **dict.fromkeys((*OF_PAYOUTS, *OF_DEPOSITS), _l("You get this letter because it is about money of yours.")),
    ENDING_SOON: _l("You get this letter because you watch this lot."),
    SELLER_OPENED: _l("You get this letter because you follow this seller."),
    SEARCH_MATCHED: _l("You get this letter because you saved this search."),
    APPROVAL_ASKED: _l("You get this letter because the sale is yours."),
    APPROVED: _l("You get this letter because you asked to bid in this sale."),
    DECLINED: _l("You get this letter because you asked to bid in this sale."),
    **dict.fromkeys(OF_FEEDBACK, _l("You get this letter because of an order of yours.")),
}


def headline(kind: str) -> str:
    """What happened, in a few words, without the lot."""
    return str(_HEADLINES[kind])


def title(kind: str, payload: Payload) -> str:
    """What happened to which lot: a mail's subject, a line on the screen."""
    return str(gettext("%(what)s: %(lot)s", what=headline(kind), lot=isolated(str(payload["title"]))))


def text(kind: str, payload: Payload) -> str:
    """What it means, in a sentence or two."""
    if kind in OF_UNPAID:
        return unpaid.text(kind, payload)
    if kind == SELLER_OPENED:
        return _opened([str(lot["title"]) for lot in payload["lots"]], int(payload["count"]))
    if kind == SEARCH_MATCHED:
        count = int(payload["total"])
        return str(ngettext("%(count)s new lot matches.", "%(count)s new lots match.", count, count=number(count)))
    if kind in OF_APPROVALS:
        return str(_TEXTS[kind]) % {"handle": isolated(str(payload.get("handle", "")))}
    if kind in OF_FEEDBACK:
        return feedback_wording.text(kind, payload)
    sentence = _TEXTS.get(_case(kind, payload), _HEADLINES[kind])
    said = str(sentence) % {"price": price(payload), "part": part(payload)}
    return said.replace(".\u200f.", ".\u200f")  # the dot of an Arabic currency (د.ك.) ends the sentence, too


def _opened(titles: list[str], count: int) -> str:
    if count == 1:
        return str(gettext("A new lot is open: %(lot)s", lot=isolated(titles[0])))
    words = ngettext(
        "%(count)s new lot is open: %(lots)s",
        "%(count)s new lots are open: %(lots)s",
        count,
        count=number(count),
        lots=_COMMA[reader().direction].join(isolated(title) for title in titles),
    )
    return str(words) if count == len(titles) else f"{words}…"


def _case(kind: str, payload: Payload) -> str:
    reason = payload.get("reason")
    if kind == WON and payload.get("how") == "bought":
        return "bought"
    if kind == LOST and payload.get("hammer_minor") is None:
        return "lost_unsold"
    if kind == BIDS_CANCELLED and payload["by"] == "house":
        return "cancelled_on_yours" if payload.get("is_seller") else "cancelled_by_house"
    if kind == UNSOLD:
        return "unsold_cancelled" if reason == "cancelled" else str(reason)
    if kind == DEPOSIT_RELEASED and payload["why"] == "lapsed":
        return "deposit_lapsed"
    return kind


def price(payload: Payload) -> str:
    """The public amount that a notice is about: what it was sold for, else what it stood at."""
    hammer = payload.get("hammer_minor")
    return money_text(payload["price_minor"] if hammer is None else hammer, payload["currency"])


def part(payload: Payload) -> str:
    """A part of the amount that a notice is about; nothing where it is about the whole."""
    minor = payload.get("part_minor")
    return "" if minor is None else money_text(minor, payload["currency"])


def details(kind: str, payload: Payload) -> list[tuple[str, str]]:
    """What belongs below the text of a mail: (name, value)."""
    if kind in OF_UNPAID:
        return [(name, isolated(value)) for name, value in unpaid.details(kind, payload)]
    found = []
    if kind == SEARCH_MATCHED:
        return [(isolated(str(find["title"])), _find(find)) for find in payload["finds"]]
    if kind in OF_APPROVALS:
        return []
    if kind in (QUESTION, ANSWER):
        found += [(gettext("Question"), isolated(str(payload["question"])))]
        return found + ([(gettext("Answer"), isolated(str(payload["answer"])))] if kind == ANSWER else [])
    if kind in (OUTBID, LEADING_AGAIN, RESERVE_LOWERED, BID_RETRACTED, BIDS_CANCELLED, ENDING_SOON):
        found += [(gettext("Current bid"), price(payload)), (gettext("Closes"), when(instant(payload["closes_at"])))]
    elif payload.get("hammer_minor") is not None:
        found += [(gettext("Sold for"), price(payload))]
    if payload.get("public_reason"):
        is_not_sellers = kind in (*_OF_ORDERS, *OF_PAYOUTS) or payload.get("by") == "house"
        whose = gettext("Reason") if is_not_sellers else gettext("The seller’s reason")
        found += [(whose, isolated(str(payload["public_reason"])))]
    return found


def _find(find: Mapping[str, Any]) -> str:
    amount = money_text(find["price_minor"], find["currency"])
    return str(gettext("%(price)s, closes %(when)s", price=amount, when=when(instant(find["closes_at"]))))


def action(kind: str) -> str:
    """What a letter's button does."""
    return str(_ACTIONS.get(kind) or unpaid.ACTIONS.get(kind) or gettext("Open the lot"))


def why(kind: str) -> str:
    """Why one gets a letter of this kind."""
    return str(
        _REASONS.get(kind)
        or (unpaid.REASON if kind in OF_UNPAID else "")
        or gettext("You get this letter because of what you do in this auction.")
    )


def isolated(words: str) -> str:
    """Somebody's words, kept from disturbing a sentence of the other direction around them. For plain text, where no
    markup can do it; left as they are where all runs the same way."""
    strange = {"L"} if reader().direction == "rtl" else {"R", "AL"}
    runs_against = any(unicodedata.bidirectional(letter) in strange for letter in words)
    return f"{_ISOLATE}{words}{_POP}" if runs_against else words
