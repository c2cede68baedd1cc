"""Invoices and credit notes: draft → open → settled. What is issued never changes; a credit note corrects it.

Verbs: draft_invoices, change_draft, discard_drafts, issue_invoices, credit_invoices, import_invoices, make_documents,
deliver_invoices, and for settlement and correspondence: change_open_amounts, change_delivery.
"""
