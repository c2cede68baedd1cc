"""What each role may do. A permission has the name of its action, or `view_<context>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ONESELF: Final = frozenset(
    {
        "accept_invitation",
        "change_password",
        "change_profile",
        "activate_totp",
        "add_passkey",
        "remove_factors",
        "renew_recovery_codes",
        "end_sessions",
    }
)
"""What everybody may do about their own account."""

VIEWS: Final = frozenset(
    {"view_customers", "view_invoices", "view_payments", "view_correspondence", "view_collections", "view_insights"}
    | {"view_cases"}
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
        "recall_reminders",
        "reopen_tasks",
        "log_outcome",
        "write_note",
        "open_cases",
        "answer_cases",
        "close_cases",
        "confirm_contact_changes",
    }
)

BOOKKEEPING: Final = frozenset(
    {
        "import_customers",
        "import_invoices",
        "import_payments",
        "record_payments",
        "reverse_payments",
        "settle_payments",
        "apply_credits",
        "write_note",
        "view_audit",
    }
)
"""Money that came in, and what goes to the books: no letters, no invoices, no policy."""

ACCOUNT_MANAGING: Final = frozenset(
    {
        "change_customers",
        "draft_invoices",
        "change_draft",
        "discard_drafts",
        "change_reminder",
        "snooze_tasks",
        "close_tasks",
        "write_note",
        "answer_cases",
        "close_cases",
    }
)
"""Words and drafts for the customers they know: another person issues, sends and records money."""

OWNING: Final = frozenset(
    {
        "create_legal_entity",
        "change_legal_entity",
        "invite_member",
        "withdraw_invitations",
        "write_to_staff",
        "change_member",
        "reset_factors",
        "create_api_key",
        "revoke_api_key",
        "create_series",
        "prepare_issuer",
        "create_tax_codes",
        "set_goal",
        "change_policy",
        "connect_gateway",
        "change_series",
        "disconnect_gateways",
        "switch_test_mode",
        "issue_inbound_address",
        "refund_payments",
        "view_audit",
        "view_settings",
    }
)

EVERYTHING: Final = ONESELF | VIEWS | COLLECTING | BOOKKEEPING | ACCOUNT_MANAGING | OWNING

PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    "owner": EVERYTHING,
    "collector": ONESELF | VIEWS | COLLECTING,
    "bookkeeper": ONESELF | VIEWS | BOOKKEEPING,
    "account_manager": ONESELF | VIEWS | ACCOUNT_MANAGING,
    "read_only": ONESELF | VIEWS,
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
