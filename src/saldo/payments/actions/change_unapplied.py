from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from saldo.base.tenants.writer import update_rows
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict
from saldo.payments.models import Payment
from saldo.payments.queries import lock_unapplied


def change_unapplied(changes: Mapping[UUID, int], *, actor: Actor) -> None:
    """Follow the ledger: add to (positive) or take from (negative) what of payments settles nothing, in minor units.

    For settlement, which holds the locks and posts the entries. Raises Conflict where more would be used than there is.
    """
    actor.require("settle_payments")
    found = lock_unapplied(actor.tenant_id, changes)
    rows = [(one, unapplied + changes[one]) for one, unapplied, _ in found]
    in_range = all(0 <= unapplied + changes[one] <= amount for one, unapplied, amount in found)
    if len(rows) < len(changes) or not in_range:
        raise Conflict("unapplied_out_of_range", "More of a payment would be used than there is.")
    update_rows(Payment, ("id", "unapplied_minor"), rows)
