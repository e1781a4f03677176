"""The words of sales: why a step was refused, and how long a lot has for itself. No decision lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "sale_announced": _l("This sale has been announced and can no longer be changed."),
        "too_many_sales": _l("You have many unfinished sales already. Please announce or delete one first."),
        "too_many_lots": _l("A sale holds 500 lots at most."),
        "in_another_sale": _l("One of these drafts already belongs to another sale."),
        "in_a_sale": _l(
            "This draft belongs to a sale. It opens with the sale; take it out first to sell it by itself."
        ),
        "bad_lot_number": _l("A lot number is a whole number up to 9999, with one letter after it if you like: 12A."),
        "lot_number_taken": _l("Another lot has this number."),
        "name_needed": _l("Please give the sale a name, in one language at least."),
        "no_approval_needed": _l("This sale is open to everybody. Nobody needs to be let in."),
        "approval_declined": _l("The seller has not let you into this sale. You cannot ask again."),
        "approve_oneself": _l("That is you. Sellers never bid on what they sell."),
        "sale_over": _l("Every lot of this sale has ended."),
        "changed_meanwhile": _l("Something in the sale was changed just now. Please look again, then announce it."),
        "first_end_needed": _l("Please say when the first lot closes."),
        "no_cap_in_a_chain": _l("In a chain a lot may be extended as often as bids come late."),
        "not_later": _l("The end of a lot is never brought forward."),
        "lots_needed": _l("Please put at least one lot into the sale."),
        "unlike_the_sale": _l("The listing’s own form names another currency than the sale."),
    }
)

# The fields whose own words do not say what they are about, on a page where they do not stand.
FIELDS = {"opens_at": _l("Bidding opens"), "first_closes_at": _l("First lot closes")}
