"""The words of reports: what may be wrong, what came of it, why a step was refused. No decision lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "already_reported": _l("You have reported this listing already. The moderators look at it."),
        "already_settled": _l("Another moderator has settled this report meanwhile."),
        "own_listing": _l("This is your own listing. You can end its auction or add to its description."),
    }
)

REASONS = {
    "counterfeit": (_l("It is counterfeit"), _l("A copy that is sold as the real thing.")),
    "forbidden": (_l("It may not be sold"), _l("Stolen, dangerous, protected or against the law.")),
    "misleading": (_l("The description misleads"), _l("Pictures, condition or facts are not true.")),
    "not_theirs": (_l("Words or pictures are somebody else’s"), _l("Taken without leave.")),
    "outside_deal": (_l("The seller wants to deal outside the house"), _l("Asks for payment or contact elsewhere.")),
    "other": (_l("Something else"), _l("Please say below what it is.")),
}
OUTCOMES = {
    "nothing_wrong": _l("Nothing is wrong with it"),
    "acted": _l("Something was wrong, and was dealt with"),
}
