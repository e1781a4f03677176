"""What the house charges: shares of an amount in tiers, and the schedule that holds them. Pure; no tax lives here.

- A tiered share takes from each band its own percentage of the part of the amount that lies in it, like income tax:
  10 % up to 100.00 and 5 % above it make 12.50 of 150.00. A fixed part is added; then the least and the cap hold.
- Shares are in basis points (1 % = 100). The sum of all bands is rounded once, half up, to whole minor units.
- A share of nothing is nothing: neither the fixed part nor the least is charged where there is no amount.
- A schedule is never changed. A new version holds for auctions that open from its own time on, so that what a bidder
  was shown before the first bid is what the invoice says.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

WHOLE: Final = 10_000  # basis points of the whole


def share(amount_minor: int, basis_points: int) -> int:
    """A share of an amount, rounded half up to whole minor units."""
    return rounded(amount_minor * basis_points)


def rounded(parts: int) -> int:
    """Ten-thousandths of a minor unit as whole ones, half up; amounts here are never negative."""
    return (2 * parts + WHOLE) // (2 * WHOLE)


@dataclass(frozen=True, slots=True)
class Tiers:
    """A share by bands. `starts` are where each band begins, the first at 0; `basis_points` belong to them."""

    starts: tuple[int, ...] = (0,)
    basis_points: tuple[int, ...] = (0,)
    fixed_minor: int = 0
    least_minor: int = 0
    cap_minor: int | None = None

    def __post_init__(self) -> None:
        if not self.starts or self.starts[0] != 0 or len(self.starts) != len(self.basis_points):
            raise ValueError("bands begin at 0, and each has its percentage")
        if any(later <= earlier for earlier, later in pairwise(self.starts)):
            raise ValueError("each band begins above the one before it")
        if not all(0 <= points <= WHOLE for points in self.basis_points):
            raise ValueError("a percentage lies between 0 and 100")
        if self.fixed_minor < 0 or self.least_minor < 0 or (self.cap_minor is not None and self.cap_minor < 0):
            raise ValueError("no part of a fee is negative")
        if self.cap_minor is not None and self.cap_minor < self.least_minor:
            raise ValueError("the cap is not below the least")

    def of(self, amount_minor: int) -> int:
        """What is charged of an amount, in minor units."""
        if amount_minor <= 0:
            return 0
        within = self.starts[: bisect_right(self.starts, amount_minor)]
        ends = (*within[1:], amount_minor)
        parts = sum((end - start) * points for start, end, points in zip(within, ends, self.basis_points, strict=False))
        charged = max(self.least_minor, self.fixed_minor + rounded(parts))
        return charged if self.cap_minor is None else min(charged, self.cap_minor)

    @property
    def is_free(self) -> bool:
        return not (any(self.basis_points) or self.fixed_minor or self.least_minor)

    def to_plain(self) -> dict[str, object]:
        return {
            "bands": [list(band) for band in zip(self.starts, self.basis_points, strict=True)],
            "fixed_minor": self.fixed_minor,
            "least_minor": self.least_minor,
            "cap_minor": self.cap_minor,
        }

    @staticmethod
    def from_plain(plain: Mapping[str, object]) -> "Tiers":
        """Raises ValueError for tiers that are none."""
        match plain:
            case {
                "bands": list(bands),
                "fixed_minor": int(fixed),
                "least_minor": int(least),
                "cap_minor": int() | None as cap,
            }:
                return Tiers(tuple(band[0] for band in bands), tuple(band[1] for band in bands), fixed, least, cap)
        raise ValueError("not a tiered share")


FREE: Final = Tiers()

# What a seller pays while a lot is offered: for opening it, for a reserve price, for promoting it.
SELLER_FEES: Final = ("insertion", "reserve", "promotion")


def percent(basis_points: int, **limits: int | None) -> Tiers:
    """One percentage for every amount: `percent(1000, cap_minor=250_00)`."""
    return Tiers((0,), (basis_points,), **{name: value for name, value in limits.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that the house charges in one currency.

    The buyer pays `premium` on top of the hammer price. The seller pays `insertion_minor` when a lot opens,
    `promotion_minor` when it is promoted, `reserve` of a reserve price that was set, and `final_value` of the hammer.
    """

    currency: str
    premium: Tiers = FREE
    final_value: Tiers = FREE
    insertion_minor: int = 0
    reserve: Tiers = FREE
    promotion_minor: int = 0

    def __post_init__(self) -> None:
        if self.insertion_minor < 0 or self.promotion_minor < 0:
            raise ValueError("no fee is negative")

    def opening_fees(self, reserve_minor: int | None, *, is_promoted: bool = False) -> tuple[tuple[str, int], ...]:
        """What a seller owes for opening a lot: (kind of fee, minor units), those that are nothing left out."""
        fees = (
            ("insertion", self.insertion_minor),
            ("reserve", self.reserve.of(reserve_minor or 0)),
            ("promotion", self.promotion_minor if is_promoted else 0),
        )
        return tuple((kind, minor) for kind, minor in fees if minor)

    def to_plain(self) -> dict[str, object]:
        return {
            "currency": self.currency,
            "premium": self.premium.to_plain(),
            "final_value": self.final_value.to_plain(),
            "insertion_minor": self.insertion_minor,
            "reserve": self.reserve.to_plain(),
            "promotion_minor": self.promotion_minor,
        }

    @staticmethod
    def from_plain(plain: Mapping[str, object]) -> "Schedule":
        """Raises ValueError for a schedule that is none."""
        match plain:
            case {
                "currency": str(currency),
                "premium": Mapping() as premium,
                "final_value": Mapping() as final_value,
                "insertion_minor": int(insertion),
                "reserve": Mapping() as reserve,
                "promotion_minor": int(promotion),
            }:
                return Schedule(
                    currency,
                    Tiers.from_plain(premium),
                    Tiers.from_plain(final_value),
                    insertion,
                    Tiers.from_plain(reserve),
                    promotion,
                )
        raise ValueError("not a schedule of fees")
