"""The page of a case, as every view of it answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from saldo.base.people.schemas import StaffRequest
from saldo.cases.choices import CaseKind, CaseReason
from saldo.cases.forms import AnswerForm, CloseForm
from saldo.cases.queries import CaseSheet
from saldo.correspondence.queries import texts_about
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.queries import sheets_of


def case_page(
    request: StaffRequest, case: CaseSheet, *, answer: AnswerForm | None = None, close: CloseForm | None = None
) -> HttpResponse:
    """The page; a form that was refused is shown again with the reasons."""
    actor = request.actor
    customer = billing_of(actor.tenant_id, [case.customer_id])[case.customer_id]
    invoice = sheets_of(actor.tenant_id, [case.invoice_id]).get(case.invoice_id) if case.invoice_id else None
    refused = answer is not None or close is not None
    context: dict[str, Any] = {
        "case": case,
        "kind": CaseKind(case.kind).label,
        "reason": CaseReason(case.reason).label if case.reason else "",
        "customer": customer,
        "invoice": invoice,
        "thread": texts_about(actor.tenant_id, case.id, customer_id=case.customer_id),
        "changes": _changes(case, customer),
        "answer_form": answer or AnswerForm(),
        "close_form": close or CloseForm(),
        "may_answer": actor.may("answer_cases") and bool(customer.email),
        "may_close": case.is_open and actor.may("close_cases"),
        "may_confirm": case.is_open
        and case.kind == CaseKind.CONTACT_CHANGE
        and actor.may("confirm_contact_changes")
        and actor.may("change_customers"),
    }
    return render(request, "cases/show_case.html", context, status=422 if refused else 200)


def _changes(case: CaseSheet, customer: Billing) -> list[tuple[str, str, str]]:
    """Each proposed detail: its field, how it is now, how it would be."""
    now = {"email": customer.email, "phone": customer.phone, "address": "\n".join(customer.address_lines)}
    return [(name, now[name], value) for name, value in case.proposed.items() if value.strip() and name in now]
