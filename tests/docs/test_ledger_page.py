"""`docs/ledger.md` says what each event posts. It is made by playing every event and reading the ledger: it cannot lie.

`make docs` writes it anew (SALDO_WRITE_DOCS=1).
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

from saldo.invoices.actions import CreditRequest, ImportedInvoice, credit_invoices, import_invoices
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.settlement.actions import apply_credits, reverse_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued, new_line, tax_code, today
from tests.factories.payments import make_payment, make_settled

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"
HEAD = """# What the ledger records

Made by `make docs`, which plays every event and reads the ledger; a test compares. Debits stand above credits; an
amount of zero is not posted. Every entry carries a key (`<verb>:<subject>`), a business date and the instant at which
it was recorded. A correction is a new entry that points at the old one.
"""
MEANINGS = {
    "invoice_issued": "An invoice is issued: the customer owes its total.",
    "invoice_imported": "An open invoice comes from another system: what it was for is in that system's books.",
    "credit_note_issued": "A credit note is issued: its total is held for the customer until it is used.",
    "payment_received": "Money arrives: until it settles something it is held for the customer.",
    "credit_allocated": "Money or a credit note settles (a part of) an invoice.",
    "allocation_reversed": "A settlement is undone: the invoice is open again.",
    "payment_reversed": "Money is taken back: a bounced cheque, a dispute that was lost, a mistake.",
}
_ENTRIES = """
    SELECT entry.kind, split_part(entry.key, ':', 1), entry.corrects_id IS NOT NULL, posting.account,
           posting.amount_minor > 0, posting.customer_id IS NOT NULL, posting.item_id IS NOT NULL,
           bool_or(posting.due_on IS NOT NULL)
    FROM ledger_entry entry JOIN ledger_posting posting ON posting.entry_id = entry.id
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY min(entry.id::text), 5 DESC, min(posting.line)
"""


def play_everything(house, clock, frame_of):
    dana = make_customer(house, clock)
    with frame_of(house.tenant_id):
        line = new_line(house, "1000.00", tax_code_id=tax_code(house, "NOR"), quantity=Decimal(1))
    invoice = make_issued(house, clock, dana, lines=(line,))
    with frame_of(house.tenant_id):
        number = _number(house, dana)
        old = ImportedInvoice(2, "OLD-1", number, "EUR", Money.of("500.00", "EUR"), today(house), today(house))
        imported = import_invoices([old], legal_entity_id=house.entity_id, actor=house.bob).only()
        requests = [
            CreditRequest(new_id(), invoice, Money.of("123.00", "EUR"), "Panels not made"),
            CreditRequest(new_id(), imported, Money.of("50.00", "EUR"), "Agreed"),
        ]
        notes = credit_invoices(requests, on=today(house), actor=house.bob)
        apply_credits(notes.done, on=today(house), actor=house.bob)
    for method in ("transfer", "cash", "cheque", "card"):
        make_payment(house, clock, dana, "10.00", method=method)
    payment = make_settled(house, clock, dana, "100.00", method="transfer")
    with frame_of(house.tenant_id):
        reverse_payments([payment], on=today(house), reason="Recorded twice", actor=house.bob).raise_if_refused()


def _number(house, customer_id):
    from saldo.customers.queries import get_customer

    return get_customer(house.tenant_id, customer_id).number


def page_of(rows):
    parts, seen = [HEAD], None
    for kind, verb, corrects, account, is_debit, has_customer, has_item, has_due in rows:
        if kind != seen:
            note = " Points at the entry that it corrects." if corrects else ""
            parts.append(
                f"\n## `{kind}`\n\n{MEANINGS[kind]} Key `{verb}:…`.{note}\n\n| | Account | By |\n|---|---|---|\n"
            )
            seen = kind
        by = ", ".join(
            word
            for word, is_there in (("customer", has_customer), ("item", has_item), ("due date", has_due))
            if is_there
        )
        parts.append(f"| {'debit' if is_debit else 'credit'} | {account.replace('_', ' ')} | {by} |\n")
    return "".join(parts)


def test_the_page_says_what_the_events_post(house, clock, frame_of, owner_connection):
    play_everything(house, clock, frame_of)
    rows = owner_connection.execute(_ENTRIES).fetchall()
    assert {row[0] for row in rows} == set(MEANINGS)
    page = page_of(_by_kind(rows))
    if os.environ.get("SALDO_WRITE_DOCS"):
        PAGE.write_text(page)
    assert PAGE.read_text() == page


def _by_kind(rows):
    """The rows with those of one kind together, in the order in which the kinds first came; each line once."""
    kinds = list(dict.fromkeys(row[0] for row in rows))
    once = list(dict.fromkeys(rows))
    return sorted(once, key=lambda row: (kinds.index(row[0]), not row[4]))
