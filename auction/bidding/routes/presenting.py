"""How a lot is laid out for its page: views and a reader's own part become what the template shows. Decides nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from auction import clock, languages, web
from auction.accounts import queries as accounts
from auction.bidding.before_bidding import Prospect, bill_of
from auction.bidding.budgets.queries import BudgetLine, line_for
from auction.bidding.queries import standing_bidders
from auction.bidding.queries.currencies import currency_table
from auction.bidding.queries.lot_page import HistoryLine, LotView, SellerLine
from auction.bidding.queries.pages import LotCard
from auction.bidding.rule_card import Rule, rules_in_words
from auction.bidding.service import terms_of
from auction.catalogue import forms
from auction.catalogue import queries as catalogue
from auction.catalogue import wording as catalogue_words
from auction.catalogue.delivery import Way
from auction.rules import money
from auction.rules.bill import Bill
from auction.rules.seller_changes import LAST_HOURS
from auction.rules.terms import SoftClose


@dataclass(frozen=True, slots=True)
class Typed:
    """What the reader sent and the house refused, by field: shown again, with the reason beside it."""

    words: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    needs_confirmation: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The reader's own part in the lot."""

    has_bid: bool
    is_leading: bool
    is_outbid: bool
    maximum_minor: int | None
    alias: int | None
    is_seller: bool
    can_bid: bool
    why_not: str | None
    can_retract: bool
    retract_scope: str
    can_confirm_reserve: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Total:
    """What a bid would come to: its bill as if the lot were won at it, with the chosen way to the buyer.

    `zone` is empty where the seller has not said how the lot comes to its buyer; the bill then has no delivery.
    """

    bid_minor: int
    zone: str
    ways: tuple[Way, ...]
    bill: Bill


@dataclass(frozen=True, slots=True)
class LotPage:
    card: LotCard
    listing_id: int
    listing: catalogue.ListingView
    rules: tuple[Rule, ...]
    questions: list[catalogue.QuestionView]
    description_html: Markup
    additions: list[Any]
    condition: str
    seller: SellerLine
    category: Any
    breadcrumbs: list[tuple[str, str]]
    pictures: tuple[catalogue.PictureView, ...]
    quick_amounts: tuple[int, ...]
    soft_close: SoftClose | None
    scheduled_closes_at: datetime
    left_seconds: int
    leader_alias: int | None
    history: list[HistoryLine]
    retractions: Mapping[int, int]
    cancellations: Mapping[int, int]
    cancellable: tuple[int, ...]
    viewer: Part
    winner: dict[str, Any] | None
    bid_key: str
    typed: Typed
    refusal: str
    is_preview: bool = False
    language: str = "en"
    watching: int = 0
    can_ask: bool = False
    total: Total | None = None
    sale_id: int | None = None
    budget: BudgetLine | None = None
    asks_deposit: bool = False


def lot_page(view: LotView, typed: Typed, *, is_preview: bool = False) -> LotPage:
    card, listing, part = view.card, view.listing, _part(view)
    return LotPage(
        card=card,
        listing_id=listing.id,
        listing=listing,
        rules=view.rules,
        questions=view.questions,
        description_html=listing.description_html,
        additions=list(listing.additions),
        condition=str(catalogue_words.CONDITIONS.get(listing.condition or "", "")),
        seller=view.seller,
        category=listing.category,
        breadcrumbs=[(shelf.name, url_for("bidding.category", slug=shelf.slug)) for shelf in listing.breadcrumbs],
        pictures=view.pictures,
        quick_amounts=view.steps,
        soft_close=view.soft_close,
        scheduled_closes_at=view.scheduled_closes_at,
        left_seconds=_left(card),
        leader_alias=card.state.leader,
        history=view.history,
        retractions=view.retractions,
        cancellations=view.cancellations,
        cancellable=() if is_preview else _cancellable(view),
        viewer=part,
        winner=_winner(view),
        bid_key=uuid.uuid4().hex,
        typed=typed,
        refusal=_homeless(view, typed, part),
        is_preview=is_preview,
        language=listing.language,
        can_ask=card.phase == "open" and (part.why_not is None or part.why_not == view.unmet) and part.is_confirmed,
        total=_total(listing, card, typed),
        sale_id=view.sale_id,
        budget=None if is_preview else _budget(view),
        asks_deposit=view.asks_deposit,
    )


@forms.explainer
def rules_of_words(wanted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules that a seller's words would make now; none while the price or the time cannot be read."""
    terms, faults = terms_of(wanted, clock.now(), languages.reader().time_zone, currency_table)
    if terms is None or faults:
        return []
    return [(rule.name, rule.sentence) for rule in rules_in_words(terms)]


def _total(listing: catalogue.ListingView, card: LotCard, typed: Typed) -> Total | None:
    """What a bid would cost with its way to the reader: the one typed, else the least that leads on."""
    base_minor = card.minimum_minor or card.price_minor
    with suppress(money.AmountError):
        base_minor = money.parse_amount(typed.words.get("amount", ""), card.currency)
    return None if not base_minor else total_of(listing, card, base_minor, typed.words.get("zone", ""))


def total_of(listing: catalogue.ListingView, card: LotCard, bid_minor: int, zone: str) -> Total:
    """The whole of what a bid would come to, by a way to the reader: the one wished for, else the first."""
    promised = listing.delivery
    ways = promised.ways if promised is not None and promised.currency == card.currency else ()
    way = next((way for way in ways if way.zone == zone), ways[0] if ways else None)
    prospect = Prospect(
        auction_id=card.auction_id,
        currency=card.currency,
        hammer_minor=bid_minor,
        opens_at=card.opens_at,
        category_path=tuple(shelf.id for shelf in reversed(listing.breadcrumbs)),
        seller_country=listing.place.country,
        delivery_minor=None if way is None else way.price_minor,
        reader_id=viewer.id if (viewer := accounts.viewer()) else None,
    )
    return Total(bid_minor, way.zone if way else "", ways, bill_of(prospect))


def _budget(view: LotView) -> BudgetLine | None:
    """For whoever can bid on the lot, or has."""
    viewer, card = accounts.viewer(), view.card
    if viewer is None or view.is_seller or (card.phase == "ended" and not card.own.has_bid):
        return None
    return line_for(card.auction_id, card.currency, viewer.id)


def _cancellable(view: LotView) -> tuple[int, ...]:
    """The numbers of the bidders whose bids the reader could cancel: the seller within the law, or the staff."""
    viewer, state = accounts.viewer(), view.card.state
    if viewer is None or state.phase != "open" or not state.count:
        return ()
    is_staff = viewer.has_role(web.MODERATOR) or viewer.has_role(web.OPERATOR)
    is_late = state.closes_at - state.server_now <= LAST_HOURS
    may_seller = view.is_seller and not (is_late and state.reserve != "not_met")
    return tuple(standing_bidders(view.card.auction_id)) if may_seller or (is_staff and not view.is_seller) else ()


def _left(card: LotCard) -> int:
    """The time until it opens or closes in whole units, for a page that stands still: its script counts on."""
    until = card.opens_at if card.phase == "scheduled" else card.closes_at
    seconds = max(0, int((until - card.state.server_now).total_seconds()))
    unit = next((unit for unit in (86_400, 3_600, 60) if seconds >= 2 * unit), 1)
    return round(seconds / unit) * unit


def _part(view: LotView) -> Part:
    own, state = view.card.own, view.card.state
    viewer = accounts.viewer()
    is_open = state.phase == "open"
    why_not = None
    if viewer is None:
        why_not = "sign_in_needed"
    elif view.is_seller:
        why_not = "own_lot"
    elif view.needs_verified and not viewer.is_confirmed:
        why_not = "not_verified"
    else:
        why_not = view.unmet
    return Part(
        has_bid=own.has_bid,
        is_leading=own.has_bid and own.is_leading,
        is_outbid=own.has_bid and not own.is_leading and state.phase in ("open", "closing"),
        maximum_minor=own.maximum_minor,
        alias=own.alias,
        is_seller=view.is_seller,
        can_bid=is_open and why_not is None,
        why_not=why_not,
        can_retract=is_open and own.has_bid and view.retractable is not None,
        retract_scope=view.retractable or "all",
        can_confirm_reserve=view.can_confirm_reserve,
        is_confirmed=viewer is not None and viewer.is_confirmed,
    )


def _homeless(view: LotView, typed: Typed, part: Part) -> str:
    """The reason for a no whose form is not on the page: the form that was sent was older than the state of things."""
    card = view.card
    is_running = card.phase in ("open", "scheduled")
    shown = {
        "amount": part.can_bid,
        "retraction": part.can_retract,
        "reserve": part.is_seller and card.phase == "open" and card.reserve == "not_met",
        "bidder": bool(_cancellable(view)),
        "why": bool(_cancellable(view)),
        "how": part.is_seller and is_running,
        "reason": part.is_seller and is_running,
        "question": card.phase == "open" and not part.is_seller,
    }
    shown |= {f"answer-{one.id}": part.is_seller and one.is_waiting for one in view.questions}
    return next((words for name, words in typed.errors.items() if not shown.get(name)), "")


def _winner(view: LotView) -> dict[str, Any] | None:
    if view.card.state.hammer_minor is None:
        return None
    return {"you_won": view.you_won, "hammer_minor": view.card.state.hammer_minor, "alias": view.winner_alias}
