"""How what was found is laid out for its page: choices as links, what was chosen as chips, ways out of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from auction import languages, wording
from auction.bidding.queries.finding import Found, Option, Wanted, bounds, edges_of, query_of
from auction.catalogue import queries as catalogue
from auction.catalogue import wording as catalogue_words
from auction.catalogue.queries import CategoryView
from auction.rules import money

SORTS = {
    "relevance": _l("Best match"),
    "ending": _l("Ending soonest"),
    "new": _l("Newly listed"),
    "price": _l("Lowest price"),
    "price_down": _l("Highest price"),
    "bids": _l("Most bids"),
}
ENDINGS = {
    "1h": _l("Within an hour"),
    "1d": _l("Within a day"),
    "3d": _l("Within 3 days"),
    "7d": _l("Within a week"),
}
BIDS = {"with": _l("With bids"), "without": _l("Without bids")}
FORMATS = {"english": _l("Open bidding"), "sealed": _l("Sealed bids")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a group: a link that makes it, or takes it back."""

    label: str
    url: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`fields` are what a form has to carry along so that it changes one thing alone."""

    found: Found
    wanted: Wanted
    category: CategoryView | None
    breadcrumbs: Sequence[CategoryView]
    groups: Sequence[Group]
    chips: Sequence[Choice]
    clear_url: str
    first_url: str
    next_url: str
    query: str
    action: str
    sorts: Sequence[tuple[str, str]]
    currencies: Sequence[Choice]
    currency: str
    faults: dict[str, str]
    ways_out: Sequence[Choice]
    meant_url: str

    @property
    def has_bands(self) -> bool:
        return any(group.name == "price" for group in self.groups)

    def fields(self, *without: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in _said(self.wanted) if name not in without]


def address(wanted: Wanted, after: str = "") -> str:
    """The one address of a list: a category's own as long as no words are asked for."""
    query = _said(wanted) + ([("after", after)] if after else [])
    path = _path(wanted)
    return f"{path}?{urlencode(query)}" if query else path


def _path(wanted: Wanted) -> str:
    if wanted.category_slug and not wanted.text:
        return url_for("bidding.category", slug=wanted.category_slug)
    return url_for("bidding.search")


def _said(wanted: Wanted) -> list[tuple[str, str]]:
    is_in_path = bool(wanted.category_slug and not wanted.text)
    return [(name, value) for name, value in query_of(wanted) if not (is_in_path and name == "category")]


def page_of(wanted: Wanted, found: Found) -> SearchPage:
    shelf = catalogue.category(wanted.category_slug) if wanted.category_slug else None
    chips = _chips(wanted, shelf)
    plain = Wanted(category_slug=wanted.category_slug, text=wanted.text, sort=wanted.sort)
    currencies = [_choice(wanted, "currency", one) for one in found.facets.options.get("currency", ())]
    _least, _most, faults = bounds(wanted)
    after = found.page.after
    return SearchPage(
        found=found,
        wanted=wanted,
        category=shelf,
        breadcrumbs=catalogue.breadcrumbs(shelf.id) if shelf else [],
        groups=[group for group in _groups(wanted, found, shelf) if group.choices],
        chips=chips,
        clear_url=address(plain) if len(chips) > 1 else "",
        first_url=address(wanted) if wanted.after else "",
        next_url=address(wanted, after) if after else "",
        query=urlencode(query_of(wanted)),
        action=_path(wanted),
        sorts=[(name, str(label)) for name, label in SORTS.items() if name != "relevance" or wanted.text],
        currencies=currencies,
        currency=found.facets.currency,
        faults={name: wording.say(code, {"currency": wanted.currency}) for name, code in faults.items()},
        ways_out=_ways_out(wanted, found, shelf),
        meant_url=address(replace(wanted, text=found.meant, after="")) if found.meant else "",
    )


def _groups(wanted: Wanted, found: Found, shelf: CategoryView | None) -> Iterable[Group]:
    options = found.facets.options
    running, ended = replace(wanted, state="running", after=""), replace(wanted, state="ended", ending="", after="")
    yield Group("category", _("Category"), _shelves(wanted, options.get("category"), shelf))
    yield Group("condition", _("Condition"), _choices(wanted, "condition", options))
    yield Group("price", _("Price"), _bands(wanted, found.facets.currency, options.get("price", ())))
    yield Group("currency", _("Currency"), _many(_choices(wanted, "currency", options)))
    yield Group("ending", _("Ending"), _choices(wanted, "ending", options))
    yield Group("bids", _("Bids"), _choices(wanted, "bids", options))
    yield Group("buy_now", _("Fixed price"), _choices(wanted, "buy_now", options))
    yield Group("format", _("Kind of auction"), _many(_choices(wanted, "format", options)))
    yield Group(
        "state",
        _("Show"),
        [
            Choice(_("Open lots"), address(running), is_chosen=not wanted.is_ended),
            Choice(_("Ended lots"), address(ended), is_chosen=wanted.is_ended),
        ],
    )


def _many(choices: Sequence[Choice]) -> Sequence[Choice]:
    """A choice of one is none."""
    return choices if len(choices) > 1 or any(choice.is_chosen for choice in choices) else []


def _choices(wanted: Wanted, name: str, options: Mapping[str, Sequence[Option]]) -> list[Choice]:
    return [_choice(wanted, name, option) for option in options.get(name, ())]


_CHANGES: dict[str, Callable[[Wanted, str], Wanted]] = {
    "condition": lambda wanted, value: replace(wanted, conditions=tuple({*wanted.conditions} ^ {value})),
    "currency": lambda wanted, value: replace(
        wanted, currency="" if value == wanted.currency else value, least="", most=""
    ),
    "ending": lambda wanted, value: replace(wanted, ending="" if value == wanted.ending else value),
    "bids": lambda wanted, value: replace(wanted, bids="" if value == wanted.bids else value),
    "buy_now": lambda wanted, _value: replace(wanted, is_buy_now=not wanted.is_buy_now),
    "format": lambda wanted, value: replace(wanted, format="" if value == wanted.format else value),
    "price": lambda wanted, _value: replace(wanted, least="", most=""),
}


def _choice(wanted: Wanted, name: str, option: Option) -> Choice:
    changed = _CHANGES[name](replace(wanted, after=""), option.value)
    return Choice(_label(name, option.value), address(changed), option.count, option.is_chosen)


def _label(name: str, value: str) -> str:
    known = {"condition": catalogue_words.CONDITIONS, "ending": ENDINGS, "bids": BIDS, "format": FORMATS}
    if name == "buy_now":
        return str(_("Can be bought at once"))
    return str(known[name].get(value, value)) if name in known else value


def _shelves(wanted: Wanted, counted: Sequence[Option] | None, shelf: CategoryView | None) -> list[Choice]:
    """The shelves below this one that hold something, and the way back up."""
    counts = {int(option.value): option.count or 0 for option in counted or () if option.value.isdecimal()}
    below = shelf.children if shelf else catalogue.categories()
    choices = []
    for one in below:
        held = sum(counts.get(each, 0) for each in (one.id, *(child.id for child in one.children)))
        if held or counted is None:
            url = address(replace(wanted, category_slug=one.slug, after=""))
            choices.append(Choice(one.name, url, held if counted is not None else None))
    return choices


def _bands(wanted: Wanted, currency: str, options: Sequence[Option]) -> list[Choice]:
    """Prices between round sums of the currency, each as the bounds one would type."""
    edges = edges_of(currency)
    choices = []
    for option in sorted(options, key=lambda option: option.value):
        place = int(option.value)
        least = money.plain(edges[place - 1], currency) if place else ""
        most = money.plain(edges[place] - 1, currency) if place < len(edges) else ""
        is_chosen = bool(wanted.least or wanted.most) and (wanted.least, wanted.most) == (least, most)
        here = replace(wanted, currency=currency, after="")
        bounded = replace(here, least="" if is_chosen else least, most="" if is_chosen else most)
        choices.append(Choice(_band_name(place, edges, currency), address(bounded), option.count, is_chosen))
    return choices


def _band_name(place: int, edges: Sequence[int], currency: str) -> str:
    if not place:
        return str(_("Under %(amount)s", amount=languages.money_text(edges[0], currency)))
    if place == len(edges):
        return str(_("%(amount)s and more", amount=languages.money_text(edges[-1], currency)))
    low, high = (languages.money_text(edge, currency) for edge in (edges[place - 1], edges[place]))
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _chips(wanted: Wanted, shelf: CategoryView | None) -> list[Choice]:
    """What was chosen, each with the address without it."""
    here = replace(wanted, after="")
    chips: list[Choice] = []
    if shelf and wanted.text:
        chips.append(Choice(shelf.name, address(replace(here, category_slug=None))))
    made = [("condition", value) for value in wanted.conditions]
    made += [("currency", wanted.currency), ("ending", wanted.ending), ("bids", wanted.bids)]
    made += [("buy_now", "1" if wanted.is_buy_now else ""), ("format", wanted.format)]
    chips += [Choice(_label(name, value), address(_CHANGES[name](here, value))) for name, value in made if value]
    if wanted.currency and (wanted.least or wanted.most):
        words = " – ".join((wanted.least or "0", wanted.most)) if wanted.most else f"{wanted.least} +"
        chips.append(Choice(words, address(_CHANGES["price"](here, ""))))
    if wanted.is_ended:
        chips.append(Choice(_("Ended lots"), address(replace(here, state="running"))))
    return chips


def _ways_out(wanted: Wanted, found: Found, shelf: CategoryView | None) -> list[Choice]:
    """Where there is something, when nothing is here: one choice less, another shelf, what is over."""
    if found.page.total:
        return []
    here = replace(wanted, after="")
    taken_back: dict[str, Wanted] = {
        "condition": replace(here, conditions=()),
        "currency": replace(here, currency="", least="", most=""),
        "price": replace(here, least="", most=""),
        "ending": replace(here, ending=""),
        "bids": replace(here, bids=""),
        "buy_now": replace(here, is_buy_now=False),
        "format": replace(here, format=""),
    }
    names = {
        "condition": _("in any condition"),
        "currency": _("in any currency"),
        "price": _("at any price"),
        "ending": _("whenever they end"),
        "bids": _("with and without bids"),
        "buy_now": _("without a fixed price, too"),
        "format": _("in any kind of auction"),
    }
    ways = [
        Choice(names[name], address(taken_back[name]), held)
        for name, held in found.facets.without.items()
        if held and name in names
    ]
    if shelf and found.elsewhere:
        ways.append(Choice(_("in all categories"), address(replace(here, category_slug=None)), found.elsewhere))
    if found.ended and wanted.is_ended:
        ways.append(Choice(_("among open lots"), address(replace(here, state="running")), found.ended))
    elif found.ended:
        ways.append(Choice(_("among ended lots"), address(replace(here, state="ended", ending="")), found.ended))
    return ways
