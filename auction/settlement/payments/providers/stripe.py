"""Stripe, by its official SDK: cards and wallets. Cards never touch the house; what Stripe keeps, it keeps by a name.

- A payment is a payment intent. A declined card leaves it open: the payer tries again on the same one, in any tab.
- Whoever wants a card kept has a customer there, remembered in `stripe_customers`. No name, no address goes along.
- Stripe forgets our keys after a day. A refund is therefore looked for by the key written on it before it is asked for.
- Amounts are in minor units as Stripe counts them: ISK and UGX with two decimals, which ISO 4217 does not give them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import stripe

from auction import logs
from auction.errors import Absent
from auction.settlement.payments import customers, queries
from auction.settlement.payments.providers import Asked, BadEvent, Event, Known, ProviderDown, ProviderState

NAME = "stripe"
SECONDS = 20
TOLERANCE_SECONDS = 300
SOURCES: Final[Mapping[str, str]] = {
    "script-src": "https://js.stripe.com https://*.js.stripe.com",
    "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
    "connect-src": "https://api.stripe.com",
    "img-src": "https://*.stripe.com",
}
SCRIPT = "https://js.stripe.com/v3/"
_TWO_DECIMALS_THERE = ("ISK", "UGX")
_OVER: Final[Mapping[str, ProviderState]] = {
    "requires_capture": "held", "succeeded": "succeeded", "canceled": "cancelled",
}  # fmt: skip
_REFUNDED: Final[Mapping[str, ProviderState]] = {
    "succeeded": "succeeded", "pending": "waiting", "requires_action": "waiting", "failed": "declined",
    "canceled": "declined",
}  # fmt: skip

log = logs.get("stripe")


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card that Stripe keeps for somebody, as far as one may show it."""

    id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


class StripeProvider:
    """See the module."""

    name = NAME

    def __init__(
        self, *, secret_key: str, publishable_key: str, webhook_secret: str, api_base: str | None = None
    ) -> None:
        self.publishable_key = publishable_key
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=SECONDS),
        )

    def begin(self, asked: Asked) -> Known:
        try:
            with _reaching():
                return self._known(self._create(asked, self._customer(asked.payer_id, asked.key)))
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                log.error("stripe refuses", code=error.code, param=error.param)
                return Known(f"refused-{asked.key}", "declined", asked.amount_minor, asked.currency, "not_possible")
        customers.forget(person_id=asked.payer_id)  # of another account, or deleted there
        with _reaching():
            return self._known(self._create(asked, self._customer(asked.payer_id, f"{asked.key}-anew")))

    def _create(self, asked: Asked, customer: str) -> stripe.PaymentIntent:
        return self._client.v1.payment_intents.create(
            {
                "amount": _theirs(asked.amount_minor, asked.currency),
                "currency": asked.currency.lower(),
                "customer": customer,
                "automatic_payment_methods": {"enabled": True},
                "capture_method": "manual" if asked.is_hold else "automatic",
                "description": f"{asked.reference} {asked.description}"[:350],
                "metadata": {"reference": asked.reference, "key": asked.key},
            },
            {"idempotency_key": f"{asked.key}-{customer}"[:255]},
        )

    def _customer(self, person_id: int, key: str) -> str:
        known = customers.find(person_id)
        if known is not None:
            return known
        made = self._client.v1.customers.create({"metadata": {"key": key}}, {"idempotency_key": f"customer-{key}"})
        return customers.remember(person_id=person_id, customer=made.id)

    def look(self, ref: str) -> Known:
        if not ref.startswith("pi_"):
            raise Absent(kind="payments")  # one that Stripe had refused to take
        with _reaching(), _absent("payments"):
            return self._known(self._client.v1.payment_intents.retrieve(ref))

    def cancel(self, ref: str) -> Known:
        try:
            with _reaching():
                return self._known(self._client.v1.payment_intents.cancel(ref))
        except stripe.InvalidRequestError:
            return self.look(ref)  # it is too late for that

    def capture(self, ref: str, amount_minor: int, key: str) -> Known:
        try:
            with _reaching():
                intent = self._client.v1.payment_intents.retrieve(ref)
                taken = self._client.v1.payment_intents.capture(
                    ref,
                    {"amount_to_capture": _theirs(amount_minor, intent.currency.upper())},
                    {"idempotency_key": key},
                )
                return self._known(taken)
        except stripe.InvalidRequestError:
            return self.look(ref)

    def refund(self, ref: str, amount_minor: int, currency: str, key: str) -> Known:
        try:
            with _reaching():
                for made in self._client.v1.refunds.list({"payment_intent": ref, "limit": 100}).data:
                    if _key_of(made) == key:
                        return _known_refund(made)
                return _known_refund(
                    self._client.v1.refunds.create(
                        {
                            "payment_intent": ref,
                            "amount": _theirs(amount_minor, currency),
                            "metadata": {"key": key},
                        },
                        {"idempotency_key": key},
                    )
                )
        except stripe.InvalidRequestError as error:
            log.error("stripe refuses a refund", code=error.code, param=error.param)
            return Known(f"refused-{key}", "declined", amount_minor, currency, error.code or "not_possible")

    def look_refund(self, ref: str) -> Known:
        with _reaching(), _absent("refunds"):
            return _known_refund(self._client.v1.refunds.retrieve(ref))

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Signed by Stripe, and not older than five minutes: what was overheard cannot be sent again later."""
        try:
            told = self._client.construct_event(
                body, headers.get("Stripe-Signature", ""), self._webhook_secret, TOLERANCE_SECONDS
            )
            thing: Any = told.data.object
            ref = thing["id"] if thing["object"] in ("payment_intent", "refund") else None
            return Event(str(told.id), str(told.type), ref, {})
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError):
            raise BadEvent from None

    def cards(self, person_id: int) -> list[SavedCard]:
        """The cards that are kept for somebody. Raises ProviderDown."""
        customer = queries.find_customer(person_id)
        if customer is None:
            return []
        try:
            with _reaching():
                found = self._client.v1.payment_methods.list({"customer": customer, "type": "card"}).data
        except stripe.InvalidRequestError:
            return []  # a customer of another account
        return [
            SavedCard(one.id, one.card.brand, one.card.last4, one.card.exp_month, one.card.exp_year)
            for one in found
            if one.card is not None
        ]

    def keep_card(self, ref: str, *, is_kept: bool) -> None:
        """Have the card with which a payment is made kept for the next time, or not. Raises ProviderDown."""
        with _reaching():
            self._client.v1.payment_intents.update(ref, {"setup_future_usage": "on_session" if is_kept else ""})

    def pay_by_card(self, ref: str, card: str, person_id: int, back_to: str) -> Known:
        """Pay with a card that is kept for this very person. What the bank asks for comes with `needs_action`.

        Raises Absent, ProviderDown.
        """
        if card not in {one.id for one in self.cards(person_id)}:
            raise Absent(kind="cards")
        try:
            with _reaching():
                self._client.v1.payment_intents.confirm(ref, {"payment_method": card, "return_url": back_to})
        except stripe.CardError as error:
            return self._declined(ref, error)
        except stripe.InvalidRequestError:
            pass  # it was paid or given up in the meantime: see below
        return self.look(ref)

    def forget_card(self, card: str, person_id: int) -> None:
        """Raises Absent for a card of somebody else, ProviderDown."""
        if card not in {one.id for one in self.cards(person_id)}:
            raise Absent(kind="cards")
        with _reaching():
            self._client.v1.payment_methods.detach(card)

    def _declined(self, ref: str, error: stripe.CardError) -> Known:
        known = self.look(ref)
        if known.state != "waiting":
            return known
        why = _reason({"code": error.code, "decline_code": getattr(error.error, "decline_code", None)})
        return Known(ref, known.state, known.amount_minor, known.currency, why, known.next_url, known.shown)

    def _known(self, intent: stripe.PaymentIntent) -> Known:
        told: Mapping[str, Any] = intent.to_dict()
        currency = told["currency"].upper()
        state = _OVER.get(told["status"], "waiting")
        amount = told["amount"] if state != "succeeded" else told.get("amount_received") or told["amount"]
        is_on_its_way = told["status"] == "processing"
        return Known(
            ref=told["id"],
            state=state,
            amount_minor=_ours(amount, currency),
            currency=currency,
            why=_reason(told.get("last_payment_error") or {}) if state == "waiting" and not is_on_its_way else "",
            next_url=f"/pay/stripe/{told['id']}" if state == "waiting" and not is_on_its_way else None,
            shown={
                "client_secret": told["client_secret"],
                "publishable_key": self.publishable_key,
                "needs_action": told["status"] == "requires_action",
            },
        )


def _known_refund(refund: stripe.Refund) -> Known:
    currency = refund.currency.upper()
    return Known(
        refund.id,
        _REFUNDED.get(refund.status or "", "waiting"),
        _ours(refund.amount, currency),
        currency,
        getattr(refund, "failure_reason", None) or "",
    )


def _key_of(refund: stripe.Refund) -> str | None:
    written: Mapping[str, str] = refund.to_dict().get("metadata") or {}
    return written.get("key")


def _reason(error: Mapping[str, Any]) -> str:
    return str(error.get("decline_code") or error.get("code") or "")[:40]


def _theirs(amount_minor: int, currency: str) -> int:
    return amount_minor * 100 if currency in _TWO_DECIMALS_THERE else amount_minor


def _ours(amount: int, currency: str) -> int:
    return amount // 100 if currency in _TWO_DECIMALS_THERE else amount


@contextmanager
def _reaching() -> Iterator[None]:
    """Whatever does not say what became of the question is ProviderDown: it is asked again later, by the same key."""
    try:
        yield
    except (stripe.CardError, stripe.InvalidRequestError):
        raise
    except stripe.StripeError as error:
        log.warning("stripe not reached", error=type(error).__name__, status=error.http_status)
        raise ProviderDown from error


@contextmanager
def _absent(kind: str) -> Iterator[None]:
    try:
        yield
    except stripe.InvalidRequestError:
        raise Absent(kind=kind) from None
