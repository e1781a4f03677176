"""The words of deposits: for codes and states. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "deposit_too_late": _l("Bidding is over here. No deposit is needed any more."),
        "deposit_put_down": _l("Your deposit is put down already. You can bid."),
        "deposit_limit_low": _l("With this limit you could not bid: the least bid is {minimum}."),
        "deposit_limit_not_higher": _l("Your limit is {limit} already. A new one must be higher."),
        "deposit_bound": _l("You have a bid that stands here, or have won. The deposit stays until it is decided."),
        "no_deposit": _l("You have put down no deposit here."),
    }
)

STATE_NAMES: Final[Mapping[str, LazyString]] = {
    "asked": _l("Not yet put down"),
    "held": _l("Held"),
    "applied": _l("Counts towards an order"),
    "spent": _l("Used for an order"),
    "released": _l("Given back"),
    "forfeited": _l("Forfeited"),
    "given_up": _l("Not put down"),
}
