"""The words of bidding: why a bid or a change was refused. No decision lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "not_open_yet": _l("This auction is not open yet."),
        "no_questions_after_end": _l("This auction has ended: there is nothing more to ask."),
        "ended": _l("This auction has ended. Bids are counted by the house's clock, and this one came after the end."),
        "own_lot": _l("This is your own lot. Sellers never bid on what they sell."),
        "sanctioned": _l("Your account may not bid at present."),
        "not_verified": _l("Please confirm your e-mail address first; then you can bid."),
        "open_unpaid": _l(
            "This seller takes bids only from people who have paid for what they won. A case on your account is open."
        ),
        "approval_needed": _l(
            "The seller lets people into this sale one by one. Ask to be let in, on the sale’s page."
        ),
        "deposit_needed": _l("The seller asks for a deposit before bidding. Put it down first; then you can bid."),
        "above_deposit_limit": _l(
            "Your deposit is for bids up to {limit}. Raise your limit first by putting down the difference."
        ),
        "blocked": _l("This seller does not accept bids from your account."),
        "below_minimum": _l("The least bid is now {minimum}. Please raise your maximum."),
        "not_above_own_maximum": _l("You already lead with a maximum of {maximum}. A new one must be higher."),
        "confirm_large_bid": _l(
            "{amount} is far above the present price of {price}. Is that what you mean? Confirm it to place the bid."
        ),
        "buy_now_not_offered": _l("This lot can no longer be bought at the fixed price."),
        "no_bid_to_retract": _l("You have no bid here that could be taken back."),
        "no_bid_to_cancel": _l("This bidder has no bid here that stands."),
        "unknown_reason": _l("Please choose one of the reasons."),
        "description_unchanged": _l("The description has not changed since your last bid."),
        "retraction_too_late": _l(
            "In the last 12 hours only your newest bid can be taken back, and only within an hour of placing it."
        ),
        "no_reserve": _l("This auction has no reserve price."),
        "reserve_already_met": _l("The reserve price has already been met."),
        "reserve_not_lower": _l("The reserve price can only be lowered."),
        "maximum_below_reserve": _l("Your maximum is still below the reserve price."),
        "not_leader": _l("Only the leading bidder can confirm this."),
        "not_your_lot": _l("Only the seller of this lot can do this."),
        "no_leader": _l("There is no leading bidder to sell to."),
        "reserve_not_met": _l("The reserve price has not been met, so the leader is not bound."),
        "reason_needed": _l("Please give a reason. It will be public."),
        "only_sell_to_leader": _l(
            "There is a good bid and less than 12 hours to go: now you can only sell to the leading bidder."
        ),
        "too_late_to_cancel": _l("Less than 12 hours before the end this can no longer be done."),
        "not_due": _l("This auction has not reached its end yet."),
        "out_of_place": _l("This kind of auction does not have that."),
        "already_ended": _l("This auction has already ended."),
        "key_used": _l("This form has already placed another bid. Please check the amount and send it again."),
        "key_needed": _l("The bid carries no key. Please reload the page and try again."),
        # amounts
        "empty": _l("Please enter an amount."),
        "negative": _l("An amount cannot be negative."),
        "zero": _l("The amount must be more than zero."),
        "too_large": _l("This amount is too large."),
        "too_many_decimals": _l("This currency does not have that many decimal places."),
        "ambiguous": _l("It is not clear where the decimal places begin. Please write the amount without grouping."),
        "other_currency": _l("This lot is sold in {currency}. Please give the amount in that currency."),
        # tables of increments
        "table_in_currency": _l("This table is for {currency}. Please give the amount in that currency."),
        "first_band_from_zero": _l("The lowest row must begin at 0."),
        "same_from": _l("Another row begins at the same amount."),
        "step_falls": _l("A step may not be smaller than that of the row below it in price."),
        "too_many_bands": _l("These are too many rows."),
        "percent_range": _l("Please give a percentage from 0.01 to 100, with two decimal places at most."),
        # terms
        "unknown_currency": _l("Please choose one of the currencies."),
        "unknown_choice": _l("Please choose one of the offered values."),
        "unknown_format": _l("This kind of auction is not known."),
        "not_in_this_format": _l("This kind of auction has no fixed price."),
        "too_small": _l("This is too little."),
        "below_starting": _l("The reserve price cannot be below the starting price."),
        "below_least_buy_now": _l(
            "The fixed price must be at least 30 percent above the starting price, and not below the reserve price."
        ),
        "not_after_opening": _l("The auction must end after it opens."),
        "without_time_zone": _l("Please enter a date and a time."),
        "too_long_open": _l("An auction can be open for 60 days at most."),
        "opens_too_late": _l("An auction can open at most 90 days from now."),
    }
)
