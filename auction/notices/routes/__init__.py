"""HTTP of notices: one's own list, its settings, the count at the bell, and the API. Each endpoint makes one call."""

from flask import Flask

from auction.notices import deposit_reactions, order_reactions, payout_reactions, reactions
from auction.notices.routes import api, pages

__all__ = ["deposit_reactions", "init_app", "order_reactions", "payout_reactions", "reactions"]


def init_app(app: Flask) -> None:
    app.register_blueprint(pages.blueprint)
    app.extensions["mazad_api"].register_blueprint(api.blueprint)
    app.before_request(pages.read_what_is_in_view)
    app.context_processor(pages.count_unread)
