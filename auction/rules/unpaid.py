"""What follows when a winner does not pay: the days, the strikes, and to whom the lot may be offered next.

- A winner has until `due_at`: 4 days from the sale, or as long as the seller has given. They are reminded when 48 and
  when 24 hours are left, each once; a reminder that nobody could send in time is passed over for the later one.
- Day 5 begins a whole day after `due_at`. From then on, and not before, the seller may cancel the order; until then
  money may still be on its way. The seller may rather wait: 2, 4, 7 or 14 days more, counted from `due_at` or from the
  moment of saying so, whichever is later.
- With the cancelling a strike may be recorded, one for an order. It is in force for 12 months (365 days), unless it is
  redeemed before: the buyer has paid after all, or the staff has taken it away.
- To pay after all the buyer and the seller have 14 days from the strike; the buyer then has the usual 4 days, at most
  until those 14 days are over.
- Whoever has three strikes in force at the moment that one is recorded may not bid for 30 days. If redeeming one leaves
  fewer than three, bidding is free again at once.
- A lot that was not paid may be offered a second time to an underbidder, at that person's own best amount, for 1, 3, 5
  or 7 days. The offer is made within 60 days of the auction's end; it then runs for its days in full. Nobody is offered
  it who has failed to pay for it, who sells it, who is sanctioned or blocked by the seller, or who has declined it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from auction.rules.orders import PAY_WITHIN, REMINDERS_BEFORE

GRACE: Final = timedelta(days=1)
"""From `due_at` to the beginning of day 5."""
WAITS: Final = (2, 4, 7, 14)
"""Days that a seller may wait longer."""
STRIKE_LASTS: Final = timedelta(days=365)
LATE_WITHIN: Final = timedelta(days=14)
TOO_MANY_STRIKES: Final = 3
NO_BIDDING_FOR: Final = timedelta(days=30)
OFFER_DAYS: Final = (1, 3, 5, 7)
OFFER_WITHIN: Final = timedelta(days=60)


def reminders_passed(due_at: datetime, now: datetime) -> int:
    """How many of the two moments of reminding have come."""
    return sum(now >= due_at - before for before in REMINDERS_BEFORE)


def reminder_due(due_at: datetime, now: datetime, told: int) -> bool:
    """Whether the buyer is to be reminded now, after `told` reminders: never when the time is over."""
    return now < due_at and reminders_passed(due_at, now) > told


def may_cancel_from(due_at: datetime) -> datetime:
    """The first moment of day 5."""
    return due_at + GRACE


def waited_until(due_at: datetime, now: datetime, days: int) -> datetime:
    """The new end of the time to pay."""
    return max(due_at, now) + timedelta(days=days)


def expires_at(struck_at: datetime) -> datetime:
    return struck_at + STRIKE_LASTS


def late_until(struck_at: datetime) -> datetime:
    """Until when buyer and seller may agree on paying after all."""
    return struck_at + LATE_WITHIN


def late_due_at(struck_at: datetime, now: datetime) -> datetime:
    """Until when an order that was opened again is to be paid."""
    return min(now + PAY_WITHIN, late_until(struck_at))


@dataclass(frozen=True, slots=True)
class Struck:
    """One strike as the law sees it."""

    struck_at: datetime
    is_redeemed: bool = False


def in_force(strikes: Iterable[Struck], now: datetime) -> int:
    """How many strikes count now."""
    return sum(not one.is_redeemed and one.struck_at <= now < expires_at(one.struck_at) for one in strikes)


def is_barred(count: int) -> bool:
    """Whether so many strikes in force cost the right to bid for a while."""
    return count >= TOO_MANY_STRIKES


@dataclass(frozen=True, slots=True)
class Underbid:
    """Somebody who bid and did not win, by their own best amount that still stands. Of equals the earlier is first."""

    person_id: int
    alias: int
    amount_minor: int
    at: datetime


def whom_to_offer(underbids: Iterable[Underbid], excluded: Collection[int]) -> Sequence[Underbid]:
    """Those to whom the lot may be offered, the best first. `excluded` are the people named above."""
    fit = (one for one in underbids if one.person_id not in excluded)
    return sorted(fit, key=lambda one: (-one.amount_minor, one.at, one.alias))


def may_offer_until(ended_at: datetime) -> datetime:
    """The moment from which no second chance is offered any more."""
    return ended_at + OFFER_WITHIN


def offer_ends_at(offered_at: datetime, days: int) -> datetime:
    return offered_at + timedelta(days=days)
