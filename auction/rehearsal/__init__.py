"""Rehearsal: a seller plays streams of bids against a draft's terms, and against others. It owns no table."""
