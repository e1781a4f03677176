"""HTTP of bidding: pages of lots, lists of lots, and the API. Each endpoint makes one call."""

from flask import Flask

from auction.bidding import sockets, wording
from auction.bidding.budgets import routes as budgets
from auction.bidding.routes import (
    api,
    finding,
    graph,
    increments,
    lots,
    offered,
    promoting,
    questions,
    searches,
    sellers,
    share,
    shelves,
    total,
    watch_api,
    watching,
)
from auction.bidding.sales import routes as sales

__all__ = [
    "finding",
    "graph",
    "increments",
    "init_app",
    "lots",
    "offered",
    "promoting",
    "questions",
    "searches",
    "sellers",
    "share",
    "sockets",
    "total",
    "wording",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(shelves.blueprint)
    app.register_blueprint(sales.blueprint)
    app.register_blueprint(budgets.blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)
    app.extensions["mazad_api"].register_blueprint(watch_api.blueprint)
    app.extensions["mazad_api"].register_blueprint(budgets.api.blueprint)
    app.extensions["mazad_api"].register_blueprint(sales.api.blueprint)
    app.add_template_global(watching.is_watched)
    app.add_template_global(share.sharing_of_house)
    app.add_template_global(graph.bids_graphs)
