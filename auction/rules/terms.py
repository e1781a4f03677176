"""The terms of one auction: fixed when it opens, kept with it, and what makes them unfit. No state lives here.

Terms are fit to publish when
- the format and the currency are known, every amount is at least one minor unit and not absurd;
- the auction opens before it closes, and closes in the future;
- the reserve, if any, is not below the starting price;
- the fixed "buy now" price, if any, is at least 130 % of the starting price, not below the reserve,
  and the format knows it;
- a chained lot, whose end may be put off behind that of another, has no cap on soft close and no common end;
- soft close has a window, an extension that is not shorter than nothing, and a cap (0 = no cap);
- a deposit, if any, is an amount of at least one minor unit, or a share of 0.01 to 100 % (see `deposits`).
The reserve is secret: the public terms hold a commitment to it in its place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import datetime
from typing import Any, Final

from auction.rules.actions import Facts
from auction.rules.chain import instant, instant_text
from auction.rules.deposits import WHOLE, Deposit
from auction.rules.increments import Increments
from auction.rules.money import CURRENCIES, MAX_MINOR

BUY_NOW_PERCENT: Final = 130
LONGEST_SOFT_CLOSE_SECONDS: Final = 24 * 3600
FORMAT_NAMES: Final = ("english", "sealed")
WITH_BUY_NOW: Final = ("english",)


_LATER: Final = ("is_chained", "needs_paid_up", "needs_approval", "is_together")


@dataclass(frozen=True, slots=True)
class SoftClose:
    """A bid inside the last `window` moves the end to its own time + `extension`, at most `cap` past the schedule."""

    window_seconds: int = 120
    extension_seconds: int = 120
    cap_seconds: int = 3600


@dataclass(frozen=True, slots=True)
class Terms:
    format: str
    currency: str
    opens_at: datetime
    closes_at: datetime
    starting_minor: int
    increments: Increments
    reserve_minor: int | None = None
    buy_now_minor: int | None = None
    soft_close: SoftClose | None = SoftClose()
    large_bid_factor: int = 10
    large_bid_floor_minor: int = 10_000
    needs_verified: bool = True
    is_chained: bool = False
    needs_paid_up: bool = False
    needs_approval: bool = False
    deposit: Deposit | None = None
    is_together: bool = False

    def to_plain(self) -> dict[str, object]:
        """For storing; `reserve_minor` makes this secret."""
        soft_close = self.soft_close
        return {
            "format": self.format,
            "currency": self.currency,
            "opens_at": instant_text(self.opens_at),
            "closes_at": instant_text(self.closes_at),
            "starting_minor": self.starting_minor,
            "increments": self.increments.to_plain(),
            "reserve_minor": self.reserve_minor,
            "buy_now_minor": self.buy_now_minor,
            "soft_close": soft_close
            and {
                "window_seconds": soft_close.window_seconds,
                "extension_seconds": soft_close.extension_seconds,
                "cap_seconds": soft_close.cap_seconds,
            },
            "large_bid_factor": self.large_bid_factor,
            "large_bid_floor_minor": self.large_bid_floor_minor,
            "needs_verified": self.needs_verified,
            # Older books know none of these, and their terms are hashed.
            **{name: True for name in _LATER if getattr(self, name)},
            **({"deposit": self.deposit.to_plain()} if self.deposit else {}),
        }

    def to_public(self, auction_id: int | str, reserve_commitment: str | None) -> dict[str, object]:
        """What the book opens with and its hash chain grows from."""
        public = self.to_plain()
        del public["reserve_minor"]
        return public | {"auction_id": auction_id, "reserve_commitment": reserve_commitment}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> "Terms":
        """The inverse of `to_plain`; what is stored was checked when it was written."""
        soft_close = plain["soft_close"]
        return Terms(
            **{
                **plain,
                "opens_at": instant(plain["opens_at"]),
                "closes_at": instant(plain["closes_at"]),
                "increments": Increments.from_plain(plain["increments"]),
                "soft_close": soft_close and SoftClose(**soft_close),
                "deposit": Deposit.from_plain(plain["deposit"]) if plain.get("deposit") else None,
            }
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one field of the terms cannot stand."""

    field: str
    code: str
    facts: Facts = default(default_factory=dict)


def problems(terms: Terms, now: datetime) -> tuple[Problem, ...]:
    """All that is wrong with the terms; empty when they may be published."""
    if terms.currency not in CURRENCIES:
        return (Problem("currency", "unknown_currency", {"currency": terms.currency}),)
    return (
        *_format_problems(terms),
        *_amount_problems(terms),
        *_time_problems(terms, now),
        *_soft_close_problems(terms.soft_close),
        *_chain_problems(terms),
        *_deposit_problems(terms.deposit),
    )


def least_buy_now(starting_minor: int) -> int:
    """The lowest fixed price that a starting price allows."""
    return -(-starting_minor * BUY_NOW_PERCENT // 100)


def _format_problems(terms: Terms) -> Iterator[Problem]:
    if terms.format not in FORMAT_NAMES:
        yield Problem("format", "unknown_format", {"format": terms.format})
    elif terms.buy_now_minor is not None and terms.format not in WITH_BUY_NOW:
        yield Problem("buy_now_minor", "not_in_this_format", {"format": terms.format})


def _amount_problems(terms: Terms) -> Iterator[Problem]:
    named = {
        "starting_minor": terms.starting_minor,
        "reserve_minor": terms.reserve_minor,
        "buy_now_minor": terms.buy_now_minor,
    }
    for name, amount in named.items():
        if amount is not None and amount < 1:
            yield Problem(name, "too_small", {"minimum_minor": 1})
        elif amount is not None and amount > MAX_MINOR:
            yield Problem(name, "too_large", {"maximum_minor": MAX_MINOR})
    if terms.reserve_minor is not None and terms.reserve_minor < terms.starting_minor:
        yield Problem("reserve_minor", "below_starting", {"minimum_minor": terms.starting_minor})
    if terms.buy_now_minor is not None:
        least = max(least_buy_now(terms.starting_minor), terms.reserve_minor or 0)
        if terms.buy_now_minor < least:
            yield Problem("buy_now_minor", "below_minimum", {"minimum_minor": least})
    if terms.large_bid_factor < 1:
        yield Problem("large_bid_factor", "too_small", {"minimum": 1})
    if terms.large_bid_floor_minor < 0:
        yield Problem("large_bid_floor_minor", "too_small", {"minimum_minor": 0})


def _time_problems(terms: Terms, now: datetime) -> Iterator[Problem]:
    if terms.opens_at.tzinfo is None or terms.closes_at.tzinfo is None:
        yield Problem("closes_at", "without_time_zone")
        return
    if terms.closes_at <= terms.opens_at:
        yield Problem("closes_at", "not_after_opening", {"opens_at": instant_text(terms.opens_at)})
    if terms.closes_at <= now:
        yield Problem("closes_at", "in_the_past")


def _soft_close_problems(soft_close: SoftClose | None) -> Iterator[Problem]:
    if soft_close is None:
        return
    for name, seconds, least in (
        ("window_seconds", soft_close.window_seconds, 1),
        ("extension_seconds", soft_close.extension_seconds, 1),
        ("cap_seconds", soft_close.cap_seconds, 0),
    ):
        if not least <= seconds <= LONGEST_SOFT_CLOSE_SECONDS:
            facts: Facts = {"minimum": least, "maximum": LONGEST_SOFT_CLOSE_SECONDS}
            yield Problem(f"soft_close.{name}", "out_of_range", facts)


def _chain_problems(terms: Terms) -> Iterator[Problem]:
    if terms.is_chained and terms.soft_close is not None and terms.soft_close.cap_seconds:
        yield Problem("soft_close.cap_seconds", "no_cap_in_a_chain")
    if terms.is_chained and terms.is_together:
        yield Problem("is_together", "out_of_place")


def _deposit_problems(deposit: Deposit | None) -> Iterator[Problem]:
    if deposit is None:
        return
    if deposit.amount_minor is None:
        if not 1 <= deposit.basis_points <= WHOLE:
            yield Problem("deposit.basis_points", "percent_range")
    elif deposit.amount_minor < 1:
        yield Problem("deposit.amount_minor", "too_small", {"minimum_minor": 1})
    elif deposit.amount_minor > MAX_MINOR:
        yield Problem("deposit.amount_minor", "too_large", {"maximum_minor": MAX_MINOR})
