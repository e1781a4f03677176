"""A house of one room, served by gunicorn's gevent worker: live news alone, without a database. For the fan-out.

Read by gunicorn too, as its settings: nothing of the house is imported before the worker has patched the runtime.
"""

from __future__ import annotations

import os
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
worker_connections = 10_000
loglevel = "warning"
graceful_timeout = 1
ROOM = "room:1"


def make() -> Any:
    from flask import Flask, request

    from auction import config as settings
    from auction import live
    from auction.live import presence, relay, sending

    if os.environ.get("SMALL_TIMES") == "short":
        relay.BEAT_SECONDS, relay.SILENCE_SECONDS, presence.SILENCE_SECONDS = 0.5, 2.0, 2.0
    config = settings.from_environment(os.environ)
    app = Flask("small")
    app.config.update(MAZAD=config, SECRET_KEY="small")
    live.init_app(app, config)
    queued = _count_queued_packets()

    @live.hear("enter")
    def enter(_wish: object) -> int:
        live.join(ROOM, counted_as={"auction_id": 1})
        return live.watching(ROOM)

    @live.when_back
    def catch_up(rooms: list[str]) -> None:
        for room in rooms:
            live.push_here(room, "caught_up", {})

    @app.post("/road/<name>")
    def choose(name: str) -> dict[str, bool]:
        """The road of the next test, which begins to count anew."""
        sending.forget()
        return {"is_direct": live.write_directly(name == "direct")}

    @app.post("/close")
    def close() -> dict[str, str]:
        live.close(ROOM)
        return {"closed": ROOM}

    @app.post("/<manner>/<int:first>/<int:last>")
    def say(manner: str, first: int, last: int) -> dict[str, int]:
        padding = "x" * int(request.args.get("size", "300"))
        for number in range(first, last + 1):
            (live.tell if manner == "tell" else live.push)(ROOM, manner, {"seq": number, "padding": padding})
        return {"said": last}

    @app.get("/state")
    def state() -> dict[str, Any]:
        clients = live.socketio.server.eio.sockets.values()
        frames = sending.roads().frames
        return {
            "watching": live.watching(ROOM),
            "waiting": max((client.queue.qsize() for client in clients), default=0),
            "wires": len(frames._wires) if frames else None,
            "queued": queued[0],
        }

    return app


def _count_queued_packets() -> list[int]:
    """How many packets took the way of the clients' queues."""
    from engineio.socket import Socket

    count, send = [0], Socket.send

    def counting(self: Any, packet: Any) -> None:
        count[0] += 1
        send(self, packet)

    Socket.send = counting
    return count


def post_worker_init(worker: Any) -> None:
    from auction import live

    app = worker.app.wsgi()
    live.start(None if os.environ.get("SMALL_ROLE") == "scheduler" else app)
