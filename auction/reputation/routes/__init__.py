"""HTTP of reputation: giving and reading feedback, scorecards, and their part of the API. Each endpoint: one call."""

from __future__ import annotations

from flask import Flask

from auction.reputation import reactions, wording
from auction.reputation.routes import api, cards, giving, presenting, reading

__all__ = ["api", "cards", "giving", "init_app", "reactions", "reading"]


def init_app(app: Flask) -> None:
    app.register_blueprint(reading.blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)
    for shown in (
        presenting.feedback_of_order,
        presenting.feedback_waits,
        presenting.reputation_of,
        presenting.reputation_of_seller,
        presenting.decimal_text,
        wording.detail_name,
        wording.star_name,
        wording.figure_name,
        wording.figure_text,
    ):
        app.add_template_global(shown)
