"""HTTP of paying: beginning a payment, looking for its money, the built-in provider's page, messages of providers."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web, wording
from auction.errors import Conflict, Refusal
from auction.rules.references import grouped
from auction.settlement.orders import queries as orders
from auction.settlement.payments import providers, queries, service
from auction.settlement.payments.providers import bank, test
from auction.settlement.payments.queries import PaymentView
from auction.settlement.payments.routes.blueprint import blueprint
from auction.settlement.payments.wording import PROVIDER_HELP, PROVIDER_NAMES, decline_words


@blueprint.post("/orders/<int:order_id>/payment")
@web.allow(web.PERSON)
@web.limiter.limit("30/minute")
def begin(order_id: int) -> ResponseReturnValue:
    """Pay an order: on to the provider, or back to the order where nothing more is to be done, or where it says no."""
    try:
        begun = service.begin_payment(
            order_id=order_id, person_id=web.person_id(), provider=request.form.get("provider", "")
        )
    except (Conflict, providers.ProviderDown) as refusal:
        return say_no(refusal, order_id)
    if begun.state == "declined":
        flash(_("The payment was declined. Nothing was taken; you can try again."), "bad")
    if begun.payment_id is None:
        flash(_("Thank you. The order is paid."), "good")
    return redirect(begun.next_url or url_for("settlement.order", order_id=order_id), 303)


@blueprint.post("/orders/<int:order_id>/payment/look")
@web.allow(web.PERSON)
@web.limiter.limit("40/minute")
def look(order_id: int) -> ResponseReturnValue:
    """Ask the provider whether the money has come: for the buyer who waits, by hand or by the page's script."""
    order = orders.order(order_id, web.person_id())
    payment = queries.find_last_payment(order_id) if order.role == "buyer" else None
    try:
        if payment is not None and payment.is_open and payment.ref is not None:
            service.hear_of(provider=payment.provider, ref=payment.ref)
    except providers.ProviderDown as refusal:
        if not web.wants_json():
            return say_no(refusal, order_id)
    if not web.wants_json():
        return redirect(url_for("settlement.order", order_id=order_id), 303)
    now = queries.find_last_payment(order_id)
    shown = {"why": now.why, "is_on_its_way": now.is_on_its_way} if now is not None and payment is not None else {}
    return jsonify(order=orders.state_of(order_id), payment=now.state if now is not None and shown else None, **shown)


def say_no(refusal: Refusal, paid: PaymentView | int) -> ResponseReturnValue:
    """Back to the order or deposit, which says what it can do now; nothing is lost."""
    flash(wording.say(refusal.code, refusal.facts), "bad")
    return redirect(back(paid), 303)


def back(paid: PaymentView | int) -> str:
    """The page of what is paid for: an order's, by its number too; a deposit's, which says what became of it."""
    order_id = paid if isinstance(paid, int) else paid.order_id
    if isinstance(paid, PaymentView) and order_id is None:
        return url_for("deposits.come_back", payment_id=paid.id)
    return url_for("settlement.order", order_id=order_id)


@blueprint.get("/pay/test/<ref>")
@web.allow(web.PERSON)
def test_page(ref: str) -> ResponseReturnValue:
    """The built-in provider's page: approve, decline, have it come later, have the bank fail. The payer's alone."""
    payment = queries.payment_of(test.NAME, ref, web.person_id())
    charge = test.charge_of(ref)
    return render_template("settlement/test_provider.html", charge=charge, back_to=back(payment), payment=payment)


@blueprint.post("/pay/test/<ref>")
@web.allow(web.PERSON)
def test_choose(ref: str) -> ResponseReturnValue:
    """What the payer does there; the house then hears of it as from any provider."""
    payment = queries.payment_of(test.NAME, ref, web.person_id())
    try:
        test.settle(ref=ref, choice=request.form.get("choice", ""))
    except Conflict as refusal:  # another tab was quicker
        service.hear_of(provider=test.NAME, ref=ref)
        return say_no(refusal, payment)
    learned = service.hear_of(provider=test.NAME, ref=ref)
    if learned is not None and learned.state == "succeeded" and payment.order_id is not None:
        flash(_("Thank you. The order is paid."), "good")
    return redirect(back(payment), 303)


@blueprint.get("/pay/bank/<ref>")
@web.allow(web.PERSON)
def bank_page(ref: str) -> ResponseReturnValue:
    """Where to send the money and what to write with it. The payer's alone."""
    payment = queries.payment_of(bank.NAME, ref, web.person_id())
    asker = providers.provider(bank.NAME)
    if not payment.is_open or not isinstance(asker, bank.BankProvider):
        return redirect(back(payment), 303)
    return render_template(
        "settlement/bank_transfer.html",
        payment=payment,
        account=asker.account,
        iban=grouped(asker.account.iban),
        reference=grouped(ref.partition(".")[0]),
        back_to=back(payment),
    )


@blueprint.post("/pay/<provider>/events")
@web.allow(web.ANYONE)
@web.signed
@web.limiter.exempt
def take_event(provider: str) -> ResponseReturnValue:
    """A provider's own message, known by its signature. Answered 503 where it is to come again."""
    event = providers.provider(provider).read_event(request.get_data(), dict(request.headers))
    return jsonify(is_new=service.hear(provider=provider, event=event))


def ways_to_pay() -> list[tuple[str, str, str]]:
    """The providers that are set up: by name, in words, and what one should know of them."""
    return [(name, str(PROVIDER_NAMES[name]), str(PROVIDER_HELP[name])) for name in providers.offered()]


def payment_now(order_id: int) -> PaymentView | None:
    """The payment with which an order stands, for its panel."""
    return queries.find_last_payment(order_id)


def why_declined(code: str) -> str:
    return str(decline_words(code))
