"""What a customer may do. Whose rows they are is judged by every page itself: these are the customer's own."""

from __future__ import annotations

from typing import Final

PORTAL_PERMISSIONS: Final = frozenset(
    {"view_invoices", "view_payments", "open_checkout", "apply_credits", "settle_payments", "record_opened"}
    | {"open_cases", "record_inbound_messages"}
)
