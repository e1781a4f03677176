"""What a draft would cost its seller: asked of whoever knows the house's fees, who lives above this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auction.catalogue.queries import OwnListing


@dataclass(frozen=True, slots=True)
class Proceeds:
    """What a seller would have of a sale at a hammer price, delivery left out: the price less the tax in it, less the
    final value fee, less what was paid for offering the lot.
    """

    hammer_minor: int
    tax_minor: int
    final_value_minor: int
    offering_minor: int

    @property
    def received_minor(self) -> int:
        return self.hammer_minor - self.tax_minor - self.final_value_minor - self.offering_minor


@dataclass(frozen=True, slots=True)
class FeePreview:
    """The fees of a draft as it is typed, each with its tax: for offering it by kind, and for promoting it whether that
    is wished or not. `at_start` and `at_hoped` are None until those prices can be read.
    """

    currency: str
    offering: tuple[tuple[str, int], ...]
    promotion_minor: int
    at_start: Proceeds | None
    at_hoped: Proceeds | None

    @property
    def offering_minor(self) -> int:
        return sum(minor for _kind, minor in self.offering)


Teller = Callable[[OwnListing], FeePreview]
_tellers: list[Teller] = []


def fee_teller(tell: Teller) -> Teller:
    """Register who reckons the fees of a draft. The last one registered is asked."""
    _tellers[:] = [tell]
    return tell


def fees_of(own: OwnListing) -> FeePreview | None:
    """None where nobody knows of fees."""
    return next((tell(own) for tell in _tellers), None)
