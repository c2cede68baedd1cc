from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.invoices.actions import change_open_amounts
from saldo.kernel.actors import Actor
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.actions import post_entries
from saldo.payments.actions import change_unapplied
from saldo.settlement.models import Allocation
from saldo.settlement.policies.plan_allocations import Share, allocation_day
from saldo.settlement.policies.postings import allocation_entry
from saldo.settlement.queries import latest_allocation_days

_COLUMNS = (
    "id",
    "payment_id",
    "credit_note_id",
    "invoice_id",
    "currency",
    "amount_minor",
    "allocated_on",
    "created_at",
)


def write_allocations(shares: Sequence[Share], *, on: date | None, verb: str, actor: Actor) -> list[UUID]:
    """Write planned shares: allocations, open amounts, what is left of the sources, entries, audit.

    For the verbs that settle, which hold the locks. `on` is None where each takes effect on the day its money came.
    Returns the ids of the allocations, in order.
    """
    if not shares:
        return []
    now = current_frame().now
    ids = [new_id() for _ in shares]
    days = [allocation_day(one, on=on) for one in shares]
    rows = []
    for allocation_id, share, day in zip(ids, shares, days, strict=True):
        payment_id, credit_note_id = (share.source.id, None) if share.source.is_payment else (None, share.source.id)
        row = (allocation_id, payment_id, credit_note_id, share.target.id, share.source.pot[2], share.amount_minor)
        rows.append((*row, day, now))
    insert_rows(Allocation, _COLUMNS, rows)
    _change_documents(shares, days, actor)
    _change_payments(shares, actor)
    post_entries(
        [allocation_entry(one, share, on=day) for one, share, day in zip(ids, shares, days, strict=True)], actor=actor
    )
    record(verb, [_line(one, share) for one, share in zip(ids, shares, strict=True)], actor=actor)
    return ids


def _line(allocation_id: UUID, share: Share) -> AuditLine:
    source = "payment" if share.source.is_payment else "credit_note"
    amount = str(Money(share.amount_minor, share.source.pot[2]))
    after: Mapping[str, object] = {source: share.source.id, "invoice": share.target.id, "amount": amount}
    return AuditLine("allocation", allocation_id, None, after)


def _change_documents(shares: Sequence[Share], days: Sequence[date], actor: Actor) -> None:
    """Invoices are open by less, credit notes too. What is settled is so on the last day on which something came."""
    changes: defaultdict[UUID, int] = defaultdict(int)
    latest: dict[UUID, date] = {}
    for share, day in zip(shares, days, strict=True):
        documents = [share.target.id] if share.source.is_payment else [share.target.id, share.source.id]
        for one in documents:
            changes[one] -= share.amount_minor
            latest[one] = max(day, latest.get(one, day))
    open_minor = {share.target.id: share.target.open_minor for share in shares}
    closing = [one for one in changes if open_minor.get(one, -changes[one]) + changes[one] == 0]
    for one, day in latest_allocation_days(actor.tenant_id, closing).items():
        latest[one] = max(day, latest[one])
    change_open_amounts(changes, on=latest, actor=actor)


def _change_payments(shares: Sequence[Share], actor: Actor) -> None:
    changes: defaultdict[UUID, int] = defaultdict(int)
    for share in shares:
        if share.source.is_payment:
            changes[share.source.id] -= share.amount_minor
    if changes:
        change_unapplied(changes, actor=actor)
