from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.base.tenants.writer import insert_rows
from saldo.customers.queries import customers_by_number
from saldo.invoices.choices import Delivery, InvoiceKind, InvoiceOrigin, InvoiceState
from saldo.invoices.models import Invoice
from saldo.invoices.policies.check_imported import check_imported, imported_data, repeated_numbers
from saldo.invoices.policies.new_invoice import ImportedInvoice
from saldo.invoices.policies.postings import import_entry
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import imported_by_number
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id
from saldo.ledger.actions import post_entries


def import_invoices(rows: Sequence[ImportedInvoice], *, legal_entity_id: UUID, actor: Actor) -> Outcome[UUID]:
    """Take over open invoices that were issued elsewhere, with their numbers, against the opening balance.

    They have no document of ours and count as delivered by declaration. A number that was imported before with the
    same customer, currency, total and dates is unchanged; refusals carry the row number. Raises NotFound for an
    unknown issuer.
    """
    actor.require("import_invoices")
    issuer = get_legal_entity(actor.tenant_id, legal_entity_id)
    now = current_frame().now
    today = business_date(now, issuer.time_zone)
    outcome: Outcome[UUID] = Outcome(refused=repeated_numbers(rows))
    repeated = {one.item for one in outcome.refused}
    customers = customers_by_number(actor.tenant_id, {row.customer_number for row in rows})
    kept = imported_by_number(actor.tenant_id, legal_entity_id, [row.number.strip() for row in rows])
    sheets = []
    for row in rows:
        if row.row_number in repeated:
            continue
        refusal = check_imported(row, customer_known=row.customer_number in customers, today=today)
        if refusal:
            outcome.refused.append(refusal)
            continue
        sheet = _sheet(row, customers[row.customer_number], legal_entity_id, issuer.language, now)
        if not _is_known(row, sheet.customer_id, kept, outcome):
            sheets.append(sheet)
    _write(sheets, actor=actor, outcome=outcome)
    return outcome


def _is_known(row: ImportedInvoice, customer_id: UUID, kept: Mapping[str, Sheet], outcome: Outcome[UUID]) -> bool:
    same = kept.get(row.number.strip())
    if same is None:
        return False
    before = (same.customer_id, same.currency, same.total_minor, same.issued_on, same.due_on)
    if before == imported_data(customer_id, row):
        outcome.unchanged.append(same.id)
    else:
        sentence = f"{same.number} has been imported before with other data."
        outcome.refused.append(Refusal(row.row_number, "number_taken", sentence, "number"))
    return True


def _sheet(row: ImportedInvoice, customer_id: UUID, legal_entity_id: UUID, language: str, now: datetime) -> Sheet:
    total = row.total.minor
    return Sheet(
        id=new_id(),
        kind=InvoiceKind.INVOICE.value,
        origin=InvoiceOrigin.IMPORTED.value,
        state=InvoiceState.OPEN.value,
        legal_entity_id=legal_entity_id,
        customer_id=customer_id,
        corrects_id=None,
        number=row.number.strip(),
        reference="",
        language=language,
        currency=row.currency,
        title=row.title.strip(),
        period="",
        order_number=row.order_number.strip(),
        note="",
        reason="",
        terms_days=min((row.due_on - row.issued_on).days, 32767),
        issued_on=row.issued_on,
        due_on=row.due_on,
        settled_on=None,
        net_minor=total,
        tax_minor=0,
        total_minor=total,
        open_minor=total,
        delivery=Delivery.DECLARED.value,
        version=1,
        created_at=now,
        issued_at=now,
    )


def _write(sheets: Sequence[Sheet], *, actor: Actor, outcome: Outcome[UUID]) -> None:
    insert_rows(Invoice, (*Sheet._fields, "delivery_at"), [(*one, one.created_at) for one in sheets])
    entries = [import_entry(one, on=one.issued_on, due_on=one.due_on) for one in sheets if one.issued_on and one.due_on]
    post_entries(entries, actor=actor)
    lines = [
        AuditLine(
            "invoice", one.id, None, {"number": one.number, "total_minor": one.total_minor, "delivery": "declared"}
        )
        for one in sheets
    ]
    record("import_invoices", lines, actor=actor)
    outcome.done.extend(one.id for one in sheets)
