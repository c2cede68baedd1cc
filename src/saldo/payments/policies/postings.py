"""What a payment puts into the ledger, and how it is taken out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from saldo.kernel.journal import Account, Entry, Posting
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.choices import PaymentMethod

ACCOUNTS: Final[Mapping[str, Account]] = {
    PaymentMethod.CARD: Account.GATEWAY_CLEARING,
    PaymentMethod.TRANSFER: Account.BANK,
    PaymentMethod.CASH: Account.CASH,
    PaymentMethod.CHEQUE: Account.CHEQUES,
    PaymentMethod.OTHER: Account.BANK,
}
"""Where the money is, by how it came."""


def payment_entry(
    payment_id: UUID, *, customer_id: UUID, legal_entity_id: UUID, method: str, amount: Money, on: date
) -> Entry:
    """Money came in; it is the customer's credit until it settles something. The entry has the payment's id."""
    return Entry(
        id=payment_id,
        key=f"record_payments:{payment_id}",
        kind="payment_received",
        legal_entity_id=legal_entity_id,
        effective_on=on,
        postings=(
            Posting(ACCOUNTS[method], amount),
            Posting(Account.CUSTOMER_CREDIT, -amount, customer_id, payment_id),
        ),
    )


def void_entry(
    payment_id: UUID, *, customer_id: UUID, legal_entity_id: UUID, method: str, amount: Money, on: date
) -> Entry:
    """The money is gone, and the credit with it."""
    return Entry(
        id=new_id(),
        key=f"reverse_payments:{payment_id}",
        kind="payment_reversed",
        legal_entity_id=legal_entity_id,
        effective_on=on,
        postings=(
            Posting(Account.CUSTOMER_CREDIT, amount, customer_id, payment_id),
            Posting(ACCOUNTS[method], -amount),
        ),
        corrects_id=payment_id,
    )
