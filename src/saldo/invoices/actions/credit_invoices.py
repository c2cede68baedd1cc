from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows, update_rows
from saldo.invoices.actions.freeze_contents import freeze_contents
from saldo.invoices.actions.number_documents import number_documents
from saldo.invoices.choices import Delivery, InvoiceKind, InvoiceOrigin, InvoiceState
from saldo.invoices.documents.contents import Composer, Issuing
from saldo.invoices.events import CreditNotesIssued
from saldo.invoices.models import Invoice, InvoiceLine
from saldo.invoices.policies.content import Corrected
from saldo.invoices.policies.credit import (
    TaxShare,
    credit_lines,
    left_to_credit,
    may_credit,
    split_credit,
    tax_subtotals_of,
)
from saldo.invoices.policies.new_invoice import CreditRequest
from saldo.invoices.policies.postings import credit_entry
from saldo.invoices.policies.rows import ISSUED_COLUMNS, LINE_COLUMNS, issued_row, line_rows
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import IssueGround, credit_ground, issue_ground, lock_invoices, sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import NotFound
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.ledger.actions import post_entries

NOTE_COLUMNS = Sheet._fields


def credit_invoices(
    requests: Sequence[CreditRequest], *, on: date, actor: Actor, deliver: bool = True
) -> Outcome[UUID]:
    """Issue credit notes: whole (amount None: all that is left to credit) or in part, gross.

    A request whose id is there already is unchanged. A credit note is the customer's credit in the ledger; settlement
    uses it on the invoice when it hears of it. Refused: an unknown invoice, a draft, more than is left, no reason, a
    date to come or before the invoice's or before the last one of the series. `Outcome` holds the notes' ids.
    """
    actor.require("credit_invoices")
    outcome: Outcome[UUID] = Outcome()
    invoices = lock_invoices(actor.tenant_id, [one.invoice_id for one in requests])
    outcome.unchanged.extend(sheets_of(actor.tenant_id, [one.id for one in requests]))
    fresh = {one.id: one for one in requests if one.id not in outcome.unchanged}.values()
    known = [one for one in fresh if one.invoice_id in invoices]
    unknown = (NotFound.default_code, NotFound.default_sentence, "invoice_id")
    outcome.refused.extend(Refusal(one.id, *unknown) for one in fresh if one.invoice_id not in invoices)
    if not known:
        return outcome
    ground = issue_ground(actor.tenant_id, [invoices[one.invoice_id] for one in known])
    notes = _write_notes(known, invoices, ground, on=on, actor=actor, outcome=outcome)
    numbers = number_documents([one.sheet for one in notes], on=on, actor=actor, outcome=outcome)
    issued = [one._replace(number=numbers[one.sheet.id]) for one in notes if one.sheet.id in numbers]
    if issued:
        _issue(issued, invoices, ground, Delivery.QUEUED if deliver else Delivery.NONE, actor=actor)
        outcome.done.extend(one.sheet.id for one in issued)
        publish(CreditNotesIssued(tuple(outcome.done)))
    return outcome


def _write_notes(
    requests: Sequence[CreditRequest],
    invoices: Mapping[UUID, Sheet],
    ground: IssueGround,
    *,
    on: date,
    actor: Actor,
    outcome: Outcome[UUID],
) -> list[Issuing]:
    """The notes that may be issued; several may correct one invoice, each seeing what the one before left."""
    billed, credited = credit_ground(actor.tenant_id, [invoices[one] for one in {one.invoice_id for one in requests}])
    now, notes = current_frame().now, []
    for request in requests:
        invoice = invoices[request.invoice_id]
        left = left_to_credit(billed[invoice.id], credited[invoice.id])
        today = business_date(now, ground.issuers[invoice.legal_entity_id].time_zone)
        refusal = may_credit(request, invoice, left, on=on, today=today)
        if refusal:
            outcome.refused.append(refusal)
            continue
        amount = request.amount or Money(sum(share.gross_minor for share in left), invoice.currency)
        shares = split_credit(amount, left)
        own = ground.lines.get(invoice.id, [])
        is_whole = not credited[invoice.id] and amount.minor == invoice.total_minor and own
        lines = own if is_whole else credit_lines(shares, reason=request.reason.strip(), currency=invoice.currency)
        credited[invoice.id].extend(shares)
        notes.append(_note(request, invoice, lines, shares, on))
    return notes


def _note(
    request: CreditRequest, invoice: Sheet, lines: Sequence[SheetLine], shares: Sequence[TaxShare], on: date
) -> Issuing:
    net, tax = sum(share.base_minor for share in shares), sum(share.tax_minor for share in shares)
    assert invoice.number is not None
    assert invoice.issued_on is not None
    sheet = invoice._replace(
        id=request.id,
        kind=InvoiceKind.CREDIT_NOTE.value,
        origin=InvoiceOrigin.WRITTEN.value,
        state=InvoiceState.DRAFT.value,
        corrects_id=invoice.id,
        number=None,
        reference="",
        note="",
        reason=request.reason.strip(),
        terms_days=0,
        issued_on=None,
        due_on=None,
        settled_on=None,
        net_minor=net,
        tax_minor=tax,
        total_minor=net + tax,
        open_minor=0,
        delivery=Delivery.NONE.value,
        version=1,
        created_at=current_frame().now,
        issued_at=None,
    )
    corrected = Corrected(invoice.number, invoice.issued_on)
    return Issuing(sheet, lines, tax_subtotals_of(shares, invoice.currency), "", "", on, None, corrected)


def _issue(
    issued: Sequence[Issuing], invoices: Mapping[UUID, Sheet], ground: IssueGround, delivery: Delivery, *, actor: Actor
) -> None:
    """Written like a draft first: the lines of what is issued cannot be added to."""
    now = current_frame().now
    insert_rows(Invoice, NOTE_COLUMNS, [tuple(one.sheet) for one in issued])
    insert_rows(InvoiceLine, LINE_COLUMNS, [row for one in issued for row in line_rows(one.sheet.id, one.lines)])
    update_rows(
        Invoice,
        ISSUED_COLUMNS,
        [
            issued_row(one.sheet, number=one.number, reference="", on=one.on, due_on=None, delivery=delivery, at=now)
            for one in issued
        ],
    )
    composer = Composer(ground.issuers, ground.customers, ground.notes)
    freeze_contents([composer.compose(one) for one in issued], actor=actor)
    entries = [
        credit_entry(one.sheet, on=one.on, of_imported=_is_imported(invoices[one.sheet.corrects_id]))
        for one in issued
        if one.sheet.corrects_id
    ]
    post_entries(entries, actor=actor)
    lines = [
        AuditLine(
            "invoice",
            one.sheet.id,
            None,
            {"number": one.number, "corrects": one.sheet.corrects_id, "total_minor": one.sheet.total_minor},
        )
        for one in issued
    ]
    record("credit_invoices", lines, actor=actor)


def _is_imported(invoice: Sheet) -> bool:
    return invoice.origin == InvoiceOrigin.IMPORTED
