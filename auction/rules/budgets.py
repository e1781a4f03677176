"""A buyer's budget over several lots: "stop at this total", "win at most so many". Nothing about one lot's price.

- The exposure of a budget is the sum over its lots of what its owner could have to pay there. On a lot they lead it is
  reckoned from their own standing maximum, for that is what their proxy may come to (in a sealed auction: from their
  standing offer); on a lot they have won or bought, from the hammer price. A lot where they are outbid, that they lost,
  or that was not sold counts nothing.
- What is paid is more than the hammer price: the buyer's premium, and the taxes on both, count as the order will have
  them (`bill`). Delivery does not count: it is chosen after the hammer, and shared by lots that are sent together.
- A bid, a raise or a purchase fits if, counted in place of what its own lot counted before, it takes the exposure no
  higher than the total, and if the lots that count are then no more than the number. A lot counts once: to raise where
  one leads already adds none.
- A bid is judged by its own amount, never by whether it would lead. Were it accepted where it is outbid at once and
  refused where it would lead, the refusal would tell of somebody else's secret maximum.
- What has been accepted stands. When another bidder takes a bid back, an outbid maximum may lead again and take the
  exposure above the total; so may a budget that is made smaller, or a lot put into it that is led already. Then nothing
  fits any more until something has come free: by being outbid, by the end of a lot, by a retraction that the law
  allows, or because the owner changes the budget.
- Being outbid, retracting and the end of a lot never raise the exposure by themselves.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from auction.rules.actions import Reject


@dataclass(frozen=True, slots=True)
class Limits:
    """What a buyer has said: a total, a number of lots, or both."""

    total_minor: int | None = None
    most_lots: int | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """How a budget stands. `free_minor` and `free_lots` are None where nothing limits them, and never below zero."""

    exposure_minor: int
    lots: int
    free_minor: int | None
    free_lots: int | None
    over_minor: int
    over_lots: int

    @property
    def is_over(self) -> bool:
        return self.over_minor > 0 or self.over_lots > 0


def largest_within(cost_of: Callable[[int], int], free_minor: int) -> int:
    """The largest maximum whose whole cost stays within what is free. A cost never falls as the hammer price rises, and
    is never below it."""
    least, most = 0, free_minor
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if cost_of(middle) <= free_minor else (least, middle - 1)
    return least


def commitment(limits: Limits, costs: Collection[int]) -> Commitment:
    """How a budget stands with these lots: what each costs of those that are led or won."""
    exposure, lots = sum(costs), len(costs)
    over_minor = 0 if limits.total_minor is None else max(0, exposure - limits.total_minor)
    over_lots = 0 if limits.most_lots is None else max(0, lots - limits.most_lots)
    return Commitment(
        exposure_minor=exposure,
        lots=lots,
        free_minor=None if limits.total_minor is None else max(0, limits.total_minor - exposure),
        free_lots=None if limits.most_lots is None else max(0, limits.most_lots - lots),
        over_minor=over_minor,
        over_lots=over_lots,
    )


def refusal(limits: Limits, others: Collection[int], before_minor: int | None, cost_minor: int) -> Reject | None:
    """Whether a bid that may cost so much still fits. `others` is what the budget's other lots cost, of those that
    count; `before_minor` what this lot counted before, None where it counted nothing.
    """
    if before_minor is None and limits.most_lots is not None and len(others) >= limits.most_lots:
        return Reject("budget_lots_reached", {"most": limits.most_lots})
    free_minor = free_for(limits, others)
    if free_minor is not None and cost_minor > free_minor:
        return Reject("budget_exceeded", {"free_minor": free_minor, "total_minor": limits.total_minor})
    return None


def free_for(limits: Limits, others: Collection[int]) -> int | None:
    """The most that one lot may cost beside these others; None where there is no total."""
    return None if limits.total_minor is None else max(0, limits.total_minor - sum(others))
