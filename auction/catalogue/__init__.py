"""Listings, categories, pictures, questions, search and watch lists. Prices and bids live in `bidding`."""
