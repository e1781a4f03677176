"""What the pages of the import desk show: a plan as a form, a row as a card, a fault as a sentence. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from auction import languages, wording
from auction.catalogue import forms, text
from auction.catalogue import queries as catalogue
from auction.catalogue.importing import markup, queries
from auction.catalogue.importing.drafting import Shelves, drafted
from auction.catalogue.importing.fields import FIELDS, Plan
from auction.catalogue.importing.queries import ImportView, RowView
from auction.catalogue.importing.wording import FIELDS as LABELS
from auction.catalogue.importing.wording import HELPS
from auction.catalogue.wording import CONDITIONS
from auction.rules import money

CARDS, SAMPLES = 4, 3
LONGEST_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of ours on the form of columns: `samples` are what the file says there."""

    name: str
    label: str
    help: str
    column: str
    default: str
    has_default: bool
    is_needed: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardPreview:
    """A draft as its card would look."""

    title: str
    words: str
    price: str
    category: str


def plan_of(form: MultiDict[str, str], before: Plan) -> Plan:
    """A plan as typed into the form of columns; what the form does not ask for stays."""
    return Plan(
        columns={each.name: form.get(f"column-{each.name}", "") for each in FIELDS},
        defaults={each.name: form.get(f"default-{each.name}", "") for each in FIELDS if each.has_default},
        also=tuple(form.getlist("also")),
        categories=before.categories,
        is_markdown=form.get("texts") == "markdown",
        shortens="shortens" in form,
    )


def field_rows(plan: Plan, rows: list[RowView]) -> list[FieldRow]:
    shown = []
    for each in FIELDS:
        column = plan.columns.get(each.name, "")
        samples = tuple(dict.fromkeys(_short(row.source.get(column, "")) for row in rows if row.source.get(column)))
        shown.append(
            FieldRow(
                each.name,
                str(LABELS[each.name]),
                str(HELPS.get(each.name, "")),
                column,
                plan.defaults.get(each.name, ""),
                each.has_default,
                each.is_needed,
                samples[:SAMPLES] if column else (),
            )
        )
    return shown


def _short(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= LONGEST_SAMPLE else f"{words[:LONGEST_SAMPLE]}…"


def default_choices() -> dict[str, list[tuple[str, str]]]:
    """What may stand in where the file says nothing, by field."""
    nothing = ("", _("Leave it empty"))
    conditions = [(key, str(name)) for key, name in CONDITIONS.items()]
    times = [each for each in forms.choices_of_time() if each[0] != forms.EXACT]
    return {
        "category": [nothing, *leaves()],
        "condition": [nothing, *conditions],
        "currency": forms.choices_of_currency(),
        "duration": times,
    }


def leaves() -> list[tuple[str, str]]:
    """Every category that can hold listings, by its way from the door."""
    found = []
    for shelf in catalogue.categories():
        found += [(child.slug, f"{shelf.name} › {child.name}") for child in shelf.children]
        if not shelf.children:
            found.append((shelf.slug, shelf.name))
    return found


def faults_of(row: RowView, currency: str) -> list[tuple[str, str]]:
    """(field, sentence) for all that is wrong with a row, also with its pictures afterwards."""
    facts = {"currency": currency, "limit": 24}
    told = [
        (str(LABELS.get(name, name)), wording.say(code, facts)) for name, codes in row.faults.items() for code in codes
    ]
    return told + [
        (str(LABELS["pictures"]) if name == "*" else name, wording.say(code, facts))
        for name, code in row.picture_notes.items()
    ]


def title_of(row: RowView, plan: Plan) -> str:
    raw = row.source.get(plan.columns.get("title", ""), "")
    return " ".join(raw.split()) if plan.is_markdown else markup.one_line(raw)


def pairs_of(view: ImportView) -> list[tuple[str, int | None, str]]:
    """(theirs, rows, ours): what the seller said of their categories, then the most frequent ones we do not have."""
    said = [(theirs, None, ours) for theirs, ours in view.plan.categories.items()]
    return said + [(theirs, count, "") for theirs, count in queries.unmatched_of(view.id)]


def cards_of(view: ImportView, shelves: Shelves) -> list[CardPreview]:
    """The first listings as their cards would look."""
    rows = queries.rows_after(view.id, 0, limit=CARDS, effects=("new", "changed", "unchanged"))
    names = dict(leaves())
    return [_card(drafted(dict(row.source), view.plan, shelves).values, names) for row in rows]


def _card(values: Mapping[str, str], names: Mapping[str, str]) -> CardPreview:
    starting, currency = values.get("starting", ""), values["currency"]
    price = languages.money_text(money.parse_amount(starting, currency), currency) if starting else ""
    words = _short(text.markdown_to_text(values.get("description", "")))
    return CardPreview(values["title"], words, price, names.get(values.get("category", ""), ""))
