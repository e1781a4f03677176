"""Mazad, an auction house. Each room below says in its first lines what lives there."""
