"""What the page of a rehearsal shows: the draft's outcomes beside the tried ones, of one stream and of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from auction import languages
from auction.rehearsal import forms, outcomes, sources
from auction.rehearsal.outcomes import Outcome, Summary
from auction.replay_file import BadRow
from auction.rules.streams import Stream
from auction.rules.terms import Terms

MOST_ROWS_SHOWN = 40
MOST_STREAMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One set of terms with what came of it. `single` is None where streams may only be shown together."""

    is_draft: bool
    terms: Terms
    summary: Summary
    single: Outcome | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All that came out. There is one column where nothing else than the draft was tried, or the draft is unfit."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Outcome, ...], ...]
    """Every stream by itself, an outcome for each column; none where they may only be shown together."""
    stream_count: int
    is_secret: bool
    is_of_category: bool
    bad_rows: tuple[BadRow, ...]
    bad_row_count: int
    can_take_over: bool
    has_other_steps: bool

    @property
    def is_single(self) -> bool:
        return self.stream_count == 1


def compared(sides: forms.Sides, taken: sources.Taken, estimate_minor: int | None, *, as_written: bool) -> Rehearsal:
    """Plays the same streams under both sets of terms. The draft's starting price, where it has one, is their scale."""
    tried, draft = sides.tried.terms, sides.draft.terms if sides.draft.is_playable else None
    if tried is None:
        raise ValueError("the tried terms cannot be read")
    streams = _to_scale(taken.streams, (draft or tried).starting_minor, estimate_minor, as_written=as_written)
    wanted = [(True, draft)] if draft else []
    if not sides.are_alike:
        wanted.append((False, tried))
    played = [outcomes.rehearse(terms, streams) for _is_draft, terms in wanted] if streams else []
    middle = outcomes.middle_one(played[0]) if played else 0
    columns = tuple(
        Column(is_draft, terms, outcomes.summary_of(found), None if taken.is_secret else found[middle])
        for (is_draft, terms), found in zip(wanted, played, strict=bool(streams))
    )
    return Rehearsal(
        columns=columns,
        rows=() if taken.is_secret else tuple(zip(*played, strict=True))[:MOST_STREAMS_SHOWN],
        stream_count=len(streams),
        is_secret=taken.is_secret,
        is_of_category=taken.category is not None,
        bad_rows=taken.bad_rows[:MOST_ROWS_SHOWN],
        bad_row_count=len(taken.bad_rows),
        can_take_over=_differ(draft, tried),
        has_other_steps=draft is not None and draft.increments != tried.increments,
    )


def _to_scale(
    streams: Sequence[Stream], starting_minor: int, estimate_minor: int | None, *, as_written: bool
) -> tuple[Stream, ...]:
    if as_written:
        return tuple(streams)
    begun = sources.to_start_at(tuple(streams), starting_minor)
    return begun if estimate_minor is None else sources.to_fetch(begun, estimate_minor)


def _differ(draft: Terms | None, tried: Terms) -> bool:
    """Whether there is anything to take over: steps are not the seller's to set."""
    if draft is None:
        return True

    def of(terms: Terms) -> tuple[object, ...]:
        return terms.starting_minor, terms.reserve_minor, terms.closes_at, terms.soft_close

    return of(draft) != of(tried)


def length_text(span: timedelta) -> str:
    """A length in its two largest units: "7 days and 2 hours"; seconds only where there are no hours."""
    seconds = int(span.total_seconds())
    days, hours = seconds // 86_400, seconds % 86_400 // 3_600
    minutes, rest = seconds % 3_600 // 60, seconds % 60
    parts = [(days, 86_400), (hours, 3_600), (0 if days else minutes, 60), (0 if days or hours else rest, 1)]
    if days and not hours:
        parts = [(days, 86_400), (minutes, 60)]
    return languages.list_and([languages.duration(count * unit) for count, unit in parts if count]) or "0"
