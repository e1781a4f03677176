"""Auctions: their terms, the book of bids, closing, and the live page."""
