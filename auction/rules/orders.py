"""The course of an order: which state follows which, and who may bring it about. Money and parcels are not moved here.

    awaiting payment -> paid -> shipped or ready for pick-up -> delivered -> completed

- A won or bought lot makes an order that awaits payment: 4 days, reminders at 24 and at 48 hours before the end.
- Paid by the house's word alone, when the money has come. The seller then ships, or says that it can be picked up.
- The buyer may confirm at any time after that it has come; without a word the order is completed 3 days after
  delivery. A problem told before that puts it in dispute, and everything else waits.
- Until it is paid an order may be cancelled: by the seller once its time is over, by the staff at any time, and by the
  house when several are combined into one. What was paid is not cancelled, it is refunded: by the seller or the staff.
- Cancelled, refunded and combined are ends. A completed order can still be refunded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, TypeAlias

State: TypeAlias = Literal[
    "awaiting_payment",
    "paid",
    "shipped",
    "ready_for_pickup",
    "delivered",
    "completed",
    "cancelled",
    "refunded",
    "in_dispute",
    "combined",
]
Step: TypeAlias = Literal[
    "pay", "ship", "offer_pickup", "deliver", "confirm", "settle", "cancel", "refund", "dispute", "resolve", "combine"
]
Role: TypeAlias = Literal["buyer", "seller", "staff", "house"]

STATES: Final[tuple[State, ...]] = (
    "awaiting_payment", "paid", "shipped", "ready_for_pickup", "delivered", "completed", "cancelled", "refunded",
    "in_dispute", "combined",
)  # fmt: skip
ENDS: Final[tuple[State, ...]] = ("cancelled", "refunded", "combined")
WITH_MONEY: Final[tuple[State, ...]] = ("paid", "shipped", "ready_for_pickup", "delivered", "in_dispute")
"""The buyer's money is in escrow."""

PAY_WITHIN: Final = timedelta(days=4)
REMINDERS_BEFORE: Final = (timedelta(hours=48), timedelta(hours=24))
QUIET_AFTER_DELIVERY: Final = timedelta(days=3)
SHIPPED_LONG_AGO: Final = timedelta(days=30)
"""A parcel of which nobody has said a word for so long counts as delivered."""

_AFTER_PAYMENT: Final[tuple[State, ...]] = ("paid", "shipped", "ready_for_pickup", "delivered")
_COURSE: Final[Mapping[Step, tuple[tuple[State, ...], State, tuple[Role, ...]]]] = {
    "pay": (("awaiting_payment",), "paid", ("house",)),
    "ship": (("paid",), "shipped", ("seller", "staff")),
    "offer_pickup": (("paid",), "ready_for_pickup", ("seller", "staff")),
    "deliver": (("shipped", "ready_for_pickup"), "delivered", ("seller", "staff", "house")),
    "confirm": (("shipped", "ready_for_pickup", "delivered"), "completed", ("buyer",)),
    "settle": (("delivered",), "completed", ("house",)),
    "cancel": (("awaiting_payment",), "cancelled", ("seller", "staff", "house")),
    "refund": ((*_AFTER_PAYMENT, "in_dispute", "completed"), "refunded", ("seller", "staff")),
    "dispute": (_AFTER_PAYMENT, "in_dispute", ("buyer",)),
    "resolve": (("in_dispute",), "completed", ("staff", "buyer")),
    "combine": (("awaiting_payment",), "combined", ("house",)),
}
STEPS: Final = tuple(_COURSE)


@dataclass(frozen=True, slots=True)
class Moved:
    """The state that follows."""

    state: State


@dataclass(frozen=True, slots=True)
class NotNow:
    """The step does not follow from this state."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """The step is somebody else's."""


def follow(state: State, step: Step, role: Role) -> Moved | NotNow | NotYours:
    """What a step by somebody makes of an order."""
    before, after, who = _COURSE[step]
    if role not in who:
        return NotYours()
    return Moved(after) if state in before else NotNow()


def open_steps(state: State, role: Role) -> tuple[Step, ...]:
    """What somebody may do with an order now."""
    return tuple(step for step in STEPS if isinstance(follow(state, step, role), Moved))
