"""Manners of Socket.IO, and the only emit. News goes out by here; nothing comes in but the wish to listen."""

from auction.live.listening import close, hear, init_app, join, leave, reset, start, watching, when_back
from auction.live.sending import push, push_here, send_due, socketio, tell, write_directly

__all__ = [
    "close",
    "hear",
    "init_app",
    "join",
    "leave",
    "push",
    "push_here",
    "reset",
    "send_due",
    "socketio",
    "start",
    "tell",
    "watching",
    "when_back",
    "write_directly",
]
