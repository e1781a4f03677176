"""Budgets: what a buyer will spend, and how many lots they want, across lots. A budget is its owner's alone."""
