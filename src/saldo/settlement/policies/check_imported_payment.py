"""Whether a row of a file can be taken as a payment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.outcomes import Refusal
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.settlement.policies.read_payment_rows import ImportedPayment


class Known(NamedTuple):
    """What rows refer to, as far as it exists: customers and invoices by number, payments by key."""

    customers: Mapping[str, UUID]
    invoices: Mapping[str, Sheet]
    payments: Mapping[str, PaymentSheet]


class Meant(NamedTuple):
    """Whose payment a row is, and for which invoice if it says so."""

    customer_id: UUID
    invoice_id: UUID | None


def check_imported_payment(row: ImportedPayment, known: Known) -> Meant | Refusal:
    """Whom the row means; or what is wrong with it, by row number and field."""
    number = row.row_number
    invoice = known.invoices.get(row.invoice_number) if row.invoice_number else None
    if row.invoice_number and invoice is None:
        return Refusal(number, "unknown_invoice", f"There is no invoice {row.invoice_number[:60]}.", "invoice")
    customer_id = known.customers.get(row.customer_number) if row.customer_number else None
    if row.customer_number and customer_id is None:
        return Refusal(number, "unknown_customer", f"There is no customer {row.customer_number[:60]}.", "customer")
    if invoice is not None and customer_id is not None and invoice.customer_id != customer_id:
        return Refusal(number, "other_customer", "The invoice is another customer's.", "customer")
    if invoice is not None and invoice.currency != row.amount.currency:
        sentence = f"The invoice is in {invoice.currency}, the payment in {row.amount.currency}."
        return Refusal(number, "other_currency", sentence, "amount")
    customer_id = customer_id or (invoice.customer_id if invoice else None)
    if customer_id is None:
        return Refusal(number, "unknown_customer", "The row names neither a customer nor an invoice.", "customer")
    kept = known.payments.get(row.key)
    said = (customer_id, row.amount, row.received_on)
    if kept is not None and (kept.customer_id, kept.amount, kept.received_on) != said:
        return Refusal(number, "number_taken", "This payment has been imported before with other data.", "number")
    return Meant(customer_id, invoice.id if invoice else None)
