from saldo.invoices.queries.credits import credit_ground
from saldo.invoices.queries.documents import (
    FrozenContent,
    content_of,
    document_file_ids,
    lock_documents,
    unmade_contents,
)
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
from saldo.invoices.queries.lists import (
    InvoicePage,
    Shown,
    credit_notes_of,
    find_invoices,
    imported_by_number,
    numbers_of,
    open_credit_notes_of,
    open_documents_of,
    open_invoices_of,
)
from saldo.invoices.queries.proofs import InvoiceProof, SequenceProof, prove_invoices, prove_sequences
from saldo.invoices.queries.sheets import get_invoice, lines_of, lock_invoices, sheets_of

__all__ = [
    "FrozenContent",
    "FrozenWords",
    "InvoicePage",
    "InvoiceProof",
    "IssueGround",
    "SequenceProof",
    "Shown",
    "compose_drafts",
    "content_of",
    "credit_ground",
    "credit_notes_of",
    "document_file_ids",
    "find_invoices",
    "frozen_words",
    "get_invoice",
    "imported_by_number",
    "issue_ground",
    "issuers_of",
    "kept_words",
    "lines_of",
    "lock_documents",
    "lock_invoices",
    "numbers_of",
    "open_credit_notes_of",
    "open_documents_of",
    "open_invoices_of",
    "prove_invoices",
    "prove_sequences",
    "recent_invoices",
    "sheets_of",
    "tax_facts",
    "unmade_contents",
]
