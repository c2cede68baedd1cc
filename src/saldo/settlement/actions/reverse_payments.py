from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import update_rows
from saldo.invoices.actions import change_open_amounts
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import NotFound
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.ledger.actions import post_entries
from saldo.payments.actions import change_unapplied, void_payments
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import lock_payments
from saldo.settlement.events import PaymentsReversed
from saldo.settlement.models import Allocation
from saldo.settlement.policies.check_reversal import check_reversal
from saldo.settlement.policies.postings import reversal_entry
from saldo.settlement.queries import AllocationSheet, lock_live_allocations


def reverse_payments(payments: Sequence[UUID], *, on: date | None, reason: str, actor: Actor) -> Outcome[UUID]:
    """Take payments back: what they settled is open again, and the money leaves the books, by entries that correct.

    `on` is the day it takes effect; None for the day that stands on the payment, for those that a gateway took back
    (their reason stands there too). A reversed payment is unchanged. Refused: an unknown payment, a day before the
    money came or a day to come. Publishes PaymentsReversed.
    """
    actor.require("reverse_payments")
    ids = list(dict.fromkeys(payments))
    outcome: Outcome[UUID] = Outcome()
    doomed = _doomed(ids, on, outcome, actor)
    days = {one.id: on or one.reversed_on or one.received_on for one in doomed}
    _undo(lock_live_allocations(actor.tenant_id, days), {one.id: one for one in doomed}, days, actor)
    void_payments(days, reasons={one.id: reason or one.reversal_reason for one in doomed}, actor=actor)
    outcome.done += days
    if days:
        publish(PaymentsReversed(tuple(days)))
    return outcome


def _doomed(ids: Sequence[UUID], on: date | None, outcome: Outcome[UUID], actor: Actor) -> list[PaymentSheet]:
    found = lock_payments(actor.tenant_id, ids)
    now = current_frame().now
    today = {one.id: business_date(now, one.time_zone) for one in list_legal_entities(actor.tenant_id)}
    doomed = []
    for payment_id in ids:
        payment = found.get(payment_id)
        if payment is None:
            outcome.refused.append(Refusal(payment_id, NotFound.default_code, NotFound.default_sentence))
        elif payment.is_reversed:
            outcome.unchanged.append(payment_id)
        elif on and (fault := check_reversal(payment, on=on, today=today[payment.legal_entity_id])):
            outcome.refused.append(fault)
        else:
            doomed.append(payment)
    return doomed


def _undo(
    allocations: Sequence[AllocationSheet],
    payments: Mapping[UUID, PaymentSheet],
    days: Mapping[UUID, date],
    actor: Actor,
) -> None:
    """Invoices first in the order of their ids, as everybody locks them. Nothing is undone before it was done."""
    if not allocations:
        return
    lock_invoices(actor.tenant_id, {one.invoice_id for one in allocations})
    now = current_frame().now
    opened: defaultdict[UUID, int] = defaultdict(int)
    freed: defaultdict[UUID, int] = defaultdict(int)
    rows, entries, lines = [], [], []
    for one in allocations:
        assert one.payment_id is not None
        payment, day = payments[one.payment_id], max(days[one.payment_id], one.allocated_on)
        opened[one.invoice_id] += one.amount_minor
        freed[one.payment_id] += one.amount_minor
        rows.append((one.id, day, now))
        entries.append(
            reversal_entry(
                one.id,
                customer_id=payment.customer_id,
                legal_entity_id=payment.legal_entity_id,
                payment_id=payment.id,
                invoice_id=one.invoice_id,
                amount=one.amount,
                on=day,
            )
        )
        lines.append(AuditLine("allocation", one.id, {"amount": str(one.amount)}, {"reversed_on": day}))
    update_rows(Allocation, ("id", "reversed_on", "reversed_at"), rows)
    change_open_amounts(opened, on=max(days.values()), actor=actor)
    change_unapplied(freed, actor=actor)
    post_entries(entries, actor=actor)
    record("reverse_payments", lines, actor=actor)
