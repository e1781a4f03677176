"""HTTP of bidding: pages of lots, lists of lots, and the API. Each endpoint makes one call."""

from flask import Flask

from auction.bidding import sockets, wording
from auction.bidding.routes import api, increments, lots, shelves

__all__ = ["increments", "init_app", "lots", "sockets", "wording"]


def init_app(app: Flask) -> None:
    app.register_blueprint(shelves.blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)
