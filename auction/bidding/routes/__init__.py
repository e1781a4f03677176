"""HTTP of bidding: pages of lots, lists of lots, and the API. Each endpoint makes one call."""

from flask import Flask, request

from auction.bidding import sockets, wording
from auction.bidding.routes import api, lots, shelves
from auction.bidding.schemas import LARGEST_ID
from auction.errors import Absent

__all__ = ["init_app", "lots", "sockets", "wording"]


@shelves.blueprint.before_request
@api.blueprint.before_request
def _refuse_absurd_numbers() -> None:
    """An address may hold any number; no database could be asked for one so large. Raises Absent."""
    if any(isinstance(value, int) and value > LARGEST_ID for value in (request.view_args or {}).values()):
        raise Absent


def init_app(app: Flask) -> None:
    app.register_blueprint(shelves.blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)
