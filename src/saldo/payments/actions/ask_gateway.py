from __future__ import annotations

from uuid import UUID

from saldo.base.inbox.plugins import get_plugin
from saldo.base.tenants.frame import current_frame, frame
from saldo.base.tenants.queries import lock_test_modes
from saldo.base.tenants.writer import update_rows
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict, NotFound, PluginError
from saldo.payments.choices import CheckoutState
from saldo.payments.models import Checkout
from saldo.payments.queries import CheckoutSheet, GatewaySheet, get_gateway, lock_checkouts, require_usable
from saldo.spi.gateway import Checkout as HostedPage
from saldo.spi.gateway import CheckoutOrder, PaymentGateway


def ask_gateway(checkout_id: UUID, *, tenant_id: UUID, actor: Actor) -> str:
    """The address of the gateway's page for a checkout. Call it outside a frame: it opens two short ones.

    The intent is recorded, the gateway asked under the checkout's key, the answer recorded; whoever lost the answer
    asks again and gets the same page. Raises NotFound, Conflict for a checkout that is over, and PluginError, after
    which a checkout that the gateway will never take has failed.
    """
    with frame(tenant_id):
        actor.require("open_checkout")
        checkout = _lock(tenant_id, checkout_id)
        if checkout.url:
            return checkout.url
        gateway = get_gateway(tenant_id, checkout.gateway_account_id)
        require_usable(gateway, test_modes=lock_test_modes(tenant_id))
        update_rows(Checkout, ("id", "asked_at"), [(checkout_id, current_frame().now)])
    try:
        page = _call(checkout, gateway)
    except PluginError as error:
        if error.permanent:
            _record_failure(checkout_id, tenant_id, error)
        raise
    return _record_page(checkout_id, tenant_id, page)


def _lock(tenant_id: UUID, checkout_id: UUID) -> CheckoutSheet:
    checkout = lock_checkouts(tenant_id, [checkout_id]).get(checkout_id)
    if checkout is None:
        raise NotFound()
    if checkout.state in (CheckoutState.PAID, CheckoutState.FAILED):
        raise Conflict("checkout_over", "This payment has been finished already.")
    return checkout


def _call(checkout: CheckoutSheet, gateway: GatewaySheet) -> HostedPage:
    plugin: PaymentGateway = get_plugin("gateway", gateway.plugin)
    order = CheckoutOrder(
        key=checkout.key, amount=checkout.amount, metadata={"checkout": str(checkout.id)}, **checkout.words
    )
    return plugin.checkout_url(order, gateway.config)


def _record_page(checkout_id: UUID, tenant_id: UUID, page: HostedPage) -> str:
    with frame(tenant_id):
        checkout = lock_checkouts(tenant_id, [checkout_id])[checkout_id]
        if not checkout.url:
            state = CheckoutState.OPEN if checkout.state == CheckoutState.NEW else CheckoutState(checkout.state)
            columns = ("id", "gateway_reference", "url", "state")
            update_rows(Checkout, columns, [(checkout_id, page.reference, page.url, state.value)])
    return checkout.url or page.url


def _record_failure(checkout_id: UUID, tenant_id: UUID, error: PluginError) -> None:
    with frame(tenant_id) as opened:
        checkout = lock_checkouts(tenant_id, [checkout_id])[checkout_id]
        if checkout.state == CheckoutState.NEW:
            columns = ("id", "state", "failure_code", "finished_at")
            row = (checkout_id, CheckoutState.FAILED.value, error.code[:60], opened.now)
            update_rows(Checkout, columns, [row])
