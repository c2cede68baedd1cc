"""The addresses, openers and handlers that these tests need, and no others."""

from __future__ import annotations

from django.urls import include, path

from saldo.payments.events import PaymentsReceived, PaymentsTakenBack
from saldo.settlement.events import PaymentsReversed, PaymentsSettled, ReceiptsIssued, ReceiptsMade

urlpatterns = [path("webhooks/", include("saldo.payments.urls"))]

OPENERS = {
    "": "saldo.config.openers.open_for_person",
    "webhooks": "saldo.payments.views.receive_webhook.open_webhook",
}

HANDLERS = {
    PaymentsReceived: ("settlement.settle_payments",),
    PaymentsTakenBack: ("settlement.reverse_taken_back",),
    PaymentsSettled: ("settlement.issue_receipts",),
    PaymentsReversed: ("settlement.send_corrections",),
    ReceiptsIssued: ("settlement.make_receipts",),
    ReceiptsMade: ("settlement.deliver_receipts",),
}
