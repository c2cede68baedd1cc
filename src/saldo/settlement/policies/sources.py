"""Payments and credit notes as money, invoices as what it can settle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from saldo.invoices.choices import InvoiceKind, InvoiceState
from saldo.invoices.policies.sheet import Sheet
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.settlement.policies.plan_allocations import Source, Target


def source_of_payment(payment: PaymentSheet) -> Source:
    """What of a payment settles nothing yet."""
    pot = (payment.customer_id, payment.legal_entity_id, payment.currency)
    return Source(payment.id, True, pot, payment.unapplied_minor, payment.received_on)


def source_of_credit_note(note: Sheet) -> Source:
    """What of a credit note has not been used yet."""
    pot = (note.customer_id, note.legal_entity_id, note.currency)
    return Source(note.id, False, pot, note.open_minor, note.issued_on or date.min)


def targets_of(documents: Iterable[Sheet]) -> list[Target]:
    """The open invoices among documents."""
    return [
        Target(
            one.id,
            (one.customer_id, one.legal_entity_id, one.currency),
            one.open_minor,
            one.due_on or one.issued_on or date.max,
            one.issued_on or date.max,
        )
        for one in documents
        if one.kind == InvoiceKind.INVOICE and one.state == InvoiceState.OPEN and one.open_minor
    ]
