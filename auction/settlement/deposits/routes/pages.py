"""The pages of deposits: choosing a limit and paying, taking it back, one's own, and for the staff all in hand."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, languages, web, wording
from auction.bidding.admissions.queries import Scope
from auction.errors import Conflict, Forbidden, Invalid, Refusal
from auction.languages import money_text
from auction.settlement.deposits import queries, service
from auction.settlement.deposits.routes.panels import page_of
from auction.settlement.deposits.wording import STATE_NAMES
from auction.settlement.payments import service as payments
from auction.settlement.payments.providers import ProviderDown

blueprint = Blueprint("deposits", __name__)
PAGE = 30


@blueprint.get("/auctions/<int:auction_id>/deposit")
@web.allow(web.PERSON)
def for_lot(auction_id: int) -> ResponseReturnValue:
    """What a lot asks for; a lot of a sale leads on to its sale's."""
    return _page(Scope(auction_id))


@blueprint.get("/sales/<int:sale_id>/deposit")
@web.allow(web.PERSON)
def for_sale(sale_id: int) -> ResponseReturnValue:
    """One deposit for all lots of a sale."""
    return _page(Scope(sale_id=sale_id))


@blueprint.post("/auctions/<int:auction_id>/deposit")
@web.allow(web.PERSON)
@web.limiter.limit("30/minute")
def put_down_for_lot(auction_id: int) -> ResponseReturnValue:
    return _put_down(Scope(auction_id))


@blueprint.post("/sales/<int:sale_id>/deposit")
@web.allow(web.PERSON)
@web.limiter.limit("30/minute")
def put_down_for_sale(sale_id: int) -> ResponseReturnValue:
    return _put_down(Scope(sale_id=sale_id))


@blueprint.post("/auctions/<int:auction_id>/deposit/withdrawal")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def withdraw_from_lot(auction_id: int) -> ResponseReturnValue:
    return _withdraw(Scope(auction_id))


@blueprint.post("/sales/<int:sale_id>/deposit/withdrawal")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def withdraw_from_sale(sale_id: int) -> ResponseReturnValue:
    return _withdraw(Scope(sale_id=sale_id))


@blueprint.get("/auctions/<int:auction_id>/deposit/withdrawal")
@web.allow(web.PERSON)
def after_refused_withdrawal(auction_id: int) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the deposit."""
    return redirect(url_for("deposits.for_lot", auction_id=auction_id))


@blueprint.get("/sales/<int:sale_id>/deposit/withdrawal")
@web.allow(web.PERSON)
def after_refused_withdrawal_from_sale(sale_id: int) -> ResponseReturnValue:
    return redirect(url_for("deposits.for_sale", sale_id=sale_id))


@blueprint.get("/my/deposits")
@web.allow(web.PERSON)
def mine() -> ResponseReturnValue:
    """All that one has put down, newest first."""
    before = request.args.get("before", type=web.a_number)
    found = queries.deposits_of(web.person_id(), before=before, limit=PAGE + 1)
    return render_template(
        "settlement/deposits.html",
        deposits=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        is_first=before is None,
        names=STATE_NAMES,
        language=languages.reader().language,
    )


@blueprint.get("/my/deposits/<int:payment_id>/payment")
@web.allow(web.PERSON)
def come_back(payment_id: int) -> ResponseReturnValue:
    """The payer comes back from the provider: what became of it. Bears any repeat."""
    deposit = queries.own_by_payment(payment_id, web.person_id())
    db.end_read()
    state = service.take_in(payment_id=payment_id)
    return _go_on(Scope(deposit.auction_id, deposit.sale_id), state)


@blueprint.post("/my/deposits/<int:payment_id>/payment")
@web.allow(web.PERSON)
@web.limiter.limit("40/minute")
def look(payment_id: int) -> ResponseReturnValue:
    """Ask the provider whether the money has come."""
    deposit = queries.own_by_payment(payment_id, web.person_id())
    try:
        if deposit.state == "asked" and deposit.ref is not None:
            payments.hear_of(provider=deposit.provider, ref=deposit.ref)
    except ProviderDown as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    return redirect(url_for("deposits.come_back", payment_id=payment_id), 303)


@blueprint.get("/operator/deposits")
@web.allow(web.OPERATOR)
def in_hand() -> ResponseReturnValue:
    """For the staff: every deposit that the house has now."""
    return render_template(
        "settlement/deposits_in_hand.html",
        deposits=queries.in_hand(),
        names=STATE_NAMES,
        language=languages.reader().language,
    )


def _page(scope: Scope, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The page of a deposit; after a refusal with what was typed, and the reason beside it."""
    db.end_read()
    found = queries.standing(scope, web.person_id())
    if refusal is None and found.asked.scope != scope:
        return redirect(url_for("deposits.for_sale", sale_id=found.asked.scope.sale_id))
    codes = refusal.fields.get("limit", []) if isinstance(refusal, Invalid) else []
    facts = refusal.facts if refusal is not None else {}
    page = render_template(
        "settlement/deposit.html",
        standing=found,
        name=found.asked.name(languages.reader().language),
        back_to=page_of(found.asked.scope),
        typed=request.form.get("limit", "") if refusal is not None else "",
        error=" ".join(wording.say(code, facts) for code in codes),
        problem=wording.say(refusal.code, facts) if refusal is not None and not codes else "",
    )
    return (page, web.status_of(refusal)) if refusal is not None else page


def _put_down(scope: Scope) -> ResponseReturnValue:
    """On to the provider, or back to the lot where nothing more is to be done; or the page with the reason."""
    provider, limit = request.form.get("provider", ""), request.form.get("limit", "")
    try:
        done = service.put_down(scope=scope, person_id=web.person_id(), provider=provider, limit=limit)
    except (Invalid, Conflict, Forbidden, ProviderDown) as refusal:
        return _page(scope, refusal)
    if done.next_url is not None:
        return redirect(done.next_url, 303)
    return _go_on(queries.standing(scope, web.person_id()).asked.scope, done.state)


def _go_on(scope: Scope, state: str) -> ResponseReturnValue:
    """Say how it stands; on to the lot or sale, or back to the form where it was declined."""
    if state == "given_up":
        flash(_("The payment was declined. Nothing was taken; you can try again."), "bad")
    elif state == "held":
        flash(_("Your deposit is put down. You can bid now."), "good")
    elif state == "released":
        flash(_("Bidding was over when the money came. It is on its way back to you."), "note")
    if state in ("given_up", "asked"):
        return redirect(
            url_for("deposits.for_sale", sale_id=scope.sale_id)
            if scope.sale_id is not None
            else url_for("deposits.for_lot", auction_id=scope.auction_id),
            303,
        )
    return redirect(page_of(scope), 303)


def _withdraw(scope: Scope) -> ResponseReturnValue:
    found = queries.standing(scope, web.person_id()).asked
    try:
        minor = service.withdraw(scope=found.scope, person_id=web.person_id())
    except (Conflict, ProviderDown) as refusal:
        return _page(scope, refusal)
    if minor:
        flash(_("%(amount)s is on its way back to you.", amount=money_text(minor, found.currency)), "good")
    else:
        flash(_("The payment is given up. You owe nothing."), "good")
    return redirect(page_of(found.scope), 303)
