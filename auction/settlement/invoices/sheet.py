"""A paper in the words of one language, ready to be laid out: the page and the PDF both print this and nothing else.

Dates are in UTC and amounts bear their currency's code, so that everybody's copy says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from auction import languages
from auction.settlement.invoices.queries import PaperView


@dataclass(frozen=True, slots=True)
class Party:
    label: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `title` is somebody's own words; `note` says its tax; `cells` are amounts, one to a column."""

    name: str
    title: str
    note: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    language: str
    is_rtl: bool
    title: str
    number: str
    house: str
    facts: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    described: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[tuple[str, str], ...]
    why: str
    notes: tuple[str, ...]
    page_words: str


def sheet_of(paper: PaperView) -> Sheet:
    """A paper in the reader's language and digits."""
    reader = languages.reader()
    with languages.reading_as(replace(reader, time_zone="UTC", amounts="code")):
        content, language = paper.content, reader.language
        has_tax = paper.kind != "receipt" and not _is_part(paper)
        return Sheet(
            language=language,
            is_rtl=language in languages.RIGHT_TO_LEFT,
            title=content["title"][language],
            number=paper.number,
            house=content["house"][language],
            facts=tuple(_facts(paper)),
            parties=tuple(_parties(content, language)),
            described=_("Description"),
            columns=(_("Net"), _("Tax"), _("Total")) if has_tax else (_("Amount"),),
            rows=tuple(_row(line, paper.currency, language, has_tax) for line in content["lines"]),
            totals=tuple(_totals(paper, language, has_tax)),
            why=content.get("why", ""),
            notes=tuple(_notes(paper)),
            page_words=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        )


def _is_part(paper: PaperView) -> bool:
    return [line["kind"] for line in paper.content["lines"]] == ["part_back"]


def _facts(paper: PaperView) -> Iterator[tuple[str, str]]:
    content = paper.content
    yield _("Number"), paper.number
    yield _("Date"), languages.day(paper.issued_at)
    if paper.order_id is not None:
        yield _("Order"), languages.digits(str(paper.order_id))
    if content.get("corrects"):
        yield _("Corrects invoice"), content["corrects"]
    if content.get("pays"):
        yield _("For invoice"), content["pays"]
    if content.get("paid_by"):
        yield _("Paid by"), content["paid_by"][languages.reader().language]


def _parties(content: Mapping[str, Any], language: str) -> Iterator[Party]:
    house = content["house"][language]
    seller = content["from"]
    if seller is None:
        yield Party(_("From"), house, ())
    else:
        yield _party(_("Seller"), seller, language)
    yield _party(_("To"), content["to"], language)


def _party(label: str, plain: Mapping[str, Any], language: str) -> Party:
    known_as = () if plain["handle"] == plain["name"] else (plain["handle"],)
    lines = (*known_as, *plain["lines"], plain["country"][language])
    return Party(label, plain["name"], tuple(line for line in lines if line))


def _row(line: Mapping[str, Any], currency: str, language: str, has_tax: bool) -> Row:
    gross = line["net_minor"] + line["tax_minor"]
    amounts = (line["net_minor"], line["tax_minor"], gross) if has_tax else (gross,)
    note = ""
    if line["basis_points"]:
        rate = languages.percent(line["basis_points"])
        words = {"name": _tax_name(line, language), "percent": rate}
        note = _("%(name)s %(percent)s, in the price", **words) if line["is_inclusive"] else _tax(**words)
    return Row(
        line["name"][language], line["title"], note, tuple(languages.money_text(minor, currency) for minor in amounts)
    )


def _tax(name: str, percent: str) -> str:
    return str(_("%(name)s %(percent)s", name=name, percent=percent))


def _tax_name(line: Mapping[str, Any], language: str) -> str:
    named = line["tax_name"]
    return str(named[language]) if named else str(_("Tax"))


def _totals(paper: PaperView, language: str, has_tax: bool) -> Iterator[tuple[str, str]]:
    """Net, each tax by its name and rate, and what is owed: the last is the one that counts."""
    content = paper.content
    taxes: dict[str, int] = {}
    for line in content["lines"]:
        if line["tax_minor"]:
            name = _tax(_tax_name(line, language), languages.percent(line["basis_points"]))
            taxes[name] = taxes.get(name, 0) + line["tax_minor"]
    if has_tax and taxes:
        yield _("Net"), languages.money_text(content["net_minor"], paper.currency)
        for name, minor in taxes.items():
            yield name, languages.money_text(minor, paper.currency)
    yield _("Total"), languages.money_text(content["total_minor"], paper.currency)


def _notes(paper: PaperView) -> Iterator[str]:
    content = paper.content
    house = content["house"][languages.reader().language]
    if paper.kind == "invoice":
        yield _("Issued by %(house)s in the name and on behalf of the seller.", house=house)
        if content.get("deposit_minor"):
            paid = languages.money_text(content["deposit_minor"], paper.currency)
            yield _("Of the total %(amount)s was paid by the deposit.", amount=paid)
    elif paper.kind == "receipt":
        yield _("Received with thanks. %(house)s keeps the money until the order is completed.", house=house)
    elif paper.kind == "fee_invoice" and paper.order_id is None:
        yield _(
            "Settled by what %(house)s has taken from your account; what is short there is carried over.", house=house
        )
    elif paper.kind == "fee_invoice":
        yield _("Settled by what %(house)s has taken from the proceeds of the sale.", house=house)
    elif _is_part(paper):
        yield _("A part of the price is given back. The tax of invoice %(number)s stays.", number=content["corrects"])
    else:
        yield _("The whole of invoice %(number)s is taken back.", number=content["corrects"])
    if paper.kind in ("invoice", "fee_invoice") and not content["tax_minor"]:
        yield _("No tax is charged.")
