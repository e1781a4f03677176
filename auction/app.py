"""create_app: the one place that knows every room, an ordered list of calls."""

from __future__ import annotations

import os

from flask import Flask

from auction import config as settings
from auction import db, front, languages, live, logs, mail, operations, styleguide, web
from auction.accounts import setup as accounts
from auction.bidding import routes as bidding
from auction.catalogue import queries as shelves
from auction.catalogue import routes as catalogue
from auction.catalogue.importing import routes as importing
from auction.config import ROOT, Config
from auction.disputes import routes as disputes
from auction.notices import routes as notices
from auction.rehearsal import routes as rehearsal
from auction.reputation import routes as reputation
from auction.settlement import setup as settlement


def create_app(config: Config | None = None) -> Flask:
    """Make the app from a Config, or from the environment. Raises Misconfigured. Starts nothing."""
    config = config or settings.from_environment(os.environ)
    app = Flask(
        "auction",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(config.instance),
    )
    app.config["MAZAD"] = config
    logs.init(config)
    db.init_app(app, config)
    languages.init_app(app)
    front.init_app(app)
    mail.init_app(app, config)
    web.init_app(app, config)
    live.init_app(app, config)
    accounts.init_app(app, config)
    app.register_blueprint(catalogue.blueprint)
    app.register_blueprint(importing.blueprint)
    bidding.init_app(app)
    notices.init_app(app)
    settlement.init_app(app)
    app.register_blueprint(rehearsal.blueprint)
    app.register_blueprint(disputes.blueprint)
    reputation.init_app(app)
    operations.init_app(app)
    styleguide.init_app(app)
    app.context_processor(_frame)
    return app


def _frame() -> dict[str, object]:
    """What the frame of every page shows beside its own content."""
    return {"categories": shelves.categories()}
