"""What the house asks of whoever moves the money: one small interface, and who is there by these settings.

A provider is another house: it keeps its own books, may answer late, twice or never, and knows each of our questions by
a key of ours, so that the same question is never carried out twice. No transaction of ours is open while it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from flask import current_app

from auction.errors import Absent, Refusal, Unavailable

# waiting: the payer has to act, or the money is on its way. held: set aside, not taken (deposits).
ProviderState: TypeAlias = Literal["waiting", "held", "succeeded", "declined", "cancelled"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment as it is asked for. `key` is ours; `is_hold` sets the money aside without taking it.

    `reference` is short and the payer's to quote; `description` is what they buy.
    """

    key: str
    payer_id: int
    amount_minor: int
    currency: str
    description: str
    reference: str
    is_hold: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a provider says of a payment or refund now. `next_url` is where the payer goes on: without one, a payment
    that is `waiting` is on its way. `why` is the code of the last no: a payment that is still `waiting` may have been
    declined, and can be tried again.

    `shown` holds plain values that the page of the payment shows: a bank's account, a client's secret.
    """

    ref: str
    state: ProviderState
    amount_minor: int
    currency: str
    why: str = ""
    next_url: str | None = None
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """A message of the provider's own accord, its signature checked. `ref` is a payment's or refund's, None for other
    news."""

    id: str
    kind: str
    ref: str | None
    body: Mapping[str, Any]


class ProviderDown(Unavailable):
    """The provider did not answer, or not in a way that says what became of the question. Ask again by the same key."""

    code = "provider_down"


class BadEvent(Refusal):
    """A message without a good signature, too old, or unreadable."""

    code = "bad_event"


class Provider(Protocol):
    """Raises ProviderDown where it cannot be reached. All but `read_event` may take seconds.

    Whatever is asked with a key may be asked again with it for ever, and is carried out once.
    """

    name: str

    def begin(self, asked: Asked) -> Known:
        """Ask for a payment. The same key gets the same one again."""

    def look(self, ref: str) -> Known:
        """What became of it."""

    def cancel(self, ref: str) -> Known:
        """Give it up if it is not too late: the answer says what it is then."""

    def capture(self, ref: str, amount_minor: int, key: str) -> Known:
        """Take money that was held, or a part of it; the rest is set free."""

    def refund(self, ref: str, amount_minor: int, currency: str, key: str) -> Known:
        """Send money back: `succeeded` when done, `waiting` while under way, `declined` when it cannot be."""

    def look_refund(self, ref: str) -> Known:
        """What became of a refund."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Read a message that came by itself. Raises BadEvent."""


def register(provider: Provider) -> None:
    """Make a provider known to this app. Called while the app is made."""
    current_app.extensions.setdefault("mazad_providers", {})[provider.name] = provider


def provider(name: str) -> Provider:
    """Raises Absent for one that is not set up here."""
    found: Provider | None = current_app.extensions.get("mazad_providers", {}).get(name)
    if found is None:
        raise Absent(kind="providers")
    return found


def offered() -> list[str]:
    """The names of the providers that are set up, in the order in which they are offered."""
    return list(current_app.extensions.get("mazad_providers", {}))
