"""Reputation: what buyers and sellers say of each other after an order, and what facts say of sellers and the house."""
