from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from saldo.base.inbox.plugins import get_plugin
from saldo.base.tenants.frame import frame
from saldo.kernel.actors import Actor
from saldo.kernel.errors import PluginError
from saldo.payments.actions.take_charges import take_charges
from saldo.payments.choices import CheckoutState
from saldo.payments.policies.checkout_state import ChargeReport, News, news_of_outcome
from saldo.payments.queries import CheckoutSheet, GatewaySheet, gateway_sheets, sheets_of_checkouts
from saldo.spi.gateway import PaymentGateway

logger = logging.getLogger(__name__)

NEVER_ASKED_AFTER = timedelta(days=1)
"""A checkout whose page nobody ever saw is given up after this."""


def refresh_checkouts(checkout_ids: Sequence[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Ask the gateways what became of checkouts, and believe it. Call it outside a frame: it opens two short ones.

    For the page to which the customer comes back, and for the janitor: what a lost answer or a lost webhook left
    behind is found here. A gateway that does not answer leaves its checkouts as they are. `actor` only asks; what is
    recorded comes from the gateway.
    """
    teller = Actor.system(tenant_id, name="gateway")
    with frame(tenant_id) as opened:
        live = [one for one in sheets_of_checkouts(tenant_id, checkout_ids) if one.state not in _OVER]
        gateways = gateway_sheets(tenant_id, {one.gateway_account_id for one in live})
        now = opened.now
    reports = []
    for checkout in live:
        if checkout.gateway_reference:
            report = _fetch(checkout, gateways[checkout.gateway_account_id])
        elif now - checkout.created_at > NEVER_ASKED_AFTER:
            report = ChargeReport(checkout.id, News.OVER, "", checkout.amount, now, "never_asked")
        else:
            report = None
        if report is not None:
            reports.append(report)
    if reports:
        with frame(tenant_id):
            take_charges(reports, actor=teller)


_OVER = frozenset({CheckoutState.PAID, CheckoutState.FAILED})


def _fetch(checkout: CheckoutSheet, gateway: GatewaySheet) -> ChargeReport | None:
    plugin: PaymentGateway = get_plugin("gateway", gateway.plugin)
    try:
        outcome = plugin.fetch(checkout.gateway_reference, gateway.config)
    except PluginError as error:
        logger.warning("gateway %s says nothing about checkout %s: %s", gateway.id, checkout.id, error.code)
        return None
    news = news_of_outcome(outcome, checkout_reference=checkout.gateway_reference)
    return ChargeReport(
        checkout.id, news, outcome.reference, outcome.amount, outcome.occurred_at, outcome.decline_code or ""
    )
