"""A Socket.IO server with nothing in it, to measure the house against: the stock broadcast of a given payload."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from flask_socketio import SocketIO, join_room

app = Flask("bare")
socketio = SocketIO(app, async_mode="gevent", http_compression=False, cors_allowed_origins="*")
_sent: list[dict[str, Any]] = []


@app.get("/healthz")
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@socketio.on("watch")
def watch(_wish: object) -> dict[str, object]:
    join_room("all")
    return {}


@app.post("/broadcast")
def broadcast() -> ResponseReturnValue:
    """Send the payload to everybody, so many times at this pace, each with its number and its moment."""
    asked = request.get_json()
    _sent.clear()
    socketio.start_background_task(_broadcast, asked["payload"], asked["times"], asked["gap_seconds"])
    return jsonify(status="ok")


@app.get("/sent")
def sent() -> ResponseReturnValue:
    return jsonify(_sent)


def _broadcast(payload: dict[str, Any], times: int, gap_seconds: float) -> None:
    due = time.monotonic()
    for number in range(times):
        due += gap_seconds
        socketio.sleep(max(0.0, due - time.monotonic()))
        moment = datetime.fromtimestamp(time.time_ns() / 1e9, UTC).isoformat()
        said = payload | {"seq": 1000 + number, "server_now": moment}
        _sent.append({"seq": said["seq"], "server_now": moment})
        socketio.emit("auction", said, to="all")
