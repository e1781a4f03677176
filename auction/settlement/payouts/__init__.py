"""Payouts: what a seller has on their account goes to their bank, less nothing: all fees were taken before."""
