"""What collections does when something happens below: each is idempotent, and asks for the present state."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.events.jobs import job
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.cases.queries import cases
from saldo.collections.actions import NewTask, close_tasks, open_tasks, review_reminders
from saldo.collections.actions import note_delivery as note
from saldo.collections.choices import TaskKind
from saldo.collections.policies.case_task import task_kind_of_case
from saldo.collections.queries.case_tasks import open_tasks_of_cases, task_counts_of_cases
from saldo.invoices.queries import sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.payments.queries import payments_of


@job("collections.note_delivery")
def note_delivery(message_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Messages were accepted, refused, cancelled, came back or became uncertain."""
    note(message_ids, actor=actor)


@job("collections.stop_reminders")
def stop_reminders(payment_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Payments were settled: what waits for their customers may ask for nothing any more."""
    paid = payments_of(actor.tenant_id, payment_ids).values()
    review_reminders(sorted({one.customer_id for one in paid}), actor=actor)


@job("collections.note_reversals")
def note_reversals(payment_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Payments were taken back: a person should look at each."""
    zones = {entity.id: entity.time_zone for entity in list_legal_entities(actor.tenant_id)}
    now = current_frame().now
    tasks = [
        NewTask(
            f"{TaskKind.RECOVER_PAYMENT}:{payment.id}",
            TaskKind.RECOVER_PAYMENT,
            payment.customer_id,
            business_date(now, zones[payment.legal_entity_id]),
            detail=payment.reference,
        )
        for payment in payments_of(actor.tenant_id, payment_ids).values()
    ]
    open_tasks(tasks, actor=actor)


@job("collections.note_undeliverable")
def note_undeliverable(invoice_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Invoices cannot be sent to anybody: a person should see that they arrive."""
    zones = {entity.id: entity.time_zone for entity in list_legal_entities(actor.tenant_id)}
    now = current_frame().now
    tasks = [
        NewTask(
            f"{TaskKind.DELIVER_INVOICE}:{sheet.id}",
            TaskKind.DELIVER_INVOICE,
            sheet.customer_id,
            business_date(now, zones[sheet.legal_entity_id]),
            detail=sheet.number or "",
        )
        for sheet in sheets_of(actor.tenant_id, invoice_ids).values()
    ]
    open_tasks(tasks, actor=actor)


@job("collections.note_cases")
def note_cases(case_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Customers asked or objected, or a person has closed what they wrote: one open task for each open case."""
    found = cases(actor.tenant_id, case_ids)
    waiting = open_tasks_of_cases(actor.tenant_id, list(found))
    closed = [task_id for case_id, task_id in waiting.items() if not found[case_id].is_open]
    close_tasks(closed, outcome="", actor=actor)
    fresh = [one for one in found.values() if one.is_open and one.id not in waiting]
    earlier = task_counts_of_cases(actor.tenant_id, [one.id for one in fresh])
    zones = {entity.id: entity.time_zone for entity in list_legal_entities(actor.tenant_id)}
    now = current_frame().now
    tasks = [
        NewTask(
            f"case:{one.id}:{earlier.get(one.id, 0)}",
            task_kind_of_case(one.kind),
            one.customer_id,
            business_date(now, zones[one.legal_entity_id]),
            detail=" ".join(one.words.split())[:300],
            case_id=one.id,
        )
        for one in fresh
    ]
    open_tasks(tasks, actor=actor)
    review_reminders(sorted({one.customer_id for one in found.values()}), actor=actor)
