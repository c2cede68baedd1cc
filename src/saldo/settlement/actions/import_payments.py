from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from saldo.base.tenants.queries import get_legal_entity
from saldo.customers.queries import customers_by_number
from saldo.invoices.queries.by_number import invoices_by_number
from saldo.kernel.actors import Actor
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment, record_payments
from saldo.payments.choices import PaymentOrigin
from saldo.payments.queries import payments_as_kept
from saldo.settlement.actions.settle_payments import settle_payments
from saldo.settlement.policies.check_imported_payment import Known, Meant, check_imported_payment
from saldo.settlement.policies.read_payment_rows import ImportedPayment

_FIELDS: Mapping[str, str] = {"date_in_future": "received_on", "not_positive": "amount"}


def import_payments(rows: Sequence[ImportedPayment], *, legal_entity_id: UUID, actor: Actor) -> Outcome[int]:
    """Take over payments that were received elsewhere: each settles the invoice that it names, on the day it came.

    What is over, and what names no invoice, settles the earliest due. Row numbers come back: `done`, `unchanged` for
    rows whose key stands with the same data, refusals with their field; the good rows are taken. Imported payments
    have no receipt of ours. Raises NotFound for an unknown issuer.
    """
    actor.require("import_payments")
    get_legal_entity(actor.tenant_id, legal_entity_id)
    known = _known(rows, legal_entity_id, actor.tenant_id)
    outcome: Outcome[int] = Outcome()
    new: list[NewPayment] = []
    row_of: dict[UUID, int] = {}
    items: dict[UUID, Mapping[UUID, Money]] = {}
    for row in rows:
        meant = check_imported_payment(row, known)
        if isinstance(meant, Refusal):
            outcome.refused.append(meant)
        elif row.key in known.payments:
            outcome.unchanged.append(row.row_number)
        else:
            payment = _payment(row, meant, legal_entity_id)
            new.append(payment)
            row_of[payment.id] = row.row_number
            if meant.invoice_id:
                items[payment.id] = {meant.invoice_id: row.amount}
    recorded = record_payments(new, actor=actor)
    settled = settle_payments(recorded.done, on=None, items=items, actor=actor)
    assert settled.ok, "what a row is for was checked before"
    taken, refused = set(recorded.done), {one.item: one for one in recorded.refused}
    for payment_id, number in row_of.items():
        if payment_id in refused:
            fault = refused[payment_id]
            field = _FIELDS.get(fault.code, fault.field)
            outcome.refused.append(Refusal(number, fault.code, fault.sentence, field))
        else:
            (outcome.done if payment_id in taken else outcome.unchanged).append(number)
    return outcome


def _known(rows: Sequence[ImportedPayment], legal_entity_id: UUID, tenant_id: UUID) -> Known:
    return Known(
        customers=customers_by_number(tenant_id, {row.customer_number for row in rows if row.customer_number}),
        invoices=invoices_by_number(
            tenant_id, legal_entity_id, {row.invoice_number for row in rows if row.invoice_number}
        ),
        payments=payments_as_kept(tenant_id, [row.key for row in rows]),
    )


def _payment(row: ImportedPayment, meant: Meant, legal_entity_id: UUID) -> NewPayment:
    return NewPayment(
        id=new_id(),
        key=row.key,
        customer_id=meant.customer_id,
        legal_entity_id=legal_entity_id,
        method=row.method,
        amount=row.amount,
        received_on=row.received_on,
        reference=row.reference,
        origin=PaymentOrigin.IMPORTED,
    )
