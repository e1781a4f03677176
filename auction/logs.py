"""What the house writes about itself, with the request's id; never a name, an address or a secret amount."""

from __future__ import annotations

import logging
import sys

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
        shared.append(structlog.processors.format_exc_info)
        renderer = structlog.processors.JSONRenderer()
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
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
    for noisy in ("apscheduler", "engineio", "socketio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get(room: str) -> structlog.stdlib.BoundLogger:
    """The log of one room."""
    log: structlog.stdlib.BoundLogger = structlog.get_logger(f"mazad.{room}")
    return log
