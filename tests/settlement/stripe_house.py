"""A Stripe of the tests' own, run as a process: localstripe, and on top of it what that lacks and the house relies on.

What is added: idempotency keys, `automatic_payment_methods`, `setup_future_usage`, `description`, paying with a method
at confirmation, card errors by their type, a refund that is never more than was paid, answers that get lost on the way
(`POST /_config/lose`), and a count of what was charged (`GET /_config/books`). Run: `python stripe_house.py PORT`.
"""

from __future__ import annotations

import json
import sys

from aiohttp import web
from localstripe import resources, server
from localstripe.errors import UserError
from localstripe.resources import Charge, Customer, PaymentIntent, PaymentMethod, Refund, store

EXTRAS = ("automatic_payment_methods", "setup_future_usage", "description")
answered: dict[str, tuple[str, int, bytes]] = {}
losing: list[str] = []
first_made = PaymentIntent.__init__
first_refunded = Refund.__init__


def make_intent(self, **given):
    extras = {name: given.pop(name, None) for name in EXTRAS}
    first_made(self, **given)
    for name, value in extras.items():
        setattr(self, name, value)


def make_refund(self, payment_intent=None, amount=None, **given):
    intent = PaymentIntent._api_retrieve(payment_intent)
    before = sum(
        one.amount for one in store.values() if isinstance(one, Refund) and one.payment_intent == payment_intent
    )
    if intent.status != "succeeded" or before + int(amount) > intent.amount:
        raise UserError(400, "more than was paid", {"code": "charge_already_refunded"})
    first_refunded(self, payment_intent=payment_intent, amount=amount, **given)


def confirm(cls, id, payment_method=None, return_url=None, **_more):
    intent = cls._api_retrieve(id)
    if payment_method is not None and intent.status == "requires_payment_method":
        # a declined charge goes out of the way: the intent is tried again, as Stripe does
        intent.latest_charge, intent.payment_method = None, PaymentMethod._api_retrieve(payment_method).id
    if intent.status != "requires_confirmation":
        raise UserError(400, "Bad request", {"code": "payment_intent_unexpected_state"})
    intent._confirm(on_failure_now=intent._report_failure)
    if intent.status == "succeeded" and intent.setup_future_usage:
        PaymentMethod._api_retrieve(intent.payment_method).customer = intent.customer
    return intent


PaymentIntent.__init__ = make_intent
PaymentIntent._api_confirm = classmethod(confirm)
Refund.__init__ = make_refund


@web.middleware
async def as_stripe_does(request, handler):
    if request.method != "POST" or request.path.startswith("/_config"):
        return await handler(request)
    answer = await answered_once(request, handler)
    if losing and losing[0] in request.path:
        losing.pop(0)
        request.transport.abort()  # it is done, and nobody hears of it
    return answer


async def answered_once(request, handler):
    """The first answer to a key is the answer to all that come with it."""
    key = request.headers.get("Idempotency-Key")
    sent = str(sorted((await request.post()).items()))
    if key in answered:
        before, status, body = answered[key]
        if before != sent:
            wrong = {"error": {"type": "idempotency_error", "message": "the key was used for something else"}}
            return web.json_response(wrong, status=400)
        return web.Response(status=status, body=body, content_type="application/json")
    answer = await handler(request)
    if answer.status == 402:
        told = json.loads(answer.body)
        told["error"]["type"] = "card_error"
        answer = web.json_response(told, status=402)
    if key and answer.status < 500:
        answered[key] = (sent, answer.status, bytes(answer.body))
    return answer


async def lose(request):
    losing.append((await request.post())["of"])
    return web.Response()


async def forget(_request):
    answered.clear()
    losing.clear()
    return web.Response()


async def find(_request):
    losing.clear()
    return web.Response()


async def books(_request):
    """What has moved, by payment intent: taken and given back."""
    moved = {}
    for one in list(store.values()):
        if isinstance(one, PaymentIntent) and one.status == "succeeded":
            given_back = [
                each.amount
                for each in list(store.values())
                if isinstance(each, Refund) and each.payment_intent == one.id
            ]
            moved[one.id] = {"taken": one.amount, "given_back": sum(given_back), "kept": one.setup_future_usage}
    charges = [one for one in store.values() if isinstance(one, Charge) and one.status == "succeeded"]
    customers = [one for one in store.values() if isinstance(one, Customer)]
    return web.json_response({"moved": moved, "charges": len(charges), "customers": len(customers)})


def main(port: int) -> None:
    app = web.Application(middlewares=[as_stripe_does, *server.app.middlewares])
    app.router.add_post("/v1/payment_intents/{id}/confirm", server.api_extra(PaymentIntent._api_confirm, ""))
    app.router.add_post("/_config/lose", lose)
    app.router.add_post("/_config/forget", forget)
    app.router.add_post("/_config/find", find)
    app.router.add_get("/_config/books", books)
    for route in server.app.router.routes():
        if route.method != "HEAD" and not str(route.resource.canonical).endswith("payment_intents/{id}/confirm"):
            app.router.add_route(route.method, route.resource.canonical, route.handler)
    resources.store.dump_to_disk = lambda: None
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
