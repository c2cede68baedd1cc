"""Invoices and credit notes become what people read: frozen content first, then a PDF made from it."""
