"""What issuing, crediting and importing put into the ledger."""

from __future__ import annotations

from datetime import date

from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.journal import Account, Entry, Posting
from saldo.kernel.money import Money
from saldo.kernel.references import new_id


def issue_entry(sheet: Sheet, *, on: date, due_on: date) -> Entry | None:
    """The customer owes the total; it is revenue, and tax that is passed on. None where nothing is billed."""
    postings = _shares(-sheet.net_minor, -sheet.tax_minor, sheet.currency)
    if sheet.total_minor:
        total = Money(sheet.total_minor, sheet.currency)
        postings = (Posting(Account.RECEIVABLE, total, sheet.customer_id, sheet.id, due_on), *postings)
    if not postings:
        return None
    return _entry("issue_invoices", "invoice_issued", sheet, on, postings)


def import_entry(sheet: Sheet, *, on: date, due_on: date) -> Entry:
    """The customer owes the total since before these books were opened."""
    total = Money(sheet.total_minor, sheet.currency)
    postings = (
        Posting(Account.RECEIVABLE, total, sheet.customer_id, sheet.id, due_on),
        Posting(Account.OPENING_BALANCE, -total),
    )
    return _entry("import_invoices", "invoice_imported", sheet, on, postings)


def credit_entry(note: Sheet, *, on: date, of_imported: bool) -> Entry:
    """Revenue and tax go back; the customer has a credit. What was imported goes back to the opening balance."""
    if of_imported:
        given: tuple[Posting, ...] = (Posting(Account.OPENING_BALANCE, Money(note.total_minor, note.currency)),)
    else:
        given = _shares(note.net_minor, note.tax_minor, note.currency)
    credit = Posting(Account.CUSTOMER_CREDIT, Money(-note.total_minor, note.currency), note.customer_id, note.id)
    return _entry("credit_invoices", "credit_note_issued", note, on, (*given, credit))


def _shares(net_minor: int, tax_minor: int, currency: str) -> tuple[Posting, ...]:
    shares = ((Account.REVENUE, net_minor), (Account.TAX_PAYABLE, tax_minor))
    return tuple(Posting(account, Money(minor, currency)) for account, minor in shares if minor)


def _entry(verb: str, kind: str, sheet: Sheet, on: date, postings: tuple[Posting, ...]) -> Entry:
    return Entry(
        id=new_id(),
        key=f"{verb}:{sheet.id}",
        kind=kind,
        legal_entity_id=sheet.legal_entity_id,
        effective_on=on,
        postings=postings,
    )
