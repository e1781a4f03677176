"""Numbers about the running house, in Prometheus form. Counts and durations only: never a person or a secret amount."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server

REGISTRY = CollectorRegistry()

bids = Counter("mazad_bids", "Bids asked, by answer.", ["answer"], registry=REGISTRY)
bids_per_transaction = Histogram(
    "mazad_bids_per_transaction",
    "Bids entered together.",
    registry=REGISTRY,
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
)
bid_seconds = Histogram(
    "mazad_bid_seconds", "From the verb's call to its answer.", registry=REGISTRY,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip
closings = Counter("mazad_closings", "Auctions closed, by outcome.", ["outcome"], registry=REGISTRY)
closing_lateness_seconds = Histogram(
    "mazad_closing_lateness_seconds", "From closes_at to the commit that closed.", registry=REGISTRY,
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600),
)  # fmt: skip
facts = Counter("mazad_facts", "Facts whose reactions ran, by kind and result.", ["kind", "result"], registry=REGISTRY)
facts_waiting = Gauge("mazad_facts_waiting", "Facts not yet delivered.", registry=REGISTRY)
facts_parked = Gauge("mazad_facts_parked", "Facts given up, for an operator to see.", registry=REGISTRY)
auctions_overdue = Gauge(
    "mazad_auctions_overdue", "Running auctions whose end is more than 2 s past; a web process counts them when asked.",
    registry=REGISTRY,
)  # fmt: skip
auctions_overdue.set(float("nan"))  # nobody has counted yet, and a process that never counts does not say nought
live_pushes = Counter("mazad_live_pushes", "States pushed to rooms, by result.", ["result"], registry=REGISTRY)
live_connections = Gauge("mazad_live_connections", "Sockets connected to this process.", registry=REGISTRY)
requests = Histogram(
    "mazad_http_seconds", "HTTP requests by endpoint and status class.", ["endpoint", "status"], registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)  # fmt: skip


def serve(port: int) -> None:
    """Show the numbers of a process that serves no pages to this host alone; with port 0, to nobody. Raises OSError."""
    if port:
        start_http_server(port, addr="127.0.0.1", registry=REGISTRY)


def page() -> bytes:
    """The whole registry as Prometheus reads it."""
    return generate_latest(REGISTRY)
