from saldo.invoices.actions.change_delivery import change_delivery
from saldo.invoices.actions.change_draft import change_draft
from saldo.invoices.actions.change_issuer import change_issuer
from saldo.invoices.actions.change_open_amounts import change_open_amounts
from saldo.invoices.actions.credit_invoices import credit_invoices
from saldo.invoices.actions.deliver_invoices import deliver_invoices
from saldo.invoices.actions.discard_drafts import discard_drafts
from saldo.invoices.actions.document_of import document_of
from saldo.invoices.actions.draft_invoices import draft_invoices
from saldo.invoices.actions.found_issuer import found_issuer
from saldo.invoices.actions.import_invoices import import_invoices
from saldo.invoices.actions.issue_invoices import issue_invoices
from saldo.invoices.actions.make_documents import make_documents
from saldo.invoices.actions.prepare_issuer import prepare_issuer
from saldo.invoices.policies.new_invoice import CreditRequest, ImportedInvoice, NewInvoice, NewLine

__all__ = [
    "CreditRequest",
    "ImportedInvoice",
    "NewInvoice",
    "NewLine",
    "change_delivery",
    "change_draft",
    "change_issuer",
    "change_open_amounts",
    "credit_invoices",
    "deliver_invoices",
    "discard_drafts",
    "document_of",
    "draft_invoices",
    "found_issuer",
    "import_invoices",
    "issue_invoices",
    "make_documents",
    "prepare_issuer",
]
