"""Whether a payment can be reversed on a day."""

from __future__ import annotations

from datetime import date

from saldo.kernel.outcomes import Refusal
from saldo.payments.policies.payment_sheet import PaymentSheet


def check_reversal(payment: PaymentSheet, *, on: date, today: date) -> Refusal | None:
    """Not before the money came, and not on a day that is still to come."""
    if on < payment.received_on:
        sentence = "A payment cannot be reversed before the day on which it came."
        return Refusal(payment.id, "reversed_before_received", sentence, "on")
    if on > today:
        return Refusal(payment.id, "date_in_future", "A payment cannot be reversed on a day to come.", "on")
    return None
