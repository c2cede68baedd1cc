from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from saldo.base.tenants.writer import update_rows
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict
from saldo.payments.models import Payment
from saldo.payments.queries import lock_payments


def change_unapplied(changes: Mapping[UUID, int], *, actor: Actor) -> None:
    """Follow the ledger: add to (positive) or take from (negative) what of payments settles nothing, in minor units.

    For settlement, which holds the locks and posts the entries. Raises Conflict where more would be used than there is.
    """
    actor.require("settle_payments")
    payments = lock_payments(actor.tenant_id, changes)
    rows = [(one.id, one.unapplied_minor + changes[one.id]) for one in payments.values()]
    if len(rows) < len(changes) or any(not 0 <= minor <= payments[one].amount_minor for one, minor in rows):
        raise Conflict("unapplied_out_of_range", "More of a payment would be used than there is.")
    update_rows(Payment, ("id", "unapplied_minor"), rows)
