"""Deposits: what bidders put down before bidding, and what becomes of it."""
