"""HTTP of payments: beginning one, the built-in provider's own page, and the messages of providers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web
from auction.settlement.payments import providers, service
from auction.settlement.payments.providers import test
from auction.settlement.payments.wording import PROVIDER_NAMES

blueprint = Blueprint("payments", __name__)


@blueprint.post("/orders/<int:order_id>/payment")
@web.allow(web.PERSON)
@web.limiter.limit("30/minute")
def begin(order_id: int) -> ResponseReturnValue:
    """Pay an order: on to the provider, or back to the order where nothing more is to be done."""
    begun = service.begin_payment(
        order_id=order_id, person_id=web.person_id(), provider=request.form.get("provider", "")
    )
    return redirect(begun.next_url or url_for("settlement.order", order_id=order_id), 303)


@blueprint.get("/pay/test/<ref>")
@web.allow(web.PERSON)
def test_page(ref: str) -> ResponseReturnValue:
    """The built-in provider's page: approve, decline, have it come later, have the bank fail."""
    return render_template("settlement/test_provider.html", charge=test.charge_of(ref), order_id=service.order_of(ref))


@blueprint.post("/pay/test/<ref>")
@web.allow(web.PERSON)
def test_choose(ref: str) -> ResponseReturnValue:
    """What the payer does there; the house then hears of it as from any provider."""
    order_id = service.order_of(ref)
    known = test.settle(ref=ref, choice=request.form.get("choice", ""))
    service.hear_of(provider=test.NAME, ref=known.ref)
    if known.state == "succeeded":
        flash(_("Thank you. The order is paid."), "good")
    elif known.state == "declined":
        flash(_("The bank declined the payment. Nothing was taken; you can try again."), "bad")
    return redirect(url_for("settlement.order", order_id=order_id), 303)


def ways_to_pay() -> list[tuple[str, str]]:
    """The providers that are set up, by name and in words."""
    return [(name, str(PROVIDER_NAMES[name])) for name in providers.offered()]
