"""The formats of auction that the house knows, by name. Each answers the same questions in its own file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from auction.rules.actions import Accept, Action, Event, Outcome, Quote, Reject
from auction.rules.english import English
from auction.rules.sealed import SealedFirstPrice
from auction.rules.terms import Terms

S = TypeVar("S")


class Format(Protocol[S]):
    """What the house asks of every format. The state is the format's own and secret."""

    def opening(self, terms: Terms) -> S: ...

    def opened(self, terms: Terms) -> Event:
        """The first line of the book."""
        ...

    def quote(self, terms: Terms, state: S, now: datetime) -> Quote:
        """What may the public see now?"""
        ...

    def minimum_for(self, terms: Terms, state: S, bidder_id: int) -> int:
        """The least amount this person may enter; for their eyes only."""
        ...

    def consider(self, terms: Terms, state: S, action: Action, now: datetime) -> Accept[S] | Reject:
        """Is this good, and what does it change?"""
        ...

    def settle(self, terms: Terms, state: S) -> Outcome:
        """Who pays what?"""
        ...

    def could_pay(self, state: S, bidder_id: int) -> int | None:
        """The most this person could have to pay as things stand, for their eyes only; None where they owe nothing."""
        ...

    def state_to_plain(self, state: S) -> dict[str, object]: ...

    def state_from_plain(self, plain: Mapping[str, Any]) -> S: ...


_ENGLISH: Final[Format[Any]] = English()
_SEALED: Final[Format[Any]] = SealedFirstPrice()
FORMATS: Final[dict[str, Format[Any]]] = {"english": _ENGLISH, "sealed": _SEALED}


def of(name: str) -> Format[Any]:
    """The format called so. KeyError means terms that were never checked."""
    return FORMATS[name]
