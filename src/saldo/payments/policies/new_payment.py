"""A payment to be recorded, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from saldo.kernel.money import Money
from saldo.kernel.outcomes import Refusal
from saldo.payments.choices import PaymentMethod, PaymentOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """Money that arrived. `key` is made before the first try: the same key is recorded once.

    `received_on` is the business day on which it came, in the issuer's calendar; it may be in the past.
    """

    id: UUID
    key: str
    customer_id: UUID
    legal_entity_id: UUID
    method: str
    amount: Money
    received_on: date
    reference: str = ""
    note: str = ""
    origin: str = PaymentOrigin.RECORDED
    checkout_id: UUID | None = None
    gateway_account_id: UUID | None = None


def check_payment(new: NewPayment, *, today: date | None, customer_known: bool) -> Refusal | None:
    """The first thing that is wrong with a payment, by its id; None when it can be recorded.

    `today` is the issuer's business day, None where there is no such issuer. What a gateway tells is not judged by
    our calendar: its clock may run ahead of ours over midnight.
    """
    if not customer_known:
        return Refusal(new.id, "unknown_customer", "This customer does not exist.", "customer")
    if today is None:
        return Refusal(new.id, "unknown_issuer", "This company does not exist.", "legal_entity")
    if new.amount.minor <= 0:
        return Refusal(new.id, "not_positive", "A payment is more than zero.", "amount")
    if new.method not in PaymentMethod.values:
        return Refusal(new.id, "unknown_method", "This way of paying is not known.", "method")
    if not new.key or len(new.key) > 200:
        return Refusal(new.id, "bad_key", "A payment needs a key of at most 200 characters.", "key")
    if len(new.reference) > 200:
        return Refusal(new.id, "too_long", "The reference has more than 200 characters.", "reference")
    if new.origin != PaymentOrigin.GATEWAY and new.received_on > today:
        return Refusal(new.id, "date_in_future", "Money cannot have arrived on a day that is still to come.", "date")
    return None
