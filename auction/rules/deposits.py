"""What a bidder puts down before bidding, where the terms of an auction ask for it. Nothing about how money moves.

- A deposit is a fixed amount, or a share (in basis points) of the limit that the bidder names: the most they will bid.
- The share is rounded half up to whole minor units and is never less than one of them.
- No maximum may go above the limit; a fixed deposit has none. The limit can be raised by putting down the difference
  between what the new one asks and what has been put down; what has been put down is never asked for again.
- A deposit asked for by a sale opens all its lots: the limit then holds for each lot by itself.
- Against an order it counts as far as the order goes; so it does where it is forfeited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from auction.rules.money import MAX_MINOR

WHOLE: Final = 10_000
NO_LIMIT: Final = MAX_MINOR


@dataclass(frozen=True, slots=True)
class Deposit:
    """What the terms ask for: `amount_minor`, or else a share. `sale_id` where one deposit opens all lots of a sale."""

    amount_minor: int | None = None
    basis_points: int = 0
    sale_id: int | None = None

    @property
    def is_share(self) -> bool:
        return self.amount_minor is None

    def to_plain(self) -> dict[str, object]:
        return {"amount_minor": self.amount_minor, "basis_points": self.basis_points, "sale_id": self.sale_id}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> "Deposit":
        """The inverse of `to_plain`."""
        return Deposit(plain["amount_minor"], plain["basis_points"], plain["sale_id"])


def asked_minor(deposit: Deposit, limit_minor: int | None) -> int:
    """The whole deposit for bids up to a limit; a fixed one is the same for every limit."""
    if deposit.amount_minor is not None:
        return deposit.amount_minor
    if limit_minor is None:
        raise ValueError("a share is a share of a limit")
    return max(1, (limit_minor * deposit.basis_points + WHOLE // 2) // WHOLE)


def still_to_put_down(deposit: Deposit, limit_minor: int | None, put_down_minor: int) -> int:
    """What is missing of it, after what has been put down before."""
    return max(0, asked_minor(deposit, limit_minor) - put_down_minor)


def counts_minor(left_minor: int, total_minor: int) -> int:
    """How much of what is left of a deposit counts against a total: for the winner, or against them."""
    return min(left_minor, total_minor)
