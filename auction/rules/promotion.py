"""Which promoted lots are shown, when there are more than there is room for. They take turns, hour by hour.

- The lots stand in a circle in the order of their numbers. Each hour of UTC shows the next few of them, where the hour
  before left off. So each has its turn within as many hours as it takes to go round, and over a whole number of rounds
  all are shown equally long. Nothing else counts: not the price, nor the seller, nor what was paid.
- Which they are depends on the hour and the lots alone: everybody sees the same ones, on every page and every server.
"""

from collections.abc import Iterable
from datetime import datetime

HOUR = 3600


def on_turn(lot_ids: Iterable[int], now: datetime, most: int) -> tuple[int, ...]:
    """Those whose turn it is at an instant, at most so many, in the order of their turn."""
    circle = sorted(set(lot_ids))
    if len(circle) <= most:
        return tuple(circle)
    first = int(now.timestamp()) // HOUR * most % len(circle)
    return tuple((circle + circle)[first : first + most])
