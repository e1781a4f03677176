"""The rules of one auction in plain words, from the very terms that the machine keeps. The reserve's amount never."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest
from typing import NamedTuple

from flask_babel import gettext as _

from auction import languages
from auction.languages import duration, money_text, when
from auction.rules import retraction
from auction.rules.increments import Increments
from auction.rules.terms import Terms

SHOWN_RUNGS = 6


class Rule(NamedTuple):
    """One line of the card: what it is about, and what holds."""

    name: str
    sentence: str


def rules_in_words(terms: Terms) -> tuple[Rule, ...]:
    """Every rule of an auction, in the reader's language, in the order in which one meets them."""
    is_sealed = terms.format == "sealed"
    lines = [
        (_("Currency"), _currency(terms)),
        (_("Start"), _("Bidding begins at %(price)s.", price=money_text(terms.starting_minor, terms.currency))),
        (_("Who may bid"), _bidders(terms)),
        (_("Deposit"), _deposit(terms)),
        (_("Bids"), _sealed_bids() if is_sealed else _proxy_bids()),
        (_("Steps"), "" if is_sealed else _steps(terms)),
        (_("Reserve"), _reserve(terms)),
        (_("Buy now"), _buy_now(terms)),
        (_("Time"), _("It opens %(opens)s and closes %(closes)s.", opens=when(terms.opens_at), closes=_end(terms))),
        (_("The last minutes"), _soft_close(terms)),
        (_("In its sale"), _in_its_sale(terms)),
        (_("The end"), _closing(terms)),
        (_("Taking a bid back"), _retraction()),
    ]
    return tuple(Rule(name, _one_dot(sentence)) for name, sentence in lines if sentence)


def _currency(terms: Terms) -> str:
    name = languages.reader().locale.currencies.get(terms.currency, terms.currency)
    return str(_("All amounts are in %(name)s (%(code)s).", name=name, code=f"\u2066{terms.currency}\u2069"))


def _bidders(terms: Terms) -> str:
    """What the seller asks of bidders. That an account is needed at all goes without saying."""
    asked = [
        _("Your e-mail address must be confirmed.") if terms.needs_verified else "",
        _("No unpaid case may be open on your account.") if terms.needs_paid_up else "",
        _("The seller must have let you into this sale.") if terms.needs_approval else "",
    ]
    return " ".join(sentence for sentence in asked if sentence) or str(_("Everybody with an account."))


def _deposit(terms: Terms) -> str:
    """What is put down before bidding, and what becomes of it: said before anybody pays."""
    deposit = terms.deposit
    if deposit is None:
        return ""
    if deposit.amount_minor is not None:
        amount = money_text(deposit.amount_minor, terms.currency)
        asked = _("Before bidding you put down %(amount)s.", amount=amount)
    else:
        asked = _(
            "Before bidding you name the limit you want to bid up to and put down %(percent)s of it. Above the limit "
            "you cannot bid; you can raise it by putting down the difference.",
            percent=languages.percent(deposit.basis_points),
        )
    if deposit.sale_id is not None:
        reach = _(
            "One deposit opens all lots of the sale. Whoever owes nothing has it back when the last lot has closed."
        )
    else:
        reach = _("Whoever does not win has it back at once.")
    won = _(
        "For the winner it counts towards what is to be paid. If the winner does not pay and the seller cancels with a "
        "strike, it is forfeited to the seller, up to what was owed, also if the strike is redeemed later."
    )
    return " ".join(map(str, (asked, reach, won)))


def _proxy_bids() -> str:
    return str(
        _(
            "You name the most you would pay. The house bids for you, step by step, and only as far as others make "
            "it necessary. Of two equal maximums the earlier one leads."
        )
    )


def _sealed_bids() -> str:
    return str(
        _(
            "Everybody makes one secret offer and may raise it. Offers are opened at the end; the highest wins and "
            "pays what it says, of equal ones the earlier."
        )
    )


def _steps(terms: Terms) -> str:
    """From the starting price on: what lies below it never happens."""
    table = terms.increments
    match table.kind:
        case "bands" | "flat":
            return _bands(table, terms)
        case "percent":
            return str(
                _(
                    "The next bid is at least %(percent)s%% above the price, and at least %(least)s.",
                    percent=languages.digits(f"{table.basis_points / 100:g}"),
                    least=money_text(table.least, terms.currency),
                )
            )
        case "ladder":
            rungs = [terms.starting_minor]
            while len(rungs) < SHOWN_RUNGS:
                rungs.append(table.after(rungs[-1]))
            amounts = _(", ").join(money_text(rung, terms.currency) for rung in rungs)
            return str(_("The rungs of the sale room: %(amounts)s …", amounts=amounts))


def _bands(table: Increments, terms: Terms) -> str:
    parts: list[str] = []
    for step, until in zip_longest(table.steps, table.starts[1:]):
        if until is not None and until <= terms.starting_minor:
            continue
        by = money_text(step, terms.currency)
        if until is None:
            parts.append(_("above that: steps of %(step)s", step=by) if parts else _("steps of %(step)s", step=by))
        else:
            parts.append(_("up to %(price)s: steps of %(step)s", price=money_text(until, terms.currency), step=by))
    sentence = _("; ").join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _reserve(terms: Terms) -> str:
    if terms.reserve_minor is None:
        return str(_("None: the highest bid buys, however low."))
    return str(_("There is a hidden reserve price. Until it is met the seller is not bound to sell."))


def _buy_now(terms: Terms) -> str:
    if terms.buy_now_minor is None:
        return ""
    price = money_text(terms.buy_now_minor, terms.currency)
    if terms.reserve_minor is None:
        return str(_("Whoever pays %(price)s ends the auction at once. Offered until the first bid.", price=price))
    return str(_("Whoever pays %(price)s ends the auction at once. Offered until the reserve is met.", price=price))


def _in_its_sale(terms: Terms) -> str:
    if terms.is_chained:
        return str(
            _("This lot begins to close only when the lot before it has closed. While that one is extended, it waits.")
        )
    if terms.is_together and terms.soft_close is not None:
        return str(_("All lots of this sale end together: a late bid on any of them moves the end of them all."))
    return str(_("All lots of this sale end together.")) if terms.is_together else ""


def _end(terms: Terms) -> str:
    return when(terms.closes_at)


def _soft_close(terms: Terms) -> str:
    if terms.format == "sealed" or terms.soft_close is None:
        return str(_("This auction ends exactly at its time; late bids do not move the end."))
    soft = terms.soft_close
    moved = _(
        "A bid in the last %(window)s that changes the leader or the price moves the end to %(extension)s after it.",
        window=duration(soft.window_seconds),
        extension=duration(soft.extension_seconds),
    )
    if not soft.cap_seconds:
        return str(moved)
    cap = _("At most %(cap)s past the planned end.", cap=duration(soft.cap_seconds))
    return f"{moved} {cap}"


def _closing(terms: Terms) -> str:
    counted = _("A bid counts if it reaches the house before the end, by the house's clock.")
    if terms.reserve_minor is None:
        bound = _("Whoever leads then has bought it: a bid is binding.")
    else:
        bound = _("Whoever leads then has bought it if the reserve is met; if it is not, nobody is bound.")
    return f"{counted} {bound}"


def _retraction() -> str:
    return str(
        _(
            "Only for a mistyped amount or a changed description. Until %(before)s before the end all your bids on "
            "the lot fall; after that only the newest, within %(after)s of placing it. Everybody sees it.",
            before=_length(retraction.FREELY_BEFORE_END),
            after=_length(retraction.AFTER_ENTRY),
        )
    )


def _length(span: timedelta) -> str:
    return duration(int(span.total_seconds()))


def _one_dot(sentence: str) -> str:
    """Arabic abbreviates currencies with a dot of their own (د.ك.): it ends the sentence, too."""
    return sentence.replace(".\u200f.", ".\u200f")
