"""The log tells what broke and where, never what people wrote or bid."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from auction import logs
from auction.config import Config
from tests.databases import make_config


@pytest.fixture(autouse=True)
def _leave_the_log_as_it_was() -> Iterator[None]:
    names = ("mazad", "apscheduler", "engineio", "socketio")
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    settings = structlog.get_config()
    yield
    structlog.configure(**settings)
    for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
        logger.handlers, logger.propagate, logger.level = handlers, propagate, level


def break_down() -> None:
    try:
        raise KeyError("amal@mazad.example")
    except KeyError as error:
        raise ValueError("maximum 125000") from error


def written(config: Config, name: str, logger: Any = None) -> str:
    """What the log of a room says about a breakdown."""
    with redirect_stderr(io.StringIO()) as out:
        logs.init(config)
        try:
            break_down()
        except ValueError:
            (logger or logs.get(name)).exception("bug", **({} if logger else {"endpoint": "bidding.place_bid"}))
    return out.getvalue()


@pytest.fixture
def production(tmp_path: Path) -> Config:
    return make_config("sqlite:///x.db", tmp_path, environment="production")


def test_production_logs_types_and_places_without_messages(production: Config):
    text = written(production, "tests")
    line = json.loads(text)
    assert (line["event"], line["level"], line["endpoint"]) == ("bug", "error", "bidding.place_bid")
    assert line["exception"].startswith("KeyError at ground/test_logs.py:")
    assert "; then ValueError at " in line["exception"]
    assert "amal" not in text
    assert "125000" not in text


@pytest.mark.parametrize("name", ["apscheduler.executors.default", "mazad.tests"])
def test_a_librarys_log_is_no_way_round(name: str, production: Config):
    text = written(production, name, logging.getLogger(name))
    assert "125000" not in text
    assert "ValueError at" in json.loads(text)["exception"]


def test_a_laptop_shows_the_whole_error(tmp_path: Path):
    assert "maximum 125000" in written(make_config("sqlite:///x.db", tmp_path), "tests")


def test_the_level_is_the_operators(production: Config):
    with redirect_stderr(io.StringIO()) as out:
        logs.init(replace(production, log_level="WARNING"))
        logs.get("tests").info("whispered")
        logs.get("tests").warning("said")
    assert json.loads(out.getvalue())["event"] == "said"


def test_places_are_told_of_an_error_that_was_never_raised():
    assert logs.places(ValueError("x")) == "ValueError at nowhere"
