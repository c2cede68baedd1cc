"""The jobs of this context."""

from __future__ import annotations

from uuid import UUID

from saldo.base.events.jobs import job
from saldo.base.tenants.frame import frame
from saldo.invoices.actions.make_documents import make_documents as make
from saldo.kernel.actors import Actor

AT_ONCE = 10
"""Documents in one transaction: about a fifth of a second, so that nobody waits long for one of them."""


@job("invoices.make_documents", outside=True)
def make_documents(ids: list[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Make the documents of what was issued, a few in each transaction: what is made stays made."""
    for start in range(0, len(ids), AT_ONCE):
        with frame(tenant_id):
            make(ids[start : start + AT_ONCE], actor=actor)
