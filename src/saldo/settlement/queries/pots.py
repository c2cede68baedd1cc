"""What money can settle."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import lock_invoices, open_invoices_of


def settle_ground(tenant_id: UUID, *, customer_ids: Iterable[UUID], also: Iterable[UUID]) -> dict[UUID, Sheet]:
    """The open invoices of customers, and the documents in `also`, as they are once they are locked.

    Locked in the order of their ids, all at once: two who settle the same invoices wait for each other, and the second
    sees what the first has left.
    """
    open_now = open_invoices_of(tenant_id, list(set(customer_ids)))
    wanted = {sheet.id for sheets in open_now.values() for sheet in sheets} | set(also)
    return lock_invoices(tenant_id, wanted)
