from saldo.invoices.models.document_words import DocumentWords
from saldo.invoices.models.invoice import Invoice
from saldo.invoices.models.invoice_content import InvoiceContent
from saldo.invoices.models.invoice_document import InvoiceDocument
from saldo.invoices.models.invoice_line import InvoiceLine

__all__ = ["DocumentWords", "Invoice", "InvoiceContent", "InvoiceDocument", "InvoiceLine"]
