from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from saldo.base.tenants.frame import frame
from saldo.kernel.errors import Conflict, NotFound, PluginError
from saldo.payments import actions
from saldo.payments.errors import NothingOpen
from saldo.web.portal.forms import CHOSEN, SelectionForm
from saldo.web.portal.policies.account import Account
from saldo.web.portal.queries import Visit, accounts_of_visit, cases_of_visit
from saldo.web.portal.views.open_portal import outside_page
from saldo.web.portal.views.page import show_page
from saldo.web.portal.views.show_account import account_page, gateway_of

logger = logging.getLogger(__name__)


@require_POST
@outside_page
def open_checkout(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Record what the customer wants to pay, ask the gateway for its page, and lead there.

    Chosen parts are shown once more with their sum before anything is asked for. A second click, or a second tab,
    comes to the same checkout.
    """
    with frame(visit.tenant_id):
        answer = _open(request, visit)
    if isinstance(answer, HttpResponse):
        return answer
    return lead_to_gateway(visit, answer)


def lead_to_gateway(visit: Visit, checkout_id: UUID) -> HttpResponse:
    """Ask the gateway, and go to a page of ours that leads to its page.

    Not straight there: the policy of our pages lets forms lead to ourselves alone, and browsers judge a redirect after
    a form by the same rule. A gateway that does not answer now can be asked again from that page, under the same key.
    """
    try:
        actions.ask_gateway(checkout_id, tenant_id=visit.tenant_id, actor=visit.actor)
    except PluginError as error:
        logger.warning("no payment page for checkout %s: %s", checkout_id, error.code)
    except Conflict:
        pass  # paid or given up meanwhile: the next page says so
    response = HttpResponseRedirect(reverse("portal:follow_checkout", args=[visit.token, checkout_id]))
    response.status_code = 303
    return response


def _open(request: HttpRequest, visit: Visit) -> UUID | HttpResponse:
    """The checkout; or a page, where something is to be looked at first."""
    cases = cases_of_visit(visit)
    accounts = accounts_of_visit(visit, cases)
    account = _account(accounts, request.POST.get("account", ""))
    gateway = gateway_of(visit, account)
    if gateway is None:
        raise NothingOpen()
    form = SelectionForm(account, request.POST)
    if not form.is_valid():
        return account_page(request, visit, accounts, cases, bound=form)
    if form.cleaned_data["how"] == CHOSEN and not form.cleaned_data["checked"]:
        return show_page(request, visit, "review_selection", {"form": form, "account": account})
    back = settings.SALDO_BASE_URL + reverse("portal:show_checkout", args=[visit.token, UUID(int=0)])
    url = back.replace(str(UUID(int=0)), "{checkout}")
    checkout = actions.open_checkout(
        visit.customer_id,
        items=form.items,
        gateway_account_id=gateway.id,
        return_url=url,
        cancel_url=url,
        actor=visit.actor,
    )
    return checkout.id


def _account(accounts: list[Account], key: str) -> Account:
    """The account that the form is about. Raises NotFound for one that is none of this customer's.

    One that was settled meanwhile is gone too: then there is nothing open.
    """
    if not accounts:
        raise NothingOpen()
    for one in accounts:
        if one.key == key:
            return one
    raise NotFound()
