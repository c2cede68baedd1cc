"""The product's wiring, and the lines of collections as long as config does not have them."""

from __future__ import annotations

from saldo.config.wiring import HANDLERS as PRODUCT
from saldo.correspondence.events import (
    MessagesAccepted,
    MessagesBounced,
    MessagesCancelled,
    MessagesRefused,
    MessagesUncertain,
)
from saldo.invoices.events import DocumentsMade
from saldo.payments.events import PaymentsReceived
from saldo.settlement.events import PaymentsReversed, PaymentsSettled

_LINES = {
    **dict.fromkeys(
        (MessagesAccepted, MessagesBounced, MessagesCancelled, MessagesRefused, MessagesUncertain),
        ("invoices.note_delivery", "collections.note_delivery"),
    ),
    DocumentsMade: ("invoices.deliver_invoices",),
    PaymentsReceived: ("settlement.settle_payments",),
    PaymentsSettled: ("settlement.issue_receipts", "collections.stop_reminders"),
    PaymentsReversed: ("collections.note_reversals",),
}

HANDLERS = {
    **PRODUCT,
    **{event: tuple(dict.fromkeys((*PRODUCT.get(event, ()), *jobs))) for event, jobs in _LINES.items()},
}
