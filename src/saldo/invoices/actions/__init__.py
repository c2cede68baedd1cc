from saldo.invoices.actions.change_draft import change_draft
from saldo.invoices.actions.discard_drafts import discard_drafts
from saldo.invoices.actions.draft_invoices import draft_invoices
from saldo.invoices.actions.issue_invoices import issue_invoices
from saldo.invoices.policies.new_invoice import CreditRequest, ImportedInvoice, NewInvoice, NewLine

__all__ = [
    "CreditRequest",
    "ImportedInvoice",
    "NewInvoice",
    "NewLine",
    "change_draft",
    "discard_drafts",
    "draft_invoices",
    "issue_invoices",
]
