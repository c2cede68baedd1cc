from saldo.invoices.queries.drafts import compose_drafts
from saldo.invoices.queries.grounds import (
    FrozenWords,
    IssueGround,
    frozen_words,
    issue_ground,
    issuers_of,
    kept_words,
    recent_invoices,
    tax_facts,
)
from saldo.invoices.queries.sheets import get_invoice, lines_of, lock_invoices, sheets_of

__all__ = [
    "FrozenWords",
    "IssueGround",
    "compose_drafts",
    "frozen_words",
    "get_invoice",
    "issue_ground",
    "issuers_of",
    "kept_words",
    "lines_of",
    "lock_invoices",
    "recent_invoices",
    "sheets_of",
    "tax_facts",
]
