"""The words of notices about payouts, for `wording`. Knows kinds; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction.notices.models import PAYOUT_FAILED, PAYOUT_SENT

HEADLINES: Final[Mapping[str, LazyString]] = {
    PAYOUT_SENT: _l("Your money is on its way to your bank"),
    PAYOUT_FAILED: _l("A payout did not reach your bank"),
}

TEXTS: Final[Mapping[str, LazyString]] = {
    PAYOUT_SENT: _l("We have sent %(price)s. Depending on your bank it takes a few days."),
    PAYOUT_FAILED: _l(
        "%(price)s came back and is on your account with us. Please look at your bank details; when you have kept "
        "them again, we send it anew."
    ),
}

CHOICES: Final[Mapping[str, LazyString]] = {
    PAYOUT_SENT: _l("When my money is sent to my bank"),
    PAYOUT_FAILED: _l("When a payout does not reach my bank"),
}
