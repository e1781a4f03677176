"""Settlement joins the app: its pages, its reactions, and the providers of these settings."""

from __future__ import annotations

from flask import Flask

from auction.settlement.fees import reactions as fee_reactions
from auction.settlement.fees import routes as fees
from auction.settlement.fees import wording as fee_words
from auction.settlement.ledger import models as ledger
from auction.settlement.orders import reactions as orders
from auction.settlement.orders import wording
from auction.settlement.pages import before_bidding
from auction.settlement.pages import routes as pages
from auction.settlement.payments import providers, reactions
from auction.settlement.payments import routes as payments
from auction.settlement.payments.providers.test import TestProvider
from auction.settlement.payouts import routes as payouts
from auction.settlement.payouts import wording as payout_words
from auction.settlement.reports import routes as reports

__all__ = [
    "before_bidding",
    "fee_reactions",
    "fee_words",
    "init_app",
    "ledger",
    "orders",
    "payout_words",
    "reactions",
    "wording",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(fees.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(payments.blueprint)
    app.register_blueprint(payouts.blueprint)
    app.register_blueprint(reports.blueprint)
    app.add_template_global(payments.ways_to_pay)
    with app.app_context():
        if not app.config["MAZAD"].is_production:
            providers.register(TestProvider())
