from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.invoices import actions
from saldo.invoices.errors import ChangedMeanwhile, NotADraft
from saldo.invoices.policies.period import parse_period
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import get_invoice, lines_of
from saldo.invoices.views.draft_form import (
    DraftPage,
    Ground,
    fresh_page,
    ground_of,
    new_invoice_of,
    read_page,
    reshaped_page,
    retyped_page,
    show_refusals,
)
from saldo.invoices.views.draft_versions import differences, with_theirs


@require_http_methods(["GET", "HEAD", "POST"])
def change_draft(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The form of a draft. Where somebody else saved it meanwhile, both versions are shown, and either can be taken."""
    actor, status = request.actor, 200
    actor.require("change_draft")
    sheet = get_invoice(actor.tenant_id, invoice_id)
    if not sheet.is_draft:
        raise NotADraft()
    ground = ground_of(request, sheet.legal_entity_id)
    context: dict[str, Any] = {"invoice": sheet}
    if request.method != "POST":
        page = _saved_page(request, sheet, ground)
    elif reshaped := reshaped_page(request.POST, ground.taxes):
        page = reshaped
    elif str(request.POST.get("do", "")).startswith("take_"):
        saved = _saved_page(request, sheet, ground)
        data = with_theirs(request.POST, saved)
        data["version"] = str(sheet.version)
        page = retyped_page(data, ground.taxes)
        context |= {"differences": differences(saved, page), "has_two": True}
    else:
        data = request.POST.copy()
        data["id"] = str(invoice_id)
        page, customer_id = read_page(request, data, ground.taxes)
        new = new_invoice_of(page, customer_id=customer_id, legal_entity_id=sheet.legal_entity_id)
        if new:
            try:
                outcome = actions.change_draft(
                    invoice_id, new=new, version=page.head.cleaned_data["version"], actor=actor
                )
            except ChangedMeanwhile:
                data["version"] = str(sheet.version)
                page, _customer = read_page(request, data, ground.taxes)
                sentence = _("Somebody else has saved this draft since you opened it. Look at both, then save again.")
                page.head.add_error(None, sentence)
                found = differences(_saved_page(request, sheet, ground), page)
                context |= {"differences": found, "has_two": True}
            else:
                if outcome.ok:
                    return redirect("console:show_invoice", invoice_id)
                show_refusals(page, outcome.refused)
        status = 422
    return render(request, "invoices/change_draft.html", {**page.context(request, ground), **context}, status=status)


def _saved_page(request: StaffRequest, sheet: Sheet, ground: Ground) -> DraftPage:
    lines = lines_of(request.actor.tenant_id, [sheet.id]).get(sheet.id, [])
    return fresh_page(_initial(request, sheet), [_line(line) for line in lines], ground.taxes)


def _initial(request: StaffRequest, sheet: Sheet) -> dict[str, Any]:
    names = ("id", "version", "currency", "terms_days", "title", "order_number", "note", "language")
    period = parse_period(sheet.period)
    customer = billing_of(request.actor.tenant_id, [sheet.customer_id])[sheet.customer_id]
    return {
        **{name: getattr(sheet, name) for name in names},
        "customer": customer.number,
        "period_from": period[0] if period else None,
        "period_to": period[1] if period else None,
    }


def _line(line: SheetLine) -> dict[str, Any]:
    names = ("description", "detail", "quantity", "unit", "unit_price")
    kept = {name: getattr(line, name) for name in names}
    return {**kept, "discount_percent": line.discount_percent or None, "tax_code_id": str(line.tax_code_id)}
