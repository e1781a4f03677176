"""Settlement joins the app: its pages, its reactions, and the providers of these settings."""

from __future__ import annotations

from flask import Flask

from auction.config import Config
from auction.settlement.delivery import presenting as delivery
from auction.settlement.delivery import queries as delivered
from auction.settlement.delivery import routes as address_book
from auction.settlement.delivery import wording as delivery_words
from auction.settlement.deposits import reactions as deposit_reactions
from auction.settlement.deposits import routes as deposits
from auction.settlement.deposits import wording as deposit_words
from auction.settlement.fees import reactions as fee_reactions
from auction.settlement.fees import routes as fees
from auction.settlement.fees import wording as fee_words
from auction.settlement.invoices import routes as invoices
from auction.settlement.ledger import models as ledger
from auction.settlement.orders import reactions as orders
from auction.settlement.orders import wording
from auction.settlement.pages import acting, before_bidding, before_promoting, before_selling
from auction.settlement.pages import routes as pages
from auction.settlement.payments import providers, reactions
from auction.settlement.payments import routes as payments
from auction.settlement.payments.providers.bank import BankAccount, BankProvider
from auction.settlement.payments.providers.stripe import StripeProvider
from auction.settlement.payments.providers.test import TestProvider
from auction.settlement.payments.routes import paying
from auction.settlement.payouts import routes as payouts
from auction.settlement.payouts import wording as payout_words
from auction.settlement.reports import routes as reports
from auction.settlement.unpaid import reactions as unpaid_reactions
from auction.settlement.unpaid import wording as unpaid_wording
from auction.settlement.unpaid.routes import blueprint as unpaid
from auction.settlement.unpaid.routes import panels

__all__ = [
    "acting",
    "before_bidding",
    "before_promoting",
    "before_selling",
    "delivery_words",
    "deposit_reactions",
    "deposit_words",
    "fee_reactions",
    "fee_words",
    "init_app",
    "ledger",
    "orders",
    "payout_words",
    "reactions",
    "unpaid_reactions",
    "unpaid_wording",
    "wording",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(fees.blueprint)
    app.register_blueprint(invoices.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(payments.blueprint)
    app.register_blueprint(unpaid)
    app.register_blueprint(deposits.blueprint)
    app.extensions["mazad_api"].register_blueprint(deposits.api)
    for panel in (*panels.GLOBALS, *deposits.panels.GLOBALS):
        app.add_template_global(panel)
    app.register_blueprint(address_book.blueprint)
    for shown in (
        delivery.address_lines, delivery.address_in_short, delivery.delivery_choices, delivery.way_name,
        delivery.carriers_offered, delivery.carrier_name, delivered.parcel_of, delivered.pickup_of,
        paying.ways_to_pay, paying.payment_now, paying.why_declined, invoices.papers_of,
    ):  # fmt: skip
        app.add_template_global(shown)
    app.register_blueprint(payouts.blueprint)
    app.register_blueprint(reports.blueprint)
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
