"""What a buyer pays for what they won, line by line. The one reckoning behind the lot's page and the invoice.

- For each lot: the hammer price, and the buyer's premium of it by the schedule in force when its auction opened.
- For the whole order: the delivery, once, at the price of the way chosen.
- Each line is taxed by itself (see `tax`); the total is the sum of what the lines come to, and nothing else.
- The seller's part of it is the goods and the delivery with their tax; the house's is the premium with its tax.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from auction.rules.fees import Schedule
from auction.rules.tax import LineOf, Taxed, TaxRule, rule_for, taxed

LineKind: TypeAlias = Literal["hammer", "premium", "delivery"]
_TAXED_AS: Final[dict[LineKind, LineOf]] = {"hammer": "goods", "premium": "premium", "delivery": "delivery"}


@dataclass(frozen=True, slots=True)
class LotBilled:
    """One lot of a bill. `category_path`: the lot's own category first, then those above it."""

    auction_id: int
    hammer_minor: int
    schedule: Schedule
    category_path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AllIn:
    """What winning one lot comes to for one buyer, at whatever hammer price: premium and taxes counted, no delivery."""

    currency: str
    schedule: Schedule
    taxes: tuple[TaxRule, ...] = ()
    seller_country: str | None = None
    buyer_country: str | None = None
    category_path: tuple[int, ...] = ()

    def of(self, hammer_minor: int) -> int:
        bill = reckon(
            currency=self.currency,
            lots=[LotBilled(0, hammer_minor, self.schedule, self.category_path)],
            taxes=self.taxes,
            seller_country=self.seller_country,
            buyer_country=self.buyer_country,
            delivery_minor=None,
        )
        return bill.total_minor


@dataclass(frozen=True, slots=True)
class BillLine:
    """`amount_minor` as listed; `gross_minor` what is paid for it; `tax_minor` the part that is tax."""

    kind: LineKind
    auction_id: int | None
    amount_minor: int
    gross_minor: int
    tax_minor: int
    basis_points: int
    is_inclusive: bool
    rule_id: int | None = None

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.tax_minor

    def to_plain(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Bill:
    currency: str
    lines: tuple[BillLine, ...]

    @property
    def total_minor(self) -> int:
        return sum(line.gross_minor for line in self.lines)

    @property
    def tax_minor(self) -> int:
        return sum(line.tax_minor for line in self.lines)

    def sum_of(self, *kinds: LineKind) -> int:
        """What the lines of these kinds come to, tax included."""
        return sum(line.gross_minor for line in self.lines if line.kind in kinds)

    def tax_of(self, *kinds: LineKind) -> int:
        return sum(line.tax_minor for line in self.lines if line.kind in kinds)

    def to_plain(self) -> dict[str, object]:
        return {"currency": self.currency, "lines": [line.to_plain() for line in self.lines]}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> "Bill":
        """The inverse of `to_plain`; what is stored was reckoned here."""
        return Bill(plain["currency"], tuple(BillLine(**line) for line in plain["lines"]))


def reckon(
    *,
    currency: str,
    lots: Sequence[LotBilled],
    taxes: Iterable[TaxRule],
    seller_country: str | None,
    buyer_country: str | None,
    delivery_minor: int | None,
) -> Bill:
    """The bill of some lots of one seller for one buyer. `delivery_minor` None: nothing is sent, or not known yet."""
    rules = tuple(taxes)

    def line(kind: LineKind, amount_minor: int, auction_id: int | None, path: tuple[int, ...]) -> BillLine:
        rule = rule_for(
            rules, _TAXED_AS[kind], seller_country=seller_country, buyer_country=buyer_country, category_path=path
        )
        return _line(kind, auction_id, amount_minor, taxed(amount_minor, rule))

    lines: list[BillLine] = []
    for lot in lots:
        lines.append(line("hammer", lot.hammer_minor, lot.auction_id, lot.category_path))
        premium_minor = lot.schedule.premium.of(lot.hammer_minor)
        if premium_minor:
            lines.append(line("premium", premium_minor, lot.auction_id, lot.category_path))
    if delivery_minor is not None:
        lines.append(line("delivery", delivery_minor, None, ()))
    return Bill(currency, tuple(lines))


def _line(kind: LineKind, auction_id: int | None, amount_minor: int, tax: Taxed) -> BillLine:
    return BillLine(
        kind,
        auction_id,
        amount_minor,
        tax.gross_minor,
        tax.tax_minor,
        tax.basis_points,
        tax.is_inclusive,
        tax.rule_id,
    )
