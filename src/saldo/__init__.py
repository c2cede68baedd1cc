"""Saldo: invoices, payments and kind reminders on an append-only ledger."""
