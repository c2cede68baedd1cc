from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saldo.cases.choices import CaseKind
from saldo.cases.queries import CaseSheet
from saldo.payments.queries import GatewaySheet, gateway_accounts
from saldo.web.portal.forms import QuestionForm, SelectionForm
from saldo.web.portal.policies.account import Account, Item
from saldo.web.portal.queries import Visit, accounts_of_visit, cases_of_visit, latest_payment, threads_of
from saldo.web.portal.views.note_opened import note_opened
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

SHOWN_ITEMS = 25
"""Invoices that are listed one by one; the sums are always those of all."""

SHOWN_CASES = 5
"""Questions and objections that are shown, the newest first."""

THANKED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Section:
    """An account with its form; without a gateway there is no form, and it is paid by transfer."""

    account: Account
    issuer: LegalEntity
    form: SelectionForm | None
    gateway: GatewaySheet | None

    @property
    def shown(self) -> Sequence[Item]:
        """The invoices that are listed."""
        return self.account.items[:SHOWN_ITEMS]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return max(len(self.account.items) - SHOWN_ITEMS, 0)


@require_safe
@portal_page
def show_account(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is owed and why, and the ways to pay it."""
    cases = cases_of_visit(visit)
    accounts = accounts_of_visit(visit, cases)
    shown = [item for account in accounts for item in account.items[:SHOWN_ITEMS]]
    note_opened(request, visit, {item.id: item.is_new for item in shown})
    return account_page(request, visit, accounts, cases)


def account_page(
    request: HttpRequest,
    visit: Visit,
    accounts: Sequence[Account],
    cases: Sequence[CaseSheet],
    *,
    bound: SelectionForm | None = None,
) -> HttpResponse:
    """The account as it is now; `bound` is a choice that was refused and is shown again with the reasons."""
    latest = latest_payment(visit)
    recent = latest if latest and latest.created_at > visit.now - THANKED_FOR else None
    context = {
        "sections": [_section(visit, one, bound, _chosen(request)) for one in accounts],
        "is_settled": not any(one.items for one in accounts),
        "latest": recent,
        "threads": threads_of(visit, cases[:SHOWN_CASES]),
        "told": request.GET.get("told", "") if request.GET.get("told") in CaseKind.values else "",
        "question_form": QuestionForm(),
    }
    return show_page(request, visit, "show_account", context, status=422 if bound else 200)


def gateway_of(visit: Visit, account: Account) -> GatewaySheet | None:
    """Through which gateway an account is paid: the issuer's oldest."""
    return next(iter(gateway_accounts(visit.tenant_id, account.legal_entity_id)), None)


def _chosen(request: HttpRequest) -> UUID | None:
    """The invoice that the customer comes from, if they say so."""
    try:
        return UUID(request.GET.get("invoice", ""))
    except ValueError:
        return None


def _section(visit: Visit, account: Account, bound: SelectionForm | None, chosen: UUID | None) -> Section:
    gateway = gateway_of(visit, account) if account.payable else None
    form = None
    if gateway is not None:
        form = bound if bound and bound.account.key == account.key else SelectionForm(account, chosen=chosen)
    return Section(account, visit.issuers_by_id[account.legal_entity_id], form, gateway)
