"""The money ledger: every amount moves from one named account to another, and no move is ever changed."""
