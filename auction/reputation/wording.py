"""The words of reputation: for its codes, for what is rated, and for what a scorecard tells. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import languages, wording
from auction.rules.scorecards import TIMES, Figure

wording.add(
    {
        "feedback_not_yet": _l("Feedback can be given once the order is finished."),
        "feedback_given": _l("You have given your feedback for this order. It stands as it is."),
        "feedback_too_late": _l("The 60 days for feedback are over."),
        "feedback_replied": _l("You have replied already. One reply stands below each feedback."),
        "feedback_pictures": _l("At most {limit} pictures can be added."),
        "say_why": _l("Please say in a few words why."),
        "stars_needed": _l("Please choose one to five stars."),
        "hidden_already": _l("This has been hidden already."),
    }
)

DETAIL_NAMES: Final[Mapping[str, LazyString]] = {
    "description": _l("The lot was as described"),
    "communication": _l("Communication"),
    "dispatch": _l("Dispatch time"),
    "charges": _l("Delivery charges"),
}

STAR_NAMES: Final[Mapping[int, LazyString]] = {
    1: _l("Very poor"),
    2: _l("Poor"),
    3: _l("All right"),
    4: _l("Went well"),
    5: _l("Excellent"),
}

FIGURE_NAMES: Final[Mapping[str, LazyString]] = {
    "lateness": _l("Auctions close this long after their time"),
    "reply": _l("Questions are answered within"),
    "answered": _l("Questions that are answered"),
    "dispatch": _l("Sent after payment within"),
    "on_time": _l("Sent within the promised days"),
    "disputed": _l("Orders with a problem told by the buyer"),
    "refund": _l("Refunds are sent within"),
    "called_off": _l("Called off by the seller after payment"),
}

FIGURE_SHORT: Final[Mapping[str, LazyString]] = {
    "lateness": _l("Lateness"),
    "reply": _l("Reply"),
    "answered": _l("Answered"),
    "dispatch": _l("Dispatch"),
    "on_time": _l("On time"),
    "disputed": _l("Problems"),
    "refund": _l("Refund"),
    "called_off": _l("Called off"),
}

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def detail_name(name: str) -> str:
    return str(DETAIL_NAMES[name])


def star_name(stars: int) -> str:
    return str(STAR_NAMES[stars])


def figure_name(name: str, *, is_short: bool = False) -> str:
    """What a figure of a card tells."""
    return str((FIGURE_SHORT if is_short else FIGURE_NAMES)[name])


def figure_text(name: str, figure: Figure) -> str:
    """A figure that is told, in the reader's words: a time in its nearest round unit, or a share."""
    value = figure.value or 0
    return languages.duration(_rounded(value)) if name in TIMES else languages.percent(value)


def _rounded(seconds: int) -> int:
    """To whole days from two days on, to whole hours from two hours on, to whole minutes from two minutes on."""
    unit = next((size for size in (DAY, HOUR, MINUTE) if seconds >= 2 * size), 1)
    return (2 * seconds + unit) // (2 * unit) * unit
