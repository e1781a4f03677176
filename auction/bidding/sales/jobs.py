"""Find what is due in sales: lots to open, lots that wait for others. Calls one verb for each. Decides nothing."""

from __future__ import annotations

from auction.bidding.sales import queries, service
from auction.errors import Conflict

AT_ONCE = 100


def open_lots() -> int:
    """Go on opening the lots of every sale that has been announced, batch by batch, wherever it was left."""
    opened = 0
    for sale_id in queries.being_announced():
        while (batch := service.open_lots(sale_id=sale_id)) > 0:
            opened += batch
    return opened


def keep_chains() -> int:
    """Put off every lot that has to wait for the one before it. Runs often: long before the end of any of them."""
    moved = 0
    for auction_id, postponement in queries.to_put_off():
        try:
            service.put_off(auction_id=auction_id, postponement=postponement)
        except Conflict:  # it ended meanwhile, or was put off by another process
            continue
        moved += 1
    return moved


def keep_together() -> int:
    """Let every lot follow that lags behind the common end of its sale, batch by batch. Runs often."""
    lagging = queries.behind_common_end()
    return sum(
        service.follow_common_end(auction_ids=lagging[start : start + AT_ONCE])
        for start in range(0, len(lagging), AT_ONCE)
    )
