"""Disputes: so far, what readers report about listings, and what moderators say to it."""
