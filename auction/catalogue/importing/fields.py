"""Which fields of ours a file may fill, and by which names columns are guessed. A further field is one line in FIELDS.

Reads no row and no database; what a value means is said in `drafting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from auction.catalogue.forms import CURRENCIES, DURATIONS
from auction.catalogue.models import CONDITIONS
from auction.catalogue.text import fold
from auction.errors import Invalid


@dataclass(frozen=True, slots=True)
class Field:
    """One field of ours. `guesses` are columns' names in both languages, the likeliest first."""

    name: str
    guesses: str
    has_default: bool = False
    is_needed: bool = False


FIELDS: Final = (
    Field(
        "reference",
        "reference|ref|sku|item id|itemid|item number|stock number|inventory number|acno|lot id|id|code|"
        "المرجع|مرجع|رقم المرجع|رقم القطعة|الرقم|رقم|الرمز",
        is_needed=True,
    ),
    Field("title", "title|name|item name|item title|product|heading|العنوان|عنوان|الاسم|اسم|المنتج", is_needed=True),
    Field(
        "description", "description_markdown|description|details|text|body|notes|الوصف|وصف|التفاصيل|تفاصيل|النص|ملاحظات"
    ),
    Field(
        "category", "category|categories|category path|section|department|الفئة|فئة|التصنيف|القسم|قسم", has_default=True
    ),
    Field("condition", "condition|state|grade|الحالة|حالة", has_default=True),
    Field("currency", "currency|currency code|العملة|عملة", has_default=True),
    Field(
        "starting",
        "starting|starting price|start price|first bid|opening bid|opening price|price|estimate|"
        "سعر البداية|سعر الافتتاح|بداية المزايدة|السعر|سعر",
        has_default=True,
    ),
    Field("reserve", "reserve|reserve price|minimum price|السعر الاحتياطي|الحد الأدنى|الاحتياطي"),
    Field("buy_now", "buy_now|buy now|buy now price|buy price|buyout|اشتر الآن|سعر الشراء الفوري|الشراء الفوري"),
    Field("duration", "duration|days|length|run time|المدة|مدة|الأيام", has_default=True),
    Field("pictures", "pictures|picture|images|image|photos|photo|files|الصور|صور|صورة|الصورة"),
)
DEFAULTS: Final = {"currency": "USD", "duration": "7d"}
MARKDOWN: Final = "description_markdown"
"""The column of our own export, whose text is Markdown already."""
MOST_ALSO, MOST_CATEGORIES = 20, 200

Columns = Sequence[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a seller wants a file to be read.

    `columns`: our field -> column; `defaults`: our field -> what stands in where the file says nothing; `also`: columns
    told at the foot of the description; `categories`: their category or the beginning of its path -> our slug.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    is_markdown: bool = False
    shortens: bool = False

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Plan:
        return cls(**{**plain, "also": tuple(plain.get("also", ()))})

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    def says(self, name: str) -> bool:
        """Whether an import by this plan speaks of a field at all; what it does not speak of stays as it is."""
        is_told = bool(self.columns.get(name) or self.defaults.get(name))
        return is_told or (name == "description" and bool(self.also))


def guessed(columns: Columns) -> Plan:
    """The likeliest plan for a file with these columns: each column is given to one field at most."""
    by_name = {_plain(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for each in FIELDS:
        names = (by_name.get(_plain(guess)) for guess in each.guesses.split("|"))
        column = next((name for name in names if name and name not in found.values()), None)
        if column:
            found[each.name] = column
    is_ours = found.get("description") == MARKDOWN
    return Plan(columns=found, defaults=dict(DEFAULTS), is_markdown=is_ours, shortens=not is_ours)


def _plain(name: str) -> str:
    """`First_Bid`, `first bid` and `firstBid` are one name to us."""
    spread = "".join(f" {letter}" if letter.isupper() else letter for letter in name)
    return "".join(letter for letter in fold(spread) if letter.isalnum())


def checked(plan: Plan, columns: Columns, leaves: Mapping[str, str]) -> Plan:
    """A plan as somebody typed it, without what means nothing. `leaves` are our categories by their slug.

    Raises Invalid by the names of the form: `column-title`, `default-category`.
    """
    known = set(columns)
    chosen = {each.name: plan.columns.get(each.name, "") for each in FIELDS}
    defaults = {each.name: plan.defaults.get(each.name, "").strip() for each in FIELDS if each.has_default}
    faults = {f"column-{name}": ["unknown_column"] for name, column in chosen.items() if column and column not in known}
    faults |= {f"column-{each.name}": ["column_needed"] for each in FIELDS if each.is_needed and not chosen[each.name]}
    choices = {"category": leaves, "condition": CONDITIONS, "currency": CURRENCIES, "duration": DURATIONS}
    for name, values in choices.items():
        if defaults[name] and defaults[name] not in values:
            faults[f"default-{name}"] = ["not_a_choice"]
    if not defaults["currency"]:
        faults.setdefault("default-currency", ["needed"])
    if len(defaults["starting"]) > 32:
        faults["default-starting"] = ["too_long"]
    if faults:
        raise Invalid(fields=faults)
    return Plan(
        columns={name: column for name, column in chosen.items() if column},
        defaults={name: value for name, value in defaults.items() if value},
        also=tuple(column for column in plan.also if column in known)[:MOST_ALSO],
        categories={
            theirs: slug for theirs, slug in [*plan.categories.items()][:MOST_CATEGORIES] if slug in leaves and theirs
        },
        is_markdown=plan.is_markdown,
        shortens=plan.shortens,
    )
