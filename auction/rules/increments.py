"""Bid increments: how far above an amount the next one must be. Tables only; who keeps to them is the format's law.

The step is looked up at the amount itself. A band runs from its lower edge up to, not including, the next one's:
exactly on an edge the upper band's step applies ("0.99 → 0.05, 4.99 → 0.25" asks 0.25 at 1.00). Four kinds:
- bands: (from, step) pairs, the first from 0;
- flat: one step for all amounts;
- percent: a share of the amount in basis points, rounded up to whole `least` units, never less than `least`;
- ladder: the rungs of the saleroom. In every decade tenths from 1 to 2, fifths from 2 to 3, then 2-5-8 up to 5
  (3000, 3200, 3500, 3800, 4000, 4200 ...), halves from 5 on. The next bid is the next rung above the amount.
A table never lowers: a higher amount never has a lower next bid.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from auction.rules.money import exponent

IncrementKind: TypeAlias = Literal["bands", "flat", "percent", "ladder"]


@dataclass(frozen=True, slots=True)
class Increments:
    """One table. `starts` and `steps` belong together; percent and ladder use `least` and `basis_points`."""

    name: str
    kind: IncrementKind
    starts: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    least: int = 1
    basis_points: int = 0

    def __post_init__(self) -> None:
        if self.least < 1:
            raise ValueError("least must be at least one minor unit")
        if self.kind in ("bands", "flat"):
            _check_bands(self.starts, self.steps)
        elif self.kind == "percent" and not 1 <= self.basis_points <= 10_000:
            raise ValueError("basis_points must be from 1 to 10000")
        elif self.kind not in ("percent", "ladder"):
            raise ValueError(f"no such kind of increments: {self.kind}")

    def step(self, amount: int) -> int:
        """How much more the next bid after `amount` must be."""
        match self.kind:
            case "bands" | "flat":
                return self.steps[bisect_right(self.starts, amount) - 1]
            case "percent":
                share = -(-amount * self.basis_points // 10_000)
                return max(self.least, -(-share // self.least) * self.least)
            case "ladder":
                return max(self.least, _next_rung(amount) - amount)

    def after(self, amount: int) -> int:
        """The least next bid after `amount`."""
        return amount + self.step(amount)

    def to_plain(self) -> dict[str, object]:
        plain: dict[str, object] = {"name": self.name, "kind": self.kind}
        if self.kind in ("bands", "flat"):
            return plain | {"bands": [list(band) for band in zip(self.starts, self.steps, strict=True)]}
        return plain | {"least": self.least, "basis_points": self.basis_points}

    @staticmethod
    def from_plain(plain: Mapping[str, object]) -> "Increments":
        """Raises ValueError for a table that is none, so that an operator's own table is checked when read."""
        match plain:
            case {"name": str(name), "kind": "bands" | "flat" as kind, "bands": list(bands)}:
                return Increments(name, kind, *_columns(bands))
            case {"name": str(name), "kind": "percent" | "ladder" as kind, **rest}:
                least, basis_points = rest.get("least", 1), rest.get("basis_points", 0)
                if isinstance(least, int) and isinstance(basis_points, int):
                    return Increments(name, kind, least=least, basis_points=basis_points)
        raise ValueError("not an increments table")


def _columns(bands: list[object]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts, steps = [], []
    for band in bands:
        match band:
            case [int(start), int(step)]:
                starts.append(start)
                steps.append(step)
            case _:
                raise ValueError("a band is a pair of whole numbers: from, step")
    return tuple(starts), tuple(steps)


def _check_bands(starts: tuple[int, ...], steps: tuple[int, ...]) -> None:
    if not starts or len(starts) != len(steps) or starts[0] != 0:
        raise ValueError("bands begin at 0 and each has a step")
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise ValueError("bands rise")
    if steps[0] < 1 or any(later < earlier for earlier, later in pairwise(steps)):
        raise ValueError("steps are at least one minor unit and never fall")


def _next_rung(amount: int) -> int:
    if amount < 10:
        return amount + 1
    decade: int = 10 ** (len(str(amount)) - 1)
    tenth = decade // 10
    into = amount - amount // decade * decade
    match amount // decade:
        case 1:
            return amount - into % tenth + tenth
        case 2:
            return amount - into % (2 * tenth) + 2 * tenth
        case 3 | 4:
            rung = next(rung for rung in (2, 5, 8, 10) if rung * tenth > into)
            return amount - into + rung * tenth
        case _:
            return amount - into % (5 * tenth) + 5 * tenth


def _bands(name: str, currency: str, text: str) -> Increments:
    """Reads `0:0.05 1:0.25 ...`, whole currency units as decimal text, into minor units."""
    places = exponent(currency)
    pairs = [tuple(_minor(number, places) for number in band.split(":")) for band in text.split()]
    return Increments(name, "bands", tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


def _minor(number: str, places: int) -> int:
    whole, _, decimals = number.partition(".")
    return int(whole + decimals.ljust(places, "0"))


def flat(name: str, step_minor: int) -> Increments:
    return Increments(name, "flat", (0,), (step_minor,))


def percent(name: str, basis_points: int, least: int = 1) -> Increments:
    return Increments(name, "percent", least=least, basis_points=basis_points)


def ladder(name: str, least: int = 1) -> Increments:
    return Increments(name, "ladder", least=least)


_USD_SHAPE: Final = "0:0.05 1:0.25 5:0.50 25:1 100:2.50 250:5 500:10 1000:25 2500:50 5000:100"
_WHOLE_SHAPE: Final = "0:1 50:5 500:20 1000:50 5000:100 10000:250 50000:500 100000:1000 250000:2500 500000:5000"

TABLES: Final[dict[str, Increments]] = {
    table.name: table
    for table in (
        _bands("usd", "USD", _USD_SHAPE),
        _bands("gbp", "GBP", "0:0.05 1:0.20 5:0.50 15:1 60:2 150:5 300:10 600:20 1500:50 3000:100"),
        _bands("eur", "EUR", "0:0.05 1:0.20 5:0.50 20:1 100:2 200:5 500:10 1000:20 2500:50 5000:100"),
        _bands("aed", "AED", "0:0.25 5:1 20:2 100:5 500:10 1000:20 2000:50 5000:100 10000:200 20000:500"),
        _bands("sar", "SAR", "0:0.25 5:1 20:2 100:5 500:10 1000:20 2000:50 5000:100 10000:200 20000:500"),
        _bands(
            "egp",
            "EGP",
            "0:1 25:5 250:10 1000:25 5000:50 10000:100 25000:250 50000:500 100000:1000 250000:2500",
        ),
        _bands("kwd", "KWD", "0:0.010 0.250:0.050 2:0.100 10:0.250 30:0.500 75:1 150:2.500 300:5 750:10 1500:25"),
        _bands("jpy", "JPY", _WHOLE_SHAPE),
        ladder("ladder-2-5-8"),
        flat("flat", 100),
        percent("percent", 500),
    )
}


def for_currency(currency: str) -> Increments:
    """The currency's own table; where it has none, the shape of the nearest kind in its own units."""
    own = TABLES.get(currency.lower())
    if own is not None:
        return own
    shape = _USD_SHAPE if exponent(currency) else _WHOLE_SHAPE
    return _bands(currency.lower(), currency, shape)
