"""Tax: which rule holds for a line of an invoice, and how much tax is in it or comes on top. Pure; rates are given.

- A rule speaks of one kind of line (goods, premium, delivery, fee) and may name the seller's country, the buyer's
  country and a category; what it does not name it leaves open.
- Of the rules that fit a line the most particular holds: a named category before none, of two categories the one
  nearer to the lot's own; then a named buyer's country, then a named seller's country; then the newest rule.
- An exclusive tax comes on top: amount x rate, rounded half up. An inclusive one is in the price already:
  amount - amount / (1 + rate), rounded half up. Rounding is done for each line, in whole minor units.
- Where no rule fits there is no tax, and the line says so by its rate of 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from auction.rules.fees import WHOLE, share

LineOf: TypeAlias = Literal["goods", "premium", "delivery", "fee"]
LINES: Final[tuple[LineOf, ...]] = ("goods", "premium", "delivery", "fee")


@dataclass(frozen=True, slots=True)
class TaxRule:
    """`category_id` None: any category. Countries are ISO 3166 codes, None: any country."""

    id: int
    line: LineOf
    basis_points: int
    is_inclusive: bool
    name_en: str
    name_ar: str
    seller_country: str | None = None
    buyer_country: str | None = None
    category_id: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.basis_points <= WHOLE:
            raise ValueError("a rate lies between 0 and 100 percent")


@dataclass(frozen=True, slots=True)
class Taxed:
    """One amount with its tax. `gross_minor` is what is paid, `tax_minor` the part of it that is tax."""

    gross_minor: int
    tax_minor: int
    basis_points: int
    is_inclusive: bool
    rule_id: int | None

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.tax_minor


def rule_for(
    rules: Iterable[TaxRule],
    line: LineOf,
    *,
    seller_country: str | None,
    buyer_country: str | None,
    category_path: Sequence[int] = (),
) -> TaxRule | None:
    """The rule that holds for a line, None where none fits. `category_path`: the lot's own category first."""
    fitting = [
        rule
        for rule in rules
        if rule.line == line
        and rule.seller_country in (None, seller_country)
        and rule.buyer_country in (None, buyer_country)
        and (rule.category_id is None or rule.category_id in category_path)
    ]

    def particular(rule: TaxRule) -> tuple[int, bool, bool, int]:
        nearness = 0 if rule.category_id is None else len(category_path) - category_path.index(rule.category_id)
        return nearness, rule.buyer_country is not None, rule.seller_country is not None, rule.id

    return max(fitting, key=particular, default=None)


def taxed(amount_minor: int, rule: TaxRule | None) -> Taxed:
    """An amount as listed, with its tax by a rule."""
    if rule is None:
        return Taxed(amount_minor, 0, 0, False, None)
    if rule.is_inclusive:
        tax_minor = _contained(amount_minor, rule.basis_points)
        return Taxed(amount_minor, tax_minor, rule.basis_points, True, rule.id)
    tax_minor = share(amount_minor, rule.basis_points)
    return Taxed(amount_minor + tax_minor, tax_minor, rule.basis_points, False, rule.id)


def _contained(gross_minor: int, basis_points: int) -> int:
    """gross x rate / (1 + rate), half up."""
    whole = WHOLE + basis_points
    return (2 * gross_minor * basis_points + whole) // (2 * whole)
