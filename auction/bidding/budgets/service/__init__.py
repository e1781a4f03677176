"""The verbs of budgets, and the only writer of their tables. Where a lot is locked, it is locked before its budget."""

from auction.bidding.budgets.service.keeping import BudgetWords, change_budget, make_budget, remove_budget
from auction.bidding.budgets.service.placing import put_lots, take_lot_out

__all__ = ["BudgetWords", "change_budget", "make_budget", "put_lots", "remove_budget", "take_lot_out"]
