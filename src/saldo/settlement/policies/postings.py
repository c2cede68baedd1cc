"""What settling puts into the ledger, and how it is undone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from saldo.kernel.journal import Account, Entry, Posting
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.settlement.policies.plan_allocations import Share


def allocation_entry(allocation_id: UUID, share: Share, *, on: date) -> Entry:
    """Credit of the customer pays what the customer owes. The entry has the allocation's id."""
    customer_id, legal_entity_id, currency = share.source.pot
    amount = Money(share.amount_minor, currency)
    return Entry(
        id=allocation_id,
        key=f"allocate:{allocation_id}",
        kind="credit_allocated",
        legal_entity_id=legal_entity_id,
        effective_on=on,
        postings=(
            Posting(Account.CUSTOMER_CREDIT, amount, customer_id, share.source.id),
            Posting(Account.RECEIVABLE, -amount, customer_id, share.target.id),
        ),
    )


def reversal_entry(
    allocation_id: UUID,
    *,
    customer_id: UUID,
    legal_entity_id: UUID,
    payment_id: UUID,
    invoice_id: UUID,
    amount: Money,
    on: date,
) -> Entry:
    """The customer owes it again, and has the credit again."""
    return Entry(
        id=new_id(),
        key=f"reverse_allocation:{allocation_id}",
        kind="allocation_reversed",
        legal_entity_id=legal_entity_id,
        effective_on=on,
        postings=(
            Posting(Account.RECEIVABLE, amount, customer_id, invoice_id),
            Posting(Account.CUSTOMER_CREDIT, -amount, customer_id, payment_id),
        ),
        corrects_id=allocation_id,
    )
