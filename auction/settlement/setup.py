"""Settlement joins the app: its pages, its reactions, and the providers of these settings."""

from __future__ import annotations

from flask import Flask

from auction.config import Config
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
from auction.settlement.payments.providers.bank import BankAccount, BankProvider
from auction.settlement.payments.providers.stripe import StripeProvider
from auction.settlement.payments.providers.test import TestProvider
from auction.settlement.payments.routes import paying

__all__ = ["before_bidding", "fee_reactions", "fee_words", "init_app", "ledger", "orders", "reactions", "wording"]


def init_app(app: Flask) -> None:
    app.register_blueprint(fees.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(payments.blueprint)
    for shown in (paying.ways_to_pay, paying.payment_now, paying.why_declined):
        app.add_template_global(shown)
    with app.app_context():
        _register_providers(app.config["MAZAD"])


def _register_providers(config: Config) -> None:
    """In the order in which they are offered. Production has no test provider: without another it takes no money."""
    if config.stripe_secret_key and config.stripe_publishable_key and config.stripe_webhook_secret:
        providers.register(
            StripeProvider(
                secret_key=config.stripe_secret_key,
                publishable_key=config.stripe_publishable_key,
                webhook_secret=config.stripe_webhook_secret,
                api_base=config.stripe_api_base,
            )
        )
    if config.bank_name and config.bank_iban:
        providers.register(BankProvider(BankAccount(config.bank_name, config.bank_iban, config.bank_bic)))
    if not config.is_production:
        providers.register(TestProvider())
