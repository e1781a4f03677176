"""Finding auctions: a page of them in an order, how many there are, what else a reader may choose, what they meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from auction import bulk, clock
from auction.bidding.models import Auction
from auction.bidding.queries.cards import LotCard, cards_of
from auction.bidding.queries.finding import facets
from auction.bidding.queries.finding.facets import MOST_COUNTED, Facets
from auction.bidding.queries.finding.orders import beyond, cursor, keys_of
from auction.bidding.queries.finding.wanted import Wanted
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing, SearchEntry
from auction.catalogue.words import Asked
from auction.db import AnyRow, db

MOST_SUGGESTED = 6
# The number of a lot names it and nothing else: it comes before all words.
BY_NUMBER = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list. `after` is the cursor of the next page, None at the end. Of very many lots `total` is only how
    many there are at the least.
    """

    cards: list[LotCard]
    after: str | None
    total: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A page with what else a reader may choose. `meant` are the words searched for in place of misspelt ones;
    `elsewhere` is how many lots there are when a category is left, `ended` how many are over, both only where nothing
    was found.
    """

    page: Page
    facets: Facets
    meant: str = ""
    elsewhere: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A lot whose title begins to be what somebody types."""

    auction_id: int
    title: str


@dataclass(frozen=True, slots=True)
class _Question:
    """What is wanted, the words of it read, at one moment."""

    wanted: Wanted
    asked: Asked | None
    now: datetime
    viewer_id: int | None = None

    @property
    def chosen(self) -> sa.Select[Any]:
        return _chosen(self.wanted, self.asked, self.now)

    @property
    def filters(self) -> list[sa.ColumnElement[bool]]:
        return facets.filters(self.wanted, self.now)


def find_lots(wanted: Wanted, viewer_id: int | None = None) -> Page:
    """Auctions by their words and kind, a page at a time. Raises Absent for a category that does not exist."""
    question = _Question(wanted, _asked(wanted), clock.now(), viewer_id)
    if question.asked is not None:
        return _search(question).page
    total = _count(question.chosen, question.filters)
    return _page(question, total=min(total, MOST_COUNTED), is_exact=total <= MOST_COUNTED)


def search_lots(wanted: Wanted, viewer_id: int | None = None) -> Found:
    """The same with counts to choose by, and with the words that were meant where misspelt ones find nothing. Raises
    Absent for a category that does not exist.
    """
    question = _Question(wanted, _asked(wanted), clock.now(), viewer_id)
    found = _search(question)
    if found.page.total or question.asked is None:
        return found if found.page.total else _ways_out(question, found)
    if not _count(_chosen(_anywhere(wanted), question.asked, question.now), []):
        better = catalogue.corrected(question.asked)
        second = _search(replace(question, asked=better)) if better else found
        if better and second.page.total:
            return replace(second, meant=better.text)
    return _ways_out(question, found)


def suggest(text: str) -> list[Suggestion]:
    """Titles of open lots for what is typed so far, the likeliest first."""
    wanted = Wanted(text=text, sort="relevance", limit=MOST_SUGGESTED)
    question = _Question(wanted, _asked(wanted), clock.now())
    if question.asked is None or not question.asked.words:
        return []
    rows: list[AnyRow] = []
    for weight, is_so in _tiers(question, is_known=False):
        if len(rows) < MOST_SUGGESTED:
            rows += _rows(question, weight, question.chosen.where(is_so))
    return [Suggestion(row.id, row.title) for row in rows[:MOST_SUGGESTED]]


def is_running(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Auction.ended_at.is_(None), Auction.opens_at <= now, Auction.closes_at > now)


def _asked(wanted: Wanted) -> Asked | None:
    return catalogue.asked_for(wanted.text) if wanted.text.strip() else None


def _anywhere(wanted: Wanted) -> Wanted:
    return Wanted(text=wanted.text, seller_id=wanted.seller_id, state=wanted.state)


def _chosen(wanted: Wanted, asked: Asked | None, now: datetime) -> sa.Select[Any]:
    """The auctions before a reader's own choices: by words, category, seller, and whether they run."""
    statement = sa.select(Auction.id).join(Listing, Listing.id == Auction.listing_id)
    if wanted.is_ended:
        statement = statement.where(Auction.ended_at.is_not(None), Auction.opens_at <= now)
    else:
        statement = statement.where(is_running(now))
    if wanted.category_slug:
        statement = statement.where(catalogue.in_category(wanted.category_slug))
    if wanted.seller_id is not None:
        statement = statement.where(Auction.seller_id == wanted.seller_id)
    if asked is not None:
        statement = statement.join(SearchEntry, SearchEntry.listing_id == Auction.listing_id).where(_answers(asked))
    return statement


def _answers(asked: Asked) -> sa.ColumnElement[bool]:
    if asked.number is None:
        return catalogue.matching(asked)
    by_words = sa.select(SearchEntry.listing_id).where(catalogue.matching(asked))
    by_number = sa.select(Auction.listing_id).where(Auction.id == asked.number)
    return Auction.listing_id.in_(by_words.union_all(by_number))


def _weight(asked: Asked | None) -> sa.ColumnElement[int]:
    if asked is None:
        return sa.literal_column("0", sa.Integer)
    weight = catalogue.relevance(asked)
    if asked.number is None:
        return weight
    return weight + sa.case((Auction.id == asked.number, sa.literal_column(str(BY_NUMBER), sa.Integer)), else_=0)


def _search(question: _Question) -> Found:
    """Few lots are looked at one by one: that counts them, and a page is some of them. Of many, a page is taken in its
    order, and they are not counted.
    """
    wanted = question.wanted
    rows = db.session.execute(question.chosen.with_only_columns(*facets.TRAITS).limit(MOST_COUNTED + 1)).all()
    if len(rows) <= MOST_COUNTED:
        counted, ids = facets.count(wanted, rows, question.now)
        return Found(_page(question, total=len(ids), ids=ids), counted)
    chosen = facets.choose(wanted, rows, question.now)
    if chosen:
        page = _page(question, total=min(len(chosen), MOST_COUNTED), is_exact=False)
    else:
        total = _count(question.chosen, question.filters)
        page = _page(question, total=min(total, MOST_COUNTED), is_exact=total <= MOST_COUNTED)
    return Found(page, facets.uncounted(wanted, page.total))


def _page(question: _Question, *, total: int, ids: list[int] | None = None, is_exact: bool = True) -> Page:
    """A page of the lots that are wanted; `ids` are all of them, where they are known."""
    if not total:
        return Page([], None, 0)
    wanted = question.wanted
    base = question.chosen.where(*question.filters) if ids is None else _these(ids)
    rows: list[AnyRow] = []
    for weight, is_so in _tiers(question, is_known=ids is not None):
        if len(rows) <= wanted.limit:
            rows += _rows(question, weight, base.where(is_so))
    shown = rows[: wanted.limit]
    after = cursor(shown[-1], len(keys_of(wanted, _weight(None)))) if len(rows) > wanted.limit else None
    cards = cards_of(shown, question.now, question.viewer_id)
    return Page(cards, after, max(total, len(cards)), is_exact)


def _these(ids: list[int]) -> sa.Select[Any]:
    """Lots by their ids, in one parameter."""
    lots = bulk.given("lots", id=sa.Integer)
    statement: sa.Select[Any] = sa.select(Auction.id).join(lots, lots.c.id == Auction.id)
    statement = statement.join(Listing, Listing.id == Auction.listing_id)
    statement = statement.outerjoin(SearchEntry, SearchEntry.listing_id == Auction.listing_id)
    return statement.params(lots=bulk.as_parameter([{"id": auction_id} for auction_id in ids]))


def _tiers(question: _Question, *, is_known: bool) -> list[tuple[Any, sa.ColumnElement[bool]]]:
    """How well lots answer, the best first. Few lots are weighed one by one; of many, those that answer by their title
    come before the others, and each kind can be had in its order without looking at all of them.
    """
    asked = question.asked
    if asked is None or is_known or question.wanted.sort != "relevance":
        return [(_weight(asked), sa.true())]
    is_titled = catalogue.in_title(asked)
    return [(sa.literal_column("2", sa.Integer), is_titled), (sa.literal_column("1", sa.Integer), ~is_titled)]


def _rows(question: _Question, weight: Any, statement: sa.Select[Any]) -> Sequence[AnyRow]:
    """One page and a row more, in order, behind the cursor; what it was ordered by stands last in each row."""
    wanted = question.wanted
    keys = keys_of(wanted, weight)
    if wanted.after:
        statement = statement.where(beyond(wanted.after, keys))
    columns = [key.column.label(f"key_{place}") for place, key in enumerate(keys)]
    order = [key.ordered for key in keys if not isinstance(key.column, sa.ColumnClause)]
    page = statement.with_only_columns(*PUBLIC_COLUMNS, Listing.title, *columns).order_by(*order)
    return db.session.execute(page.limit(wanted.limit + 1)).all()


def _count(chosen: sa.Select[Any], filters: list[sa.ColumnElement[bool]]) -> int:
    """How many, up to one more than are counted."""
    some = chosen.where(*filters).limit(MOST_COUNTED + 1).subquery()
    return db.session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def _ways_out(question: _Question, found: Found) -> Found:
    """Where there is something, now that there is nothing here."""
    wanted, asked, now = question.wanted, question.asked, question.now
    elsewhere = 0
    if wanted.category_slug:
        anywhere = replace(wanted, category_slug=None)
        elsewhere = _count(_chosen(anywhere, asked, now), facets.filters(anywhere, now))
    other = replace(wanted, state="running" if wanted.is_ended else "ended", ending="")
    return replace(found, elsewhere=elsewhere, ended=_count(_chosen(other, asked, now), facets.filters(other, now)))
