from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saldo.base.audit.queries import records_of
from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.queries import is_mail_held, messages_about
from saldo.customers.queries import billing_of
from saldo.invoices.choices import Delivery, InvoiceKind, InvoiceOrigin
from saldo.invoices.policies.parties import seller_content
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.policies.shown_status import shown_status
from saldo.invoices.queries import content_of, credit_notes_of, get_invoice, lines_of
from saldo.kernel.locales import format_number
from saldo.kernel.money import Money
from saldo.settlement.queries import allocations_of_invoices
from saldo.web.console.queries import document_history


@require_safe
def show_invoice(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """What the customer sees, beside what happened to it; for a draft, what is written so far."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_invoices")
    sheet = get_invoice(tenant_id, invoice_id)
    is_invoice, is_written = sheet.kind == InvoiceKind.INVOICE, sheet.origin == InvoiceOrigin.WRITTEN
    mails = messages_about(tenant_id, [invoice_id], customer_ids=[sheet.customer_id])[invoice_id]
    history = document_history(records_of(tenant_id, invoice_id), mails)
    context = {
        "invoice": sheet,
        "kind": InvoiceKind(sheet.kind),
        "status": shown_status(sheet, on=request.today),
        "customer": billing_of(tenant_id, [sheet.customer_id])[sheet.customer_id],
        **_parties(request, sheet),
        "lines": [_line(one, sheet) for one in lines_of(tenant_id, [invoice_id]).get(invoice_id, [])],
        "net": Money(sheet.net_minor, sheet.currency),
        "tax": Money(sheet.tax_minor, sheet.currency),
        "credit_notes": credit_notes_of(tenant_id, invoice_id) if is_invoice and not sheet.is_draft else [],
        "corrects": get_invoice(tenant_id, sheet.corrects_id) if sheet.corrects_id else None,
        "settled_by": _settled_by(request, sheet),
        "delivery": Delivery(sheet.delivery),
        "is_mail_held": is_mail_held(),
        "events": history,
        "is_invoice": is_invoice,
        "is_written": is_written,
        "may": actor.permissions,
    }
    return render(request, "console/show_invoice.html", context)


def _parties(request: StaffRequest, sheet: Sheet) -> dict[str, Any]:
    """Who sells, where the money goes and the sentences below: as they were frozen; for a draft, as they are now."""
    issuer = next((one for one in request.issuers if one.id == sheet.legal_entity_id), request.issuer)
    if sheet.is_draft or sheet.origin != InvoiceOrigin.WRITTEN:
        return {"seller": seller_content(issuer).seller, "pay": None, "tax_notes": []}
    paper = content_of(request.actor.tenant_id, sheet.id)["paper"]
    return {"seller": paper["seller"], "pay": paper.get("pay"), "tax_notes": paper["tax_notes"]}


def _line(line: SheetLine, sheet: Sheet) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "line": line,
        "quantity": format_number(line.quantity.normalize(), language),
        "price": format_number(line.unit_price.normalize(), language),
        "discount": format_number(line.discount_percent.normalize(), language) if line.discount_percent else "",
        "rate": format_number(line.tax_rate.normalize(), language),
        "net": Money(line.net_minor, sheet.currency),
    }


def _settled_by(request: StaffRequest, sheet: Sheet) -> list[dict[str, Any]]:
    """What settled an invoice, or what a credit note settled, with where it leads."""
    if sheet.is_draft:
        return []
    rows = []
    for one in allocations_of_invoices(request.actor.tenant_id, [sheet.id]):
        document_id = one.credit_note_id if one.invoice_id == sheet.id else one.invoice_id
        rows.append({"allocation": one, "payment_id": one.payment_id, "document_id": document_id})
    return rows
