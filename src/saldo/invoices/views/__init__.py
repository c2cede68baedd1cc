from saldo.invoices.views.change_draft import change_draft
from saldo.invoices.views.credit_invoices import credit_invoices
from saldo.invoices.views.deliver_invoices import deliver_invoices
from saldo.invoices.views.discard_drafts import discard_drafts
from saldo.invoices.views.draft_invoices import draft_invoices
from saldo.invoices.views.find_invoices import find_invoices
from saldo.invoices.views.issue_invoices import issue_invoices
from saldo.invoices.views.preview_invoice import preview_invoice
from saldo.invoices.views.show_document import show_document

__all__ = [
    "change_draft",
    "credit_invoices",
    "deliver_invoices",
    "discard_drafts",
    "draft_invoices",
    "find_invoices",
    "issue_invoices",
    "preview_invoice",
    "show_document",
]
