from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.invoices import actions
from saldo.invoices.actions import NewInvoice
from saldo.invoices.errors import ChangedMeanwhile, NotADraft
from saldo.invoices.policies.period import parse_period
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import get_invoice, lines_of
from saldo.invoices.views.draft_form import (
    fresh_page,
    new_invoice_of,
    page_with_more_lines,
    read_page,
    show_refusals,
    tax_choices,
)
from saldo.kernel.locales import format_number


@require_http_methods(["GET", "HEAD", "POST"])
def change_draft(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The form of a draft. Where somebody else saved it meanwhile, what was typed stays and both versions are shown."""
    actor, status = request.actor, 200
    actor.require("change_draft")
    sheet = get_invoice(actor.tenant_id, invoice_id)
    if not sheet.is_draft:
        raise NotADraft()
    context: dict[str, Any] = {"invoice": sheet}
    taxes = tax_choices(request, sheet.legal_entity_id)
    if request.method != "POST":
        lines = lines_of(actor.tenant_id, [invoice_id]).get(invoice_id, [])
        page = fresh_page(_initial(request, sheet), [_line(line) for line in lines], taxes)
    elif request.POST.get("do") == "add_lines":
        page = page_with_more_lines(request.POST, taxes)
    else:
        data = request.POST.copy()
        data["id"] = str(invoice_id)
        page, customer_id = read_page(request, data, taxes)
        new = new_invoice_of(page, customer_id=customer_id, legal_entity_id=sheet.legal_entity_id)
        if new:
            try:
                outcome = actions.change_draft(
                    invoice_id, new=new, version=page.head.cleaned_data["version"], actor=actor
                )
            except ChangedMeanwhile as error:
                data["version"] = str(sheet.version)
                page, _customer = read_page(request, data, taxes)
                page.head.add_error(None, error.sentence)
                context["differences"] = _differences(request, sheet, new)
            else:
                if outcome.ok:
                    return redirect("console:show_invoice", invoice_id)
                show_refusals(page, outcome.refused)
        status = 422
    return render(
        request, "invoices/change_draft.html", {**page.context(), **context, "has_taxes": True}, status=status
    )


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


def _differences(request: StaffRequest, kept: Sheet, mine: NewInvoice) -> list[dict[str, str]]:
    """Where the saved draft and the one that was typed differ, field by field and line by line."""
    tenant_id = request.actor.tenant_id
    names = {one.customer_id: one.name for one in billing_of(tenant_id, [kept.customer_id, mine.customer_id]).values()}
    pairs = [
        (_("Customer"), names.get(kept.customer_id, ""), names.get(mine.customer_id, "")),
        (_("What it is for"), kept.title, mine.title),
        (_("Customer's order number"), kept.order_number, mine.order_number),
        (_("Days to pay"), str(kept.terms_days), "" if mine.terms_days is None else str(mine.terms_days)),
        (_("Currency"), kept.currency, mine.currency or kept.currency),
        (_("Note on the invoice"), kept.note, mine.note),
    ]
    theirs = [_words(line) for line in lines_of(tenant_id, [kept.id]).get(kept.id, [])]
    ours = [_words(line) for line in mine.lines]
    for index in range(max(len(theirs), len(ours))):
        label = _("Line %(number)s") % {"number": index + 1}
        pairs.append((label, "".join(theirs[index : index + 1]), "".join(ours[index : index + 1])))
    return [{"label": label, "theirs": saved, "mine": typed} for label, saved, typed in pairs if saved != typed]


def _words(line: Any) -> str:
    language = get_language() or "en"
    quantity, price = (format_number(one, language) for one in (line.quantity, line.unit_price))
    return f"{line.description}, {quantity} × {price}"
