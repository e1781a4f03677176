"""What one has bought and sold, and the page of one order. Its panels are filled by the rooms that own them."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import db, web
from auction.errors import Refusal
from auction.rules.orders import STATES, open_steps
from auction.settlement.orders import queries
from auction.settlement.orders.wording import STATE_NAMES, STEP_NAMES

PAGE = 30

blueprint = Blueprint("settlement", __name__)


@blueprint.get("/my/purchases")
@web.allow(web.PERSON)
def purchases() -> ResponseReturnValue:
    """What one has bought, newest first."""
    return _list(is_seller=False)


@blueprint.get("/sell/orders")
@web.allow(web.PERSON)
def sales() -> ResponseReturnValue:
    """What one has sold, newest first."""
    return _list(is_seller=True)


def _list(*, is_seller: bool) -> str:
    person_id, before = web.person_id(), request.args.get("before", type=web.a_number)
    wanted = request.args.get("show", "")
    state = wanted if wanted in STATES else ""
    find = queries.sold_by if is_seller else queries.bought_by
    cards = find(person_id, state=state, before=before, limit=PAGE + 1)
    return render_template(
        "settlement/orders.html",
        cards=cards[:PAGE],
        older=cards[PAGE - 1].id if len(cards) > PAGE else None,
        is_first=before is None,
        counts=queries.counts_of(person_id, is_seller=is_seller),
        state=state,
        names=STATE_NAMES,
        is_seller=is_seller,
        together=queries.combinable(person_id) if not is_seller and before is None else [],
    )


@blueprint.get("/orders/<int:order_id>")
@web.allow(web.PERSON)
def order(order_id: int) -> ResponseReturnValue:
    """One order: what is to be done next, its bill, its course. Its buyer's, its seller's and the staff's."""
    return order_page(order_id)


def order_page(order_id: int, refusal: Refusal | None = None, form: str = "") -> ResponseReturnValue:
    """The page of an order; after a refusal with what was typed into one of its forms and what is wrong with it.

    Panels read `said`: form (whose it was), typed, errors (field -> sentences), problem (on the whole).
    """
    if refusal is not None:
        if web.wants_json():
            raise refusal
        db.end_read()
    found = queries.order(order_id, web.person_id())
    body = web.body_of(refusal) if refusal else {}
    errors = body.get("fields") or {}
    said = {
        "form": form,
        "typed": request.form if refusal else {},
        "errors": errors,
        "problem": body.get("message", "") if not errors else "",
    }
    page = render_template(
        "settlement/order.html",
        order=found,
        steps=open_steps(found.state, found.role),  # type: ignore[arg-type]  # the database holds it to the states
        names=STATE_NAMES,
        step_names=STEP_NAMES,
        said=said,
        together=queries.combinable_with(order_id, web.person_id()),
    )
    return (page, web.status_of(refusal)) if refusal else page
