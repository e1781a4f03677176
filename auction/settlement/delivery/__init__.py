"""How what was bought comes to its buyer: addresses, the way, parcels, picking up with a code."""
