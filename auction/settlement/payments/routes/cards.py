"""HTTP of paying by card or wallet: Stripe's own fields in our page, cards that are kept, and the way back."""

from __future__ import annotations

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from auction import web
from auction.errors import Absent
from auction.settlement.payments import providers, queries, service
from auction.settlement.payments.providers import stripe
from auction.settlement.payments.providers.stripe import StripeProvider
from auction.settlement.payments.queries import PaymentView
from auction.settlement.payments.routes.blueprint import blueprint
from auction.settlement.payments.routes.paying import back, say_no


def _stripe() -> StripeProvider:
    asker = providers.provider(stripe.NAME)
    if not isinstance(asker, StripeProvider):
        raise Absent(kind="providers")
    return asker


def _own(ref: str) -> PaymentView:
    return queries.payment_of(stripe.NAME, ref, web.person_id())


@blueprint.get("/pay/stripe/<ref>")
@web.allow(web.PERSON)
def card_page(ref: str) -> ResponseReturnValue:
    """Card or wallet. The payer's alone; this page, and no other, loads Stripe's script."""
    payment, asker = _own(ref), _stripe()
    try:
        known = asker.look(ref)
        cards = asker.cards(payment.payer_id) if known.next_url else []
    except providers.ProviderDown as refusal:
        return say_no(refusal, payment)
    if known.next_url is None or not payment.is_open:
        service.hear_of(provider=stripe.NAME, ref=ref)
        return redirect(back(payment), 303)
    web.also_load_from(stripe.SOURCES)
    given = {
        "key": known.shown["publishable_key"],
        "secret": known.shown["client_secret"],
        "needsAction": known.shown["needs_action"],
        "locale": get_locale().language,
        "backTo": _way_back(ref),
        "keepUrl": url_for("payments.keep_card", ref=ref),
    }
    return render_template(
        "settlement/card.html", payment=payment, known=known, cards=cards, given=given, script=stripe.SCRIPT,
        back_to=back(payment),
    )  # fmt: skip


def _way_back(ref: str) -> str:
    return str(current_app.config["MAZAD"].public_url) + url_for("payments.card_back", ref=ref)


@blueprint.get("/pay/stripe/<ref>/back")
@web.allow(web.PERSON)
def card_back(ref: str) -> ResponseReturnValue:
    """The payer comes back from a bank's or a wallet's page: Stripe is asked what came of it. Bears any repeat."""
    payment = _own(ref)
    try:
        learned = service.hear_of(provider=stripe.NAME, ref=ref)
    except providers.ProviderDown as refusal:
        return say_no(refusal, payment)
    if learned is not None and learned.state == "succeeded" and payment.order_id is not None:
        flash(_("Thank you. The order is paid."), "good")
    return redirect(back(payment), 303)


@blueprint.post("/pay/stripe/<ref>/kept")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def pay_by_kept_card(ref: str) -> ResponseReturnValue:
    """Pay with a card that Stripe keeps for this person; works without scripts, unless the bank asks for more."""
    payment = _own(ref)
    try:
        known = _stripe().pay_by_card(ref, request.form.get("card", ""), payment.payer_id, _way_back(ref))
        service.learn(payment_id=payment.id, known=known)
    except providers.ProviderDown as refusal:
        return say_no(refusal, payment)
    if known.state == "waiting" and known.next_url is not None:
        return redirect(known.next_url, 303)
    if known.state == "succeeded" and payment.order_id is not None:
        flash(_("Thank you. The order is paid."), "good")
    return redirect(back(payment), 303)


@blueprint.post("/pay/stripe/<ref>/forget")
@web.allow(web.PERSON)
def forget_card(ref: str) -> ResponseReturnValue:
    """Have Stripe forget a card of this person."""
    payment = _own(ref)
    try:
        _stripe().forget_card(request.form.get("card", ""), payment.payer_id)
    except providers.ProviderDown as refusal:
        return say_no(refusal, payment)
    flash(_("The card has been forgotten."), "good")
    return redirect(url_for("payments.card_page", ref=ref), 303)


@blueprint.post("/pay/stripe/<ref>/keep")
@web.allow(web.PERSON)
@web.limiter.limit("40/minute")
def keep_card(ref: str) -> ResponseReturnValue:
    """Whether the card that pays is to be kept for the next time: asked by the page's script before it pays."""
    _own(ref)
    is_kept = request.form.get("keep") == "1"
    _stripe().keep_card(ref, is_kept=is_kept)
    return jsonify(is_kept=is_kept)
