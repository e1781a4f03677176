"""How gunicorn serves the house: one gevent process, with the background work of this process. Read by gunicorn alone.

Imports nothing of the house at the top: gunicorn reads this file before the runtime is patched for gevent.
"""

from __future__ import annotations

import os
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
workers = 1  # one process each: Socket.IO keeps its clients in memory; several processes stand behind a proxy
worker_connections = 10_000
keepalive = 75
timeout = 120
graceful_timeout = 10
loglevel = "warning"
proc_name = "mazad"


def post_worker_init(worker: Any) -> None:
    """The app is loaded and the runtime patched: begin what runs beside the requests."""
    from auction import live, outbox, scheduler

    app = worker.app.wsgi()
    live.start(app)
    if app.config[
        "MAZAD"
    ].scheduler:  # else what follows a sale is the work of `mazad scheduler`, not of those who serve
        outbox.start(app)
        scheduler.start(app)


def when_ready(_server: Any) -> None:
    """Tell where the house is open."""
    print(f"Mazad is open on http://{bind}", flush=True)  # noqa: T201 - for the person who started it
