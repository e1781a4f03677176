"""What the operator wants to know of the money: whether the ledger is sound, and how the house does."""
