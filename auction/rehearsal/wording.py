"""What a rehearsal says: the kinds of streams, why one cannot be played, and what is wrong with a row of a file."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from auction import languages, wording
from auction.replay_file import BadRow

SOURCES = {
    "invented": (_l("All four invented kinds"), _l("A hundred auctions made up by us, to see the range.")),
    "quiet": (_l("Invented: quiet"), _l("Nobody to three bidders, not far above the start.")),
    "steady": (_l("Invented: steady"), _l("Five to nine bidders, all through the auction.")),
    "war": (_l("Invented: war at the end"), _l("Bidders who strike in the last two minutes and answer each other.")),
    "collector": (_l("Invented: one collector"), _l("One who must have it, and a few at a fair price.")),
    "ended": (_l("Auctions that ended in this house"), _l("In your currency, without names, shown only together.")),
    "file": (_l("A file of my own"), _l("CSV with the columns below. It is not kept.")),
}
KINDS = {
    "quiet": _l("Quiet"),
    "steady": _l("Steady"),
    "war": _l("War at the end"),
    "collector": _l("One collector"),
}
LABELS = {
    "starting": _l("Starting price"),
    "reserve": _l("Reserve"),
    "buy_now": _l("Buy now price"),
    "currency": _l("Currency"),
    "opens_at": _l("Opens at"),
    "duration": _l("How long does it run?"),
    "ends_at": _l("Ends at"),
    "window_minutes": _l("The last minutes"),
    "extension_minutes": _l("The last minutes"),
    "cap_minutes": _l("The last minutes"),
    "increments": _l("Steps"),
    "source": _l("Bids to play"),
    "estimate": _l("Your estimate"),
    "file": _l("File with bids"),
}

wording.add(
    {
        "too_few_ended": _l("Too few auctions in this currency have ended here: {least} are needed."),
        "stream_file_too_large": _l("The file is larger than {megabytes} MB. Please take a part of it."),
        "too_many_stream_rows": _l("The file holds more than {limit} bids. Please take a part of it."),
        "too_many_streams": _l("The file holds more than {limit} auctions. Please take a part of it."),
        # rows of a file of bids
        "utf_16": _l("not UTF-8 (it looks like UTF-16)"),
        "not_csv": _l("not a CSV line ({error})"),
        "open_quote": _l("a quote is opened and not closed"),
        "empty_file": _l("the file is empty"),
        "rowless_file": _l("the file has no rows"),
        "columns_missing": _l("wrong header: no column {columns}"),
        "columns_twice": _l("wrong header: column {columns} stands twice"),
        "not_utf_8": _l("not UTF-8"),
        "wrong_width": _l("{cells} cells where the header has {width}"),
        "cells_missing": _l("missing: {columns}"),
        "cells_too_long": _l("too long: {columns}"),
        "number_not_finite": _l("{column} is not finite: {cell}"),
        "number_unreadable": _l("{column} is not a number: {cell}"),
        "number_negative": _l("{column} is negative: {cell}"),
        "number_zero": _l("{column} is zero"),
        "number_too_large": _l("{column} is too large: {cell}"),
        "number_too_fine": _l("{column} has more decimals than {currency} has: {cell}"),
        "rows_disagree": _l("{column} differs from the other rows of auction {auction}; theirs was taken"),
    }
)


def name_of(stream: str) -> str:
    """How a stream is called: an invented one by its kind and number, one of a file by the file's own word."""
    kind, _dash, number = stream.rpartition("-")
    if kind not in KINDS or not (number.isascii() and number.isdecimal() and len(number) < 4):
        return stream
    return str(_("%(kind)s, number %(number)s", kind=KINDS[kind], number=languages.number(int(number))))


def said(row: BadRow) -> str:
    """What is wrong with a row, in the reader's language."""
    return wording.say(row.code, row.facts)
