"""Opens this slice's room in an app: the sign-in library, the pages, the sockets. Decides nothing."""

from __future__ import annotations

from flask import Flask

from auction.accounts import queries, sign_in, sockets  # noqa: F401 - importing sockets registers them
from auction.accounts.routes import api, blueprint
from auction.config import Config


def init_app(app: Flask, config: Config) -> None:
    sign_in.init_app(app, config)
    app.register_blueprint(blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)

    @app.context_processor
    def _viewer() -> dict[str, object]:
        return {"viewer": queries.viewer()}
