from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saldo.payments.queries import GatewaySheet, gateway_accounts
from saldo.web.portal.forms import SelectionForm
from saldo.web.portal.policies.account import Account, Item
from saldo.web.portal.queries import Visit, accounts_of_visit, latest_payment
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

SHOWN_ITEMS = 25
"""Invoices that are listed one by one; the sums are always those of all."""

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
    return account_page(request, visit, accounts_of_visit(visit))


def account_page(
    request: HttpRequest, visit: Visit, accounts: Sequence[Account], *, bound: SelectionForm | None = None
) -> HttpResponse:
    """The account as it is now; `bound` is a choice that was refused and is shown again with the reasons."""
    latest = latest_payment(visit)
    recent = latest if latest and latest.created_at > visit.now - THANKED_FOR else None
    context = {
        "sections": [_section(visit, one, bound, _chosen(request)) for one in accounts],
        "is_settled": not any(one.items for one in accounts),
        "latest": recent,
        "pay_by_transfer": [one for one in visit.issuers if one.iban],
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
