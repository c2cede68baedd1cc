"""Settlement: money meets invoices. A payment or credit note is allocated to invoices; what is left stays credit.

Verbs: settle_payments, apply_credits, reverse_payments, import_payments, issue_receipts, make_receipts,
deliver_receipts.
"""
