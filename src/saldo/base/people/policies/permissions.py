"""What each role may do. A permission has the name of its action, or `view_<context>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VIEWS: Final = frozenset(
    {"view_customers", "view_invoices", "view_payments", "view_correspondence", "view_collections", "view_insights"}
)

COLLECTING: Final = frozenset(
    {
        "create_customers",
        "change_customers",
        "issue_portal_links",
        "revoke_portal_links",
        "draft_invoices",
        "change_draft",
        "discard_drafts",
        "issue_invoices",
        "credit_invoices",
        "deliver_invoices",
        "make_documents",
        "import_customers",
        "import_invoices",
        "import_payments",
        "record_payments",
        "reverse_payments",
        "settle_payments",
        "apply_credits",
        "open_checkout",
        "send_messages",
        "retry_messages",
        "cancel_messages",
        "change_reminder",
        "dismiss_reminders",
        "send_reminders",
        "snooze_tasks",
        "close_tasks",
        "write_note",
    }
)

OWNING: Final = frozenset(
    {
        "create_legal_entity",
        "change_legal_entity",
        "invite_member",
        "change_member",
        "create_api_key",
        "revoke_api_key",
        "create_series",
        "prepare_issuer",
        "create_tax_codes",
        "change_policy",
        "connect_gateway",
        "issue_inbound_address",
        "refund_payments",
        "view_audit",
        "view_settings",
    }
)

EVERYTHING: Final = VIEWS | COLLECTING | OWNING

PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    "owner": EVERYTHING,
    "collector": VIEWS | COLLECTING,
    "read_only": VIEWS,
}

API_SCOPES: Final[Mapping[str, frozenset[str]]] = {
    "customers:read": frozenset({"view_customers"}),
    "customers:write": frozenset({"view_customers", "create_customers", "change_customers"}),
    "invoices:read": frozenset({"view_invoices"}),
    "invoices:write": frozenset(
        {"view_invoices", "draft_invoices", "change_draft", "discard_drafts", "issue_invoices", "credit_invoices"}
        | {"deliver_invoices", "send_messages", "issue_portal_links"}
    ),
    "payments:read": frozenset({"view_payments"}),
    "payments:write": frozenset(
        {"view_payments", "record_payments", "reverse_payments", "settle_payments", "apply_credits"}
    ),
}
