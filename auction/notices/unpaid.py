"""Notices about what is not paid: whom each fact concerns, the words, and where one reads on. Knows payloads alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from auction.languages import money_text, number, when
from auction.notices.models import (
    LATE_AGREED,
    LATE_ASKED,
    PAYMENT_PUT_OFF,
    PAYMENT_REMINDER,
    SECOND_CHANCE,
    SECOND_CHANCE_ENDED,
    STRIKE,
    STRIKE_KEPT,
    STRIKE_REDEEMED,
)
from auction.rules.chain import instant

Payload = Mapping[str, Any]

HEADLINES: Mapping[str, LazyString] = {
    PAYMENT_REMINDER: _l("Please pay soon"),
    PAYMENT_PUT_OFF: _l("You have more time to pay"),
    SECOND_CHANCE: _l("A second chance for you"),
    SECOND_CHANCE_ENDED: _l("A second chance has ended"),
    STRIKE: _l("A strike was recorded"),
    STRIKE_REDEEMED: _l("A strike was redeemed"),
    STRIKE_KEPT: _l("Your appeal was turned down"),
    LATE_ASKED: _l("The buyer wants to pay after all"),
    LATE_AGREED: _l("You may pay after all"),
}

CHOICES: Mapping[str, LazyString] = {
    PAYMENT_REMINDER: _l("When the time to pay comes to its end"),
    PAYMENT_PUT_OFF: _l("When a seller gives me more time to pay"),
    SECOND_CHANCE: _l("When a seller offers me a second chance"),
    SECOND_CHANCE_ENDED: _l("When a second chance is accepted, declined or over"),
    STRIKE: _l("When a strike is recorded against me"),
    STRIKE_REDEEMED: _l("When a strike against me is redeemed"),
    STRIKE_KEPT: _l("When the staff has turned down my appeal"),
    LATE_ASKED: _l("When a buyer with a strike wants to pay after all"),
    LATE_AGREED: _l("When a seller lets me pay after all"),
}

ACTIONS: Mapping[str, LazyString] = {
    PAYMENT_REMINDER: _l("Go to the order"),
    PAYMENT_PUT_OFF: _l("Go to the order"),
    SECOND_CHANCE: _l("See the offer"),
    SECOND_CHANCE_ENDED: _l("See the offer"),
    STRIKE: _l("See my strikes"),
    STRIKE_REDEEMED: _l("See my strikes"),
    STRIKE_KEPT: _l("See my strikes"),
    LATE_ASKED: _l("Choose what to do"),
    LATE_AGREED: _l("Go to the order"),
}

REASON = _l("You get this letter because of a sale that you take part in.")

_ENDED: Mapping[str, LazyString] = {
    "accepted": _l("The bidder takes the lot for %(amount)s. A new order is open."),
    "declined": _l("The bidder does not want the lot. You can offer it to another, or list it anew."),
    "lapsed": _l("The offer at %(amount)s was not taken in time."),
    "withdrawn": _l("The seller has taken the offer back. You owe nothing."),
}


PEOPLE = ("buyer_id", "seller_id", "person_id")


def concerned(kind: str, payload: Payload) -> list[int]:
    """Who is told of one thing."""
    if kind == SECOND_CHANCE_ENDED:
        seller_id, person_id = payload["seller_id"], payload["person_id"]
        return {"withdrawn": [person_id], "lapsed": [seller_id, person_id]}.get(payload["how"], [seller_id])
    if kind == LATE_ASKED:
        return [payload["seller_id"]]
    return [payload["person_id"] if "person_id" in payload else payload["buyer_id"]]


def text(kind: str, payload: Payload) -> str:
    """What it means, in a sentence or two."""
    amount = money_text(payload.get("amount_minor") or payload.get("total_minor") or 0, payload["currency"])
    if kind == PAYMENT_REMINDER:
        due = when(instant(payload["due_at"]))
        return str(
            gettext("%(amount)s is to be paid by %(when)s. Otherwise the seller may cancel.", amount=amount, when=due)
        )
    if kind == PAYMENT_PUT_OFF:
        due = when(instant(payload["due_at"]))
        return str(gettext("The seller waits for %(amount)s until %(when)s.", amount=amount, when=due))
    if kind == SECOND_CHANCE:
        end = when(instant(payload["ends_at"]))
        words = _l("The winner did not pay. You may have the lot for your own best amount, %(amount)s, until %(when)s.")
        return str(words) % {"amount": amount, "when": end}
    if kind == SECOND_CHANCE_ENDED:
        return str(_ENDED[payload["how"]]) % {"amount": amount}
    if kind == STRIKE:
        return _of_strike(payload)
    return _of_what_followed(kind, payload, amount)


def _of_strike(payload: Payload) -> str:
    count = int(payload["count"])
    counted = ngettext(
        "It was not paid, and the seller cancelled it. You now have %(count)s strike.",
        "It was not paid, and the seller cancelled it. You now have %(count)s strikes.",
        count,
        count=number(count),
    )
    if payload["barred_until"]:
        barred = gettext("Until %(when)s you cannot bid.", when=when(instant(payload["barred_until"])))
        return f"{counted} {barred}"
    late = gettext(
        "You can ask the seller until %(when)s to let you pay after all.", when=when(instant(payload["late_until"]))
    )
    return f"{counted} {late}"


def _of_what_followed(kind: str, payload: Payload, amount: str) -> str:
    if kind == STRIKE_REDEEMED:
        if payload["by"] == "paid_late":
            return str(gettext("You have paid after all. The strike counts no more."))
        return str(gettext("The staff has taken the strike away. It counts no more."))
    if kind == STRIKE_KEPT:
        return str(gettext("The staff has looked at it. The strike stands."))
    if kind == LATE_ASKED:
        until = when(instant(payload["late_until"]))
        return str(gettext("You can agree until %(when)s, as long as you do not sell the lot otherwise.", when=until))
    due = when(instant(payload["due_at"]))
    return str(gettext("Pay %(amount)s by %(when)s, and the strike is redeemed.", amount=amount, when=due))


def details(kind: str, payload: Payload) -> list[tuple[str, str]]:
    """What belongs below the text of a mail: (name, value)."""
    if kind in (STRIKE_REDEEMED, STRIKE_KEPT) and payload.get("reason"):
        return [(gettext("Answer of the staff:").rstrip(":"), str(payload["reason"]))]
    return []


def endpoint_of(kind: str, payload: Payload) -> tuple[str, dict[str, int]]:
    """Where one reads on: the endpoint's name and its values."""
    if kind in (SECOND_CHANCE, SECOND_CHANCE_ENDED):
        return "unpaid.offer", {"offer_id": payload["offer_id"]}
    if kind in (STRIKE, STRIKE_REDEEMED, STRIKE_KEPT):
        return "unpaid.my_strikes", {}
    if kind == LATE_ASKED:
        return "unpaid.choices", {"order_id": payload["order_id"]}
    return "settlement.order", {"order_id": payload["order_id"]}
