"""The tables in which the contexts meet: event → jobs, address → frame, plugins that come with Saldo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from saldo.cases.events import CasesClosed, CasesOpened
from saldo.correspondence.events import (
    MessagesAccepted,
    MessagesBounced,
    MessagesCancelled,
    MessagesDelivered,
    MessagesQueued,
    MessagesRefused,
    MessagesUncertain,
)
from saldo.invoices.events import CreditNotesIssued, DocumentsMade, InvoicesIssued, InvoicesUndeliverable
from saldo.payments.events import PaymentsReceived, PaymentsTakenBack
from saldo.settlement.events import PaymentsReversed, PaymentsSettled, ReceiptsIssued, ReceiptsMade

_DELIVERY = ("invoices.note_delivery", "collections.note_delivery")

HANDLERS: Final[Mapping[type[Any], Sequence[str]]] = {
    InvoicesIssued: ("invoices.make_documents",),
    CreditNotesIssued: ("settlement.apply_credits", "invoices.make_documents"),
    DocumentsMade: ("invoices.deliver_invoices",),
    InvoicesUndeliverable: ("collections.note_undeliverable",),
    MessagesQueued: ("invoices.note_delivery",),
    MessagesAccepted: _DELIVERY,
    MessagesDelivered: ("invoices.note_delivery",),
    MessagesBounced: _DELIVERY,
    MessagesRefused: _DELIVERY,
    MessagesUncertain: _DELIVERY,
    MessagesCancelled: _DELIVERY,
    PaymentsReceived: ("settlement.settle_payments",),
    PaymentsTakenBack: ("settlement.reverse_taken_back",),
    PaymentsSettled: ("settlement.issue_receipts", "collections.stop_reminders"),
    PaymentsReversed: ("settlement.send_corrections", "collections.note_reversals"),
    ReceiptsIssued: ("settlement.make_receipts",),
    ReceiptsMade: ("settlement.deliver_receipts",),
    CasesOpened: ("collections.note_cases",),
    CasesClosed: ("collections.note_cases",),
}

FRAME_OPENERS: Final[Mapping[str, str]] = {
    "": "saldo.config.openers.open_for_person",
    "api": "saldo.config.api.open_for_program",
    "inbound": "saldo.correspondence.views.receive_mail.open_inbound",
    "portal": "saldo.web.portal.views.open_portal.open_portal",
    "webhooks": "saldo.payments.views.receive_webhook.open_webhook",
}
"""URL namespace → who opens the frame of its views; every other view is opened for the person who is signed in."""

BUNDLED_PLUGINS: Final[Mapping[str, Mapping[str, str]]] = {
    "gateway": {
        "null": "saldo.plugins.gateways.null.NullGateway",
        "simulator": "saldo.plugins.gateways.simulator.SimulatorGateway",
    },
    "channel": {
        "memory": "saldo.plugins.channels.memory.MemoryChannel",
        "smtp": "saldo.plugins.channels.smtp.SmtpChannel",
    },
}
