"""What stands on a paper: parties and lines, in plain values that are kept with it and never asked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.catalogue.delivery import country_name
from auction.rules.bill import Bill
from auction.settlement.fees import queries as fees
from auction.settlement.fees.models import FeeCharge
from auction.settlement.invoices.wording import LINE_NAMES, in_all
from auction.settlement.orders.models import Order, OrderLot

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its words in every language. `title` is a lot's, or the number of another paper, as it was written."""

    kind: str
    name: Words
    title: str
    net_minor: int
    tax_minor: int
    basis_points: int = 0
    is_inclusive: bool = False
    tax_name: Words | None = None

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.tax_minor

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def plain_line(kind: str, amount_minor: int, title: str = "") -> Line:
    """A line in which no tax is told apart."""
    return Line(kind, _name(kind), title, amount_minor, 0)


def lines_of_bill(session: Session, order: Order) -> list[Line]:
    """A read: the bill of an order, line by line, to the cent."""
    titles = {lot.auction_id: lot.title for lot in lots_of(session, order)}
    bill = Bill.from_plain(order.bill)
    names = _tax_names(session, [line.rule_id for line in bill.lines])
    return [
        Line(
            line.kind, _name(line.kind), titles.get(line.auction_id or 0, ""), line.net_minor, line.tax_minor,
            line.basis_points, line.is_inclusive, names.get(line.rule_id),
        )
        for line in bill.lines
    ]  # fmt: skip


def lines_of_fees(session: Session, order: Order) -> list[Line]:
    """A read: what the seller owes the house for each lot; what costs nothing is left out."""
    found = []
    for lot in lots_of(session, order):
        fee = fees.final_value_of(
            lot, currency=order.currency, seller_country=order.seller_country, buyer_country=order.buyer_country,
            session=session,
        )  # fmt: skip
        found.append((lot.title, fee))
    names = _tax_names(session, [fee.rule_id for _title, fee in found])
    return [
        Line(
            "final_value", _name("final_value"), title, fee.net_minor, fee.tax_minor, fee.basis_points,
            fee.is_inclusive, names.get(fee.rule_id),
        )
        for title, fee in found
        if fee.gross_minor
    ]  # fmt: skip


def lines_of_charges(session: Session, charges: Sequence[FeeCharge]) -> list[Line]:
    """A read: what a seller was charged while their lots were offered, as it was charged."""
    names = _tax_names(session, [one.rule_id for one in charges])
    return [
        Line(
            one.kind, _name(one.kind), one.title, one.net_minor, one.tax_minor, one.basis_points, one.is_inclusive,
            names.get(one.rule_id),
        )
        for one in charges
    ]  # fmt: skip


def party(session: Session, person_id: int, country: str | None, address: Mapping[str, Any] | None) -> dict[str, Any]:
    """A read: how somebody stands on a paper: the name they gave for papers, else their public one."""
    handle, full_name = accounts.names_on_papers([person_id], session)[person_id]
    written = address or {}
    return {
        "name": str(written.get("name") or full_name or handle),
        "handle": handle,
        "lines": _address_lines(written),
        "country": in_all(lambda: country_name(written.get("country") or country)),
    }


def _address_lines(address: Mapping[str, Any]) -> list[str]:
    """The street, then the town with what belongs to it, without the country."""
    town = " ".join(str(address[part]) for part in ("city", "region", "postcode") if address.get(part))
    lines = [*(str(address.get(part) or "") for part in ("line1", "line2", "district")), town]
    return [line for line in lines if line]


def lots_of(session: Session, order: Order) -> Sequence[OrderLot]:
    statement = sa.select(OrderLot).where(OrderLot.order_id == order.id).order_by(OrderLot.id)
    return session.execute(statement).scalars().all()


def _name(kind: str) -> dict[str, str]:
    return in_all(lambda: str(LINE_NAMES[kind]))


def _tax_names(session: Session, rule_ids: Sequence[int | None]) -> dict[int | None, Words]:
    rules = fees.rules_by_id([rule_id for rule_id in rule_ids if rule_id is not None], session)
    return {rule_id: {"en": rule.name_en, "ar": rule.name_ar} for rule_id, rule in rules.items()}
