"""create_app: the one place that knows every room, an ordered list of calls."""

from __future__ import annotations

import os

from flask import Flask

from auction import config as settings
from auction import db, languages, live, logs, mail, web
from auction.config import ROOT, Config


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
    mail.init_app(app, config)
    web.init_app(app, config)
    live.init_app(app, config)
    return app
