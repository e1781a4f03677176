"""Who may do what to whose lot: every endpoint of bidding for every kind of caller, as one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from auction import clock
from auction.accounts import queries as accounts
from auction.bidding import service
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.bidding.seeing import kinds
from tests.builders_catalogue import make_draft, make_shelves
from tests.conftest import Hand

pytestmark = pytest.mark.usefixtures("moment")

GUEST, BUYER, OTHER, SELLER, OTHER_SELLER, MODERATOR, OPERATOR = CALLERS = (
    "guest",
    "buyer",
    "other buyer",
    "seller",
    "other seller",
    "moderator",
    "operator",
)
DONE, SIGN_IN = "done", "sign in"


def all_but(usual: Any, **others: Any) -> dict[str, Any]:
    """The same for every caller, but for those named."""
    return dict.fromkeys(CALLERS, usual) | {name.replace("_", " "): answer for name, answer in others.items()}


@dataclass(frozen=True)
class Case:
    endpoint: str
    path: str
    expected: dict[str, Any]
    words: dict[str, str] | None = None
    on: str = "open"
    """Which lot `{lot}` is: one that is open and led by the buyer, one whose reserve came down, or one yet hidden."""

    @property
    def name(self) -> str:
        return f"{self.endpoint}, {self.on}: {self.path} {self.words or ''}"

    @property
    def method(self) -> str:
        return "GET" if self.words is None else "POST"


PUBLIC, OWN = all_but(200), all_but(200, guest=SIGN_IN)
HIDDEN = all_but(404, seller=200)
BIDDING = all_but(DONE, guest=SIGN_IN, seller=403)
RETRACTING = all_but(409, guest=SIGN_IN, buyer=DONE)
STAFFS_TOO = all_but(403, guest=SIGN_IN, seller=DONE, moderator=DONE, operator=DONE)
SELLERS_OWN = all_but(403, guest=SIGN_IN, seller=DONE)
DRAFT = all_but(403, guest=SIGN_IN, seller=200, other_seller=404)
OPERATORS = all_but(403, guest=SIGN_IN, operator=200)
MEMBERS = all_but(DONE, guest=SIGN_IN)
STRANGE = all_but(403, guest=SIGN_IN, seller=404, other_seller=404)
ONE_STEP = {"kind": "flat", "flat": "1", "floor": "100"}
LOT, API = "/auctions/{lot}", "/api/v1/auctions/{lot}"
KEY = {"amount": "50", "key": "long-enough"}

CASES = [
    Case("bidding.home", "/", PUBLIC),
    Case("bidding.category", "/c/watches", PUBLIC),
    Case("bidding.search", "/search?q=clock", PUBLIC),
    Case("bidding.my_bids", "/my/bids", OWN),
    Case("bidding.lot", LOT, PUBLIC),
    Case("bidding.lot", LOT, HIDDEN, on="hidden"),
    Case("bidding.promotion", LOT + "/promotion", all_but(403, guest=SIGN_IN, seller=200)),
    Case("bidding.promotion", LOT + "/promotion", all_but(404, guest=SIGN_IN, seller=200), on="hidden"),
    Case("bidding.promote", LOT + "/promotion", SELLERS_OWN, {}),
    Case("bidding.history", LOT + "/history", PUBLIC),
    Case("bidding.history", LOT + "/history", HIDDEN, on="hidden"),
    Case("bidding.book", LOT + "/book", PUBLIC),
    Case("bidding.book", LOT + "/book", HIDDEN, on="hidden"),
    Case("bidding.book_file", LOT + "/book.json", PUBLIC),
    Case("bidding.book_file", LOT + "/book.json", HIDDEN, on="hidden"),
    Case("bidding.of_listing", "/listings/{listing}/auction", all_but(DONE)),
    Case("bidding.of_listing", "/listings/{listing}/auction", all_but(404, seller=DONE), on="hidden"),
    Case("bidding.after_a_refusal", LOT + "/bids", all_but(DONE)),
    Case("bidding.verifier", "/verify_book.py", PUBLIC),
    Case("bidding.place_bid", LOT + "/bids", BIDDING, KEY),
    Case("bidding.place_bid", LOT + "/bids", all_but(404, guest=SIGN_IN, seller=409), KEY, on="hidden"),
    Case("bidding.buy_now", LOT + "/purchase", BIDDING, {}),
    Case("bidding.buy_now", LOT + "/purchase", all_but(404, guest=SIGN_IN, seller=409), {}, on="hidden"),
    Case("bidding.retract", LOT + "/retraction", RETRACTING, {"reason": "amount_error"}),
    Case("bidding.change_reserve", LOT + "/reserve", SELLERS_OWN, {"amount": "30"}),
    Case(
        "bidding.change_reserve", LOT + "/reserve", all_but(403, guest=SIGN_IN, buyer=DONE), {"confirm": "1"}, "lowered"
    ),
    Case("bidding.end_early", LOT + "/early-end", SELLERS_OWN, {"how": "cancel", "reason": "It fell."}),
    Case("bidding.cancel_bids", LOT + "/cancellation", STAFFS_TOO, {"bidder": "1", "why": "It fell."}),
    Case("bidding.preview", "/sell/{draft}/preview", DRAFT),
    Case("bidding.publish", "/sell/{draft}/publish", DRAFT | {SELLER: DONE}, {}),
    Case("bidding.list_increments", "/operator/increments", OPERATORS),
    Case("bidding.edit_increments", "/operator/increments/USD", OPERATORS),
    Case("bidding.change_increments", "/operator/increments/USD", OPERATORS | {OPERATOR: DONE}, ONE_STEP),
    Case("bidding.restore_increments", "/operator/increments/USD/built-in", OPERATORS | {OPERATOR: DONE}, {}),
    Case("bidding.graph", LOT + "/graph", PUBLIC),
    Case("bidding.total", LOT + "/total?amount=25", PUBLIC),
    Case("bidding.total", LOT + "/total?amount=25", HIDDEN, on="hidden"),
    Case("bidding.graph", LOT + "/graph", all_but(404), on="hidden"),
    Case("bidding.house_picture", "/share.png", PUBLIC),
    Case("bidding.lot_picture", LOT + "/share.png", PUBLIC),
    Case("bidding.lot_picture", LOT + "/share.png", all_but(404), on="hidden"),
    Case("bidding.questions", LOT + "/questions", all_but(DONE)),
    Case("bidding.ask_question", LOT + "/questions", BIDDING, {"question": "Does it still chime?"}),
    Case("bidding.answer_question", LOT + "/questions/999", STRANGE, {"answer": "It does."}),
    Case("bidding.watch", LOT + "/watch", MEMBERS, {}),
    Case("bidding.watch", LOT + "/watch", MEMBERS, {}, on="hidden"),
    Case("bidding.watching", "/watching", OWN),
    Case("bidding.viewed", "/viewed", OWN),
    Case("bidding.clear_viewed", "/viewed/clear", MEMBERS, {}),
    Case("bidding.keep_viewed", "/viewed/keeping", MEMBERS, {"keep": "on"}),
    Case("bidding.seller", "/sellers/{handle}", PUBLIC),
    Case("bidding.follow", "/sellers/{handle}/follow", MEMBERS, {}),
    Case("bidding.following", "/following", OWN),
    Case("bidding.saved_searches", "/saved-searches", OWN),
    Case("bidding.save_search", "/saved-searches", MEMBERS, {"query": "q=clock", "name": "Clocks"}),
    Case("bidding.change_search", "/saved-searches/999", all_but(404, guest=SIGN_IN), {"name": "Clocks"}),
    Case("bidding.delete_search", "/saved-searches/999/delete", all_but(404, guest=SIGN_IN), {}),
    Case("auctions.suggest_lots", "/api/v1/suggestions?q=clock", PUBLIC),
    Case("auctions.tell_time", "/api/v1/clock", PUBLIC),
    Case("auctions.list_auctions", "/api/v1/auctions", PUBLIC),
    Case("auctions.show_auction", API, PUBLIC),
    Case("auctions.show_auction", API, all_but(404), on="hidden"),
    Case("auctions.show_book", API + "/book", PUBLIC),
    Case("auctions.show_book", API + "/book", all_but(404), on="hidden"),
    Case("auctions.place_bid", API + "/bids", all_but(201, guest=401, seller=403), KEY),
    Case("auctions.buy_now", API + "/purchase", all_but(201, guest=401, seller=403), {}),
    Case("auctions.retract_bid", API + "/retraction", all_but(409, guest=401, buyer=201), {"reason": "amount_error"}),
]


@dataclass
class Town:
    """Everybody who calls, each with a browser."""

    hands: dict[str, Hand]
    ids: dict[str, int]
    listing: int
    handle: str

    def place_for(self, case: Case) -> dict[str, Any]:
        """A lot of the seller's that the buyer leads, its reserve not met, with a fixed price; and a draft."""
        seller, now = self.ids[SELLER], clock.now()
        opens_at = now + timedelta(hours=1) if case.on == "hidden" else now - timedelta(hours=1)
        times = {"opens_at": opens_at, "closes_at": now + timedelta(days=3)}
        # Where a page of the listing itself is asked for, no other auction of it may be newer.
        listing = a_listing(seller) if "listing" in case.path else self.listing
        lot = an_auction(seller, listing, reserve_minor=9000, buy_now_minor=20_000, **times)
        if case.on != "hidden":
            bid(lot, self.ids[BUYER], "20")
        if case.on == "lowered":
            service.lower_reserve(auction_id=lot, person_id=seller, amount="15")
        return {"lot": lot, "listing": listing, "handle": self.handle}


@pytest.fixture
def town(enter, inside) -> Town:
    inside(make_shelves)
    roles = {SELLER: a_seller, OTHER_SELLER: a_seller}
    staff = {MODERATOR: ("moderator",), OPERATOR: ("operator",)}
    guests = {GUEST: enter()}
    for name in CALLERS[1:]:
        guests[name] = enter(roles.get(name, a_person), **({"roles": staff[name]} if name in staff else {}))
    ids = {name: guest.id for name, guest in guests.items()}
    hands = {name: Hand(guest.client) for name, guest in guests.items()}
    handle = inside(accounts.handles, [ids[SELLER]])[ids[SELLER]]
    return Town(hands, ids, inside(a_listing, ids[SELLER]), handle)


def call(hand: Hand, case: Case, path: str) -> Any:
    if case.words is None:
        answer = hand.get(path)
    else:
        answer = hand.post(path, **{"json" if path.startswith("/api/") else "data": case.words})
    with answer:
        if answer.status_code not in (302, 303):
            return answer.status_code
        return SIGN_IN if answer.location.startswith("/login") else DONE


def test_every_endpoint_answers_each_caller_as_the_table_says(inside, town):
    wrong = []
    draft = inside(make_draft, town.ids[SELLER])
    for case in CASES:
        place = None  # who was refused has left the place as it was, which is looked at: the next finds it so
        for name in CALLERS:
            place = place or inside(town.place_for, case)
            before = inside(kinds, place["lot"])
            answer = call(town.hands[name], case, case.path.format(**place, draft=draft))
            if answer != case.expected[name]:
                wrong.append(f"{case.name} by {name}: {answer}, not {case.expected[name]}")
            is_done = case.words is not None and answer in (DONE, 201)
            if not is_done and inside(kinds, place["lot"]) != before:
                wrong.append(f"{case.name} by {name}: refused, and yet something was written")
            if is_done:
                place = None
    assert wrong == []


def test_no_endpoint_is_missing_in_the_table(app):
    ours = ("bidding.", "auctions.")
    found = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith(ours)
    }
    assert found == {(case.endpoint, case.method) for case in CASES}
