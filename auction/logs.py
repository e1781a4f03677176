"""What the house writes about itself, with the request's id; never a name, an address or a secret amount."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from auction.config import Config


def init(config: Config) -> None:
    """Send the standard log and ours through one renderer: plain lines in development, JSON in production."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: structlog.types.Processor
    if config.is_production:
        shared.append(_without_message)
        renderer = structlog.processors.JSONRenderer()
    else:
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(config.log_level)),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    house = logging.getLogger("mazad")
    house.handlers, house.propagate = [handler], False
    house.setLevel(config.log_level)
    for name in ("apscheduler", "engineio", "socketio"):
        noisy = logging.getLogger(name)
        noisy.handlers, noisy.propagate = [handler], False
        noisy.setLevel(logging.WARNING)


def get(room: str) -> structlog.stdlib.BoundLogger:
    """The log of one room."""
    log: structlog.stdlib.BoundLogger = structlog.get_logger(f"mazad.{room}")
    return log


def places(error: BaseException | None) -> str:
    """What broke and where, causes first: types and lines, never a message, which may hold what people wrote or bid."""
    told: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        road = " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(error).__name__} at {road or 'nowhere'}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "; then ".join(reversed(told))


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _without_message(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    if given:
        error = (
            given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
        )
        event["exception"] = places(error)
    return event
