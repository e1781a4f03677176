"""The words of notices about feedback: a reminder, that it can be read, a reply. Knows kinds and payloads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from auction.languages import day, number
from auction.notices.models import FEEDBACK_DUE, FEEDBACK_REPLIED, FEEDBACK_REVEALED
from auction.rules.chain import instant

HEADLINES: Final[Mapping[str, LazyString]] = {
    FEEDBACK_DUE: _l("How was it?"),
    FEEDBACK_REVEALED: _l("You have feedback"),
    FEEDBACK_REPLIED: _l("Your feedback was replied to"),
}

CHOICES: Final[Mapping[str, LazyString]] = {
    FEEDBACK_DUE: _l("When I can still give feedback"),
    FEEDBACK_REVEALED: _l("When feedback about me can be read"),
    FEEDBACK_REPLIED: _l("When my feedback was replied to"),
}

ACTIONS: Final[Mapping[str, LazyString]] = {
    FEEDBACK_DUE: _l("Give feedback"),
    FEEDBACK_REVEALED: _l("Read the feedback"),
    FEEDBACK_REPLIED: _l("Read the reply"),
}


def text(kind: str, payload: Mapping[str, Any]) -> str:
    """What it means, in a sentence or two."""
    if kind == FEEDBACK_DUE:
        return str(
            gettext(
                "Your order is finished. You can give feedback until %(day)s. It is shown once both sides have given "
                "theirs.",
                day=day(instant(payload["closes_at"])),
            )
        )
    if kind == FEEDBACK_REPLIED:
        return str(gettext("The reply stands below your feedback, for everybody to read."))
    stars = int(payload["stars"])
    words = ngettext(
        "The other side gave you %(count)s star.",
        "The other side gave you %(count)s stars.",
        stars,
        count=number(stars),
    )
    reply = gettext("You may reply once, for everybody to read.")
    return f"{words} {reply}"
