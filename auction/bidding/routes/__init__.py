"""HTTP of bidding: pages of lots, lists of lots, and the API. Each endpoint makes one call."""

from flask import Flask

from auction.bidding import wording
from auction.bidding.routes import api, lots, shelves

__all__ = ["init_app", "wording"]


def init_app(app: Flask) -> None:
    app.register_blueprint(lots.blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)
    assert lots.blueprint is shelves.blueprint
