from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.writer import update_rows
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict
from saldo.ledger.actions import post_entries
from saldo.payments.choices import PaymentState
from saldo.payments.models import Payment
from saldo.payments.policies.postings import void_entry
from saldo.payments.queries import lock_payments


def void_payments(days: Mapping[UUID, date], *, reasons: Mapping[UUID, str], actor: Actor) -> None:
    """Take payments out of the books, each on its day. For settlement, after it has undone what they settled.

    Raises Conflict where a payment has been reversed already or still settles something.
    """
    actor.require("reverse_payments")
    payments = lock_payments(actor.tenant_id, days)
    whole = [one for one in payments.values() if not one.is_reversed and one.unapplied_minor == one.amount_minor]
    if len(whole) < len(days):
        raise Conflict("still_settles", "A payment that still settles something cannot be taken out of the books.")
    update_rows(
        Payment,
        ("id", "state", "unapplied_minor", "reversed_on", "reversal_reason"),
        [(one.id, PaymentState.REVERSED.value, 0, days[one.id], reasons[one.id][:300]) for one in whole],
    )
    post_entries(
        [
            void_entry(
                one.id,
                customer_id=one.customer_id,
                legal_entity_id=one.legal_entity_id,
                method=one.method,
                amount=one.amount,
                on=days[one.id],
            )
            for one in whole
        ],
        actor=actor,
    )
    before, after = {"state": PaymentState.RECEIVED.value}, {"state": PaymentState.REVERSED.value}
    lines = [
        AuditLine("payment", one.id, before, {**after, "on": days[one.id], "reason": reasons[one.id]}) for one in whole
    ]
    record("reverse_payments", lines, actor=actor)
