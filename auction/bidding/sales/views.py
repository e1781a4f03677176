"""What pages may see of a sale: frozen values, in the reader's language where there is a choice. Nothing secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from auction.bidding.queries.pages import LotCard
from auction.bidding.sales.models import CHAIN, INTERVAL, TOGETHER
from auction.catalogue import queries as catalogue
from auction.catalogue import text


@dataclass(frozen=True, slots=True)
class SaleCard:
    """A sale in a list. `phase` is draft, announcing, announced, running or ended; `is_together`: one end for all."""

    id: int
    name: str
    seller: str
    cover: catalogue.PictureView | None
    phase: str
    opens_at: datetime | None
    first_closes_at: datetime | None
    last_closes_at: datetime | None
    lot_count: int
    closed_count: int
    is_together: bool = False


@dataclass(frozen=True, slots=True)
class NextToClose:
    """The lot whose end comes next; `is_due` from the moment the lot before it was planned to close."""

    auction_id: int
    number: str
    title: str
    closes_at: datetime
    is_due: bool


@dataclass(frozen=True, slots=True)
class SaleView:
    """The head of a sale's catalogue page."""

    card: SaleCard
    seller_id: int
    description: str
    viewing: str
    currency: str
    is_chained: bool
    interval_seconds: int
    soft_close: Mapping[str, int] | None
    next: NextToClose | None
    needs_verified: bool = True
    needs_paid_up: bool = False
    needs_approval: bool = False
    asks_deposit: bool = False

    @property
    def closing(self) -> str:
        return CHAIN if self.is_chained else TOGETHER if self.card.is_together else INTERVAL

    @property
    def description_html(self) -> Markup:
        return text.markdown_to_html(self.description)

    @property
    def description_text(self) -> str:
        return text.markdown_to_text(self.description)

    @property
    def planned_end(self) -> datetime | None:
        first = self.card.first_closes_at
        if self.card.is_together:
            return first
        return first and first + timedelta(seconds=self.interval_seconds * max(0, self.card.lot_count - 1))


@dataclass(frozen=True, slots=True)
class NumberedLot:
    """A lot of a catalogue with its number there."""

    number: str
    card: LotCard


@dataclass(frozen=True, slots=True)
class LotsPage:
    """Some of a catalogue, in the order of its numbers."""

    lots: tuple[NumberedLot, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lot stands in its sale. `place` counts from 1; a neighbour is (auction, number)."""

    sale_id: int
    name: str
    number: str
    place: int
    lot_count: int
    previous: tuple[int, str] | None
    next: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class OwnLot:
    """A lot as its seller arranges it."""

    id: int
    listing_id: int
    title: str
    picture: catalogue.PictureView | None
    number: str
    starting: str
    reserve: str
    is_cover: bool


@dataclass(frozen=True, slots=True)
class OwnSale:
    """A sale as its seller works on it, with every word they have typed."""

    card: SaleCard
    words: Mapping[str, str]
    opens_at: datetime | None
    first_closes_at: datetime | None
    closing: str
    interval_seconds: int
    wanted_terms: Mapping[str, Any]
    lots: tuple[OwnLot, ...]

    @property
    def id(self) -> int:
        return self.card.id

    @property
    def is_draft(self) -> bool:
        return self.card.phase == "draft"

    @property
    def needs_approval(self) -> bool:
        return self.wanted_terms.get("needs_approval") == "on"

    @property
    def currency(self) -> str:
        return str(self.wanted_terms.get("currency") or "USD")
