from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.cases.queries import open_cases_of
from saldo.collections.choices import TaskKind, reason_label
from saldo.collections.documents.task_words import why_words
from saldo.collections.queries.tasks import NextStep, next_step_of
from saldo.correspondence.queries import timeline
from saldo.customers.queries import contacts_of, get_customer
from saldo.insights.documents.customer_pictures import balance_picture, habit_picture
from saldo.invoices.policies.shown_status import ShownStatus, shown_status
from saldo.invoices.queries.of_customer import OpenPage, latest_issued, open_page
from saldo.kernel.locales import babel_locale, language_name
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries.history import BalanceStep, balance_steps
from saldo.payments.queries.payments import find_payments
from saldo.web.console.queries import customer_events

if TYPE_CHECKING:
    from saldo.customers.models import Contact

LATEST, PAGE, REMEMBERED = 15, 25, 60


@require_safe
def show_customer(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Where we stand with a customer: balances, what comes next and why, what is open, what was."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_customers")
    customer = get_customer(tenant_id, customer_id)
    page = open_page(tenant_id, customer_id, on=request.today, cursor=request.GET.get("after", ""), limit=PAGE)
    steps = balance_steps(tenant_id, customer_id)
    issued = latest_issued(tenant_id, customer_id, limit=REMEMBERED)
    messages = timeline(tenant_id, customer_id, limit=LATEST)
    payments = find_payments(tenant_id, customer_id=customer_id, limit=LATEST)
    cases = open_cases_of(tenant_id, [customer_id]).get(customer_id, [])
    disputed = {one.invoice_id: one.id for one in cases if one.invoice_id}
    events = customer_events(messages.items, payments.payments, issued)
    step = next_step_of(tenant_id, customer_id)
    context = {
        "customer": customer,
        "contacts": _people(contacts_of(tenant_id, customer_id)),
        "balances": _balances(steps, page),
        "nothing": Money.zero(customer.currency or request.issuer.currency),
        "rows": [
            {
                "invoice": one,
                "status": ShownStatus("disputed") if one.id in disputed else shown_status(one, on=request.today),
                "case_id": disputed.get(one.id),
            }
            for one in page.rows
        ],
        "sums": list(page.sums.values()),
        "next_cursor": page.cursor,
        "is_first": not request.GET.get("after"),
        "cases": cases,
        "events": events[:LATEST],
        "next": step,
        "next_words": TaskKind(step.task_kind).label if step.task_kind else "",
        "next_why": _why(step),
        "why_silent": reason_label(step.silence) if step.silence else "",
        "habit": habit_picture(issued, on=request.today),
        "pasts": [picture for one in steps.values() if (picture := balance_picture(one, on=request.today))],
        "years": sorted({one.issued_on.year for one in issued if one.issued_on}, reverse=True),
        "note_id": new_id(),
        "may": actor.permissions,
    }
    return render(request, "console/show_customer.html", context)


def _why(step: NextStep) -> str:
    if not step.task_kind:
        return ""
    return why_words(step.task_kind, detail=step.task_detail, facts=step.task_facts, step=step.reminder_step)


def _people(contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    """Each contact with the language in which we write to them."""
    reader = babel_locale(get_language() or "en")
    return [
        {"contact": one, "language": language_name(one.language, reader) if one.language else ""} for one in contacts
    ]


def _balances(steps: Mapping[str, list[BalanceStep]], page: OpenPage) -> list[dict[str, Any]]:
    """The ledger's balance in each currency in which there is one, what is overdue of it, and what is not due yet."""
    rows = []
    for code, past in steps.items():
        now = past[-1]
        if not now.receivable and not now.credit:
            continue
        overdue = page.sums[code].overdue if code in page.sums else Money.zero(code)
        row = {"net": now.net, "receivable": now.receivable, "credit": now.credit, "overdue": overdue}
        rows.append({**row, "not_due": now.receivable - overdue})
    return sorted(rows, key=lambda one: -one["receivable"].minor)
