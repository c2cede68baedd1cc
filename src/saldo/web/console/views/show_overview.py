from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import TaskKind
from saldo.collections.queries.most_worth import WorthyTask, most_worth
from saldo.correspondence.choices import MessageState
from saldo.correspondence.queries import is_mail_held, unsent_counts
from saldo.customers.queries import Billing, billing_of
from saldo.insights.documents.pictures import cash_picture, dso_picture
from saldo.insights.queries import Figures, figures
from saldo.invoices.queries.drafts import draft_totals
from saldo.invoices.queries.overdue import CustomerOverdue, overdue_by_customer
from saldo.kernel.money import Money
from saldo.ledger.queries.totals import largest_balances
from saldo.web.console.queries import ageing_parts
from saldo.web.console.views.set_up import leads_to_set_up

LARGEST, HELPFUL = 6, 3


@require_safe
def show_overview(request: StaffRequest) -> HttpResponse:
    """Who owes us what, what should I do now, is it getting better; every figure opens the rows that add up to it."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_invoices")
    if leads_to_set_up(request):
        return redirect("console:set_up")
    found = figures(tenant_id, [one.id for one in request.issuers], on=request.today)
    currency = _main_currency(found, request.issuer.currency)
    balances = largest_balances(tenant_id, currency=currency, limit=LARGEST)
    tasks = most_worth(tenant_id, on=request.today, limit=HELPFUL)
    customer_ids = list(dict.fromkeys([*balances, *(one.customer_id for one in tasks)]))
    overdue = overdue_by_customer(tenant_id, customer_ids, on=request.today)
    names = billing_of(tenant_id, customer_ids)
    unsent = unsent_counts(tenant_id)
    points = found.points(currency)
    has_goal = currency == request.issuer.currency and len(request.issuers) == 1
    goal = found.goals.get(request.issuer.id) if has_goal else None
    context = {
        "today": request.today,
        "currency": currency,
        "totals": [_total(found, code) for code in _order(found, currency)],
        "largest": [_balance(one, owed, names, overdue, request) for one, owed in balances.items()],
        "others": found.owed(currency) - sum(balances.values(), start=Money.zero(currency)),
        "helpful": [_task(one, names, overdue, request) for one in tasks],
        "cash": cash_picture(found, currency),
        "trend": dso_picture(points, goal),
        "has_history": any(one.dso is not None for one in points),
        "drafts": draft_totals(tenant_id),
        "unsent": sum(unsent.values()),
        "uncertain": unsent[MessageState.UNCERTAIN],
        "is_mail_held": is_mail_held(),
        "is_new": not found.days,
        "may": actor.permissions,
    }
    return render(request, "console/show_overview.html", context)


def _main_currency(found: Figures, base: str) -> str:
    """The books' own currency; where nothing was ever billed in it, the one in which most is owed."""
    return base if base in found.days or not found.currencies else found.currencies[0]


def _order(found: Figures, currency: str) -> list[str]:
    return sorted(found.currencies, key=lambda code: code != currency)


def _total(found: Figures, currency: str) -> dict[str, Any]:
    """What is owed in one currency, by age; each part with the address of its rows."""
    late, invoices = found.overdue(currency)
    held = found.credit(currency)
    return {
        "owed": found.owed(currency),
        "rows_url": f"{reverse('insights:show_open_items')}?{urlencode({'currency': currency})}",
        "parts": ageing_parts(found.buckets(currency), currency),
        "overdue": late if late else None,
        "overdue_invoices": invoices,
        "overdue_url": f"{reverse('insights:show_open_items')}?{urlencode({'currency': currency, 'bucket': 'late'})}",
        "credit": held if held else None,
        "credit_url": reverse("settlement:find_payments") + "?shown=unused",
    }


def _balance(
    customer_id: UUID,
    owed: Money,
    names: Mapping[UUID, Billing],
    overdue: Mapping[UUID, Sequence[CustomerOverdue]],
    request: StaffRequest,
) -> dict[str, Any]:
    late = [one for one in overdue[customer_id] if one.amount.currency == owed.currency]
    return {
        "customer": names[customer_id],
        "owed": owed,
        "days": (request.today - late[0].oldest_due_on).days if late else 0,
    }


def _task(
    task: WorthyTask,
    names: Mapping[UUID, Billing],
    overdue: Mapping[UUID, Sequence[CustomerOverdue]],
    request: StaffRequest,
) -> dict[str, Any]:
    late = overdue[task.customer_id]
    return {
        "task": task,
        "words": TaskKind(task.kind).label,
        "customer": names[task.customer_id],
        "amount": late[0].amount if late else None,
        "days": max(((request.today - one.oldest_due_on).days for one in late), default=0),
    }
