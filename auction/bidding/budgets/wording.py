"""The words of budgets: why a bid did not fit, or a budget could not be kept. No decision lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "budget_exceeded": _l(
            "Your budget “\u2068{budget}\u2069” stops at {total}, premium and taxes counted. For this lot a "
            "maximum of {free} still fits."
        ),
        "budget_lots_reached": _l(
            "Your budget “\u2068{budget}\u2069” is for {most} lots at most, and you lead or have won that many already."
        ),
        "limit_needed": _l("Please give a total, a number of lots, or both."),
        "too_many_budgets": _l("You have many budgets already. Please remove one first."),
        "too_many_in_budget": _l("A budget holds 200 lots at most."),
        "budget_other_currency": _l("This lot is sold in {found}, and the budget is in {wanted}."),
    }
)
