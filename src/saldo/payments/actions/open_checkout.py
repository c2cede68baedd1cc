from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import lock_test_modes
from saldo.base.tenants.writer import insert_rows
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.choices import CheckoutState
from saldo.payments.models import Checkout, CheckoutItem
from saldo.payments.policies.check_checkout import check_checkout, fingerprint
from saldo.payments.queries import CheckoutSheet, get_checkout, get_gateway, live_checkout, require_usable

_COLUMNS = (
    *("id", "legal_entity_id", "customer_id", "gateway_account_id", "key", "fingerprint", "state"),
    *("currency", "amount_minor", "order", "gateway_reference", "url", "failure_code", "created_at"),
)


def open_checkout(
    customer_id: UUID,
    *,
    items: Mapping[UUID, Money],
    gateway_account_id: UUID,
    return_url: str,
    cancel_url: str,
    actor: Actor,
) -> CheckoutSheet:
    """A checkout for amounts of a customer's open invoices; the one that lives already for the same wish, if any.

    A double click, or two tabs, come to the same checkout, as long as what it asks for is still open: that is looked
    up anew, under lock, each time. One that waits for the bank is given back whatever is open, so that nobody pays
    twice. Nothing leaves the house here: `ask_gateway` does that, outside the frame. `{checkout}` in the two addresses
    is replaced by the checkout's id. Raises NotFound, NothingChosen, MixedItems, NothingOpen, MoreThanOpen, and
    Conflict where the gateway takes no new payments, or moves real money in test mode.
    """
    actor.require("open_checkout")
    gateway = get_gateway(actor.tenant_id, gateway_account_id)
    require_usable(gateway, test_modes=lock_test_modes(actor.tenant_id))
    customer = billing_of(actor.tenant_id, [customer_id]).get(customer_id)
    if customer is None:
        raise NotFound()
    mark = fingerprint(items, customer_id=customer_id, gateway_account_id=gateway_account_id)
    living = live_checkout(actor.tenant_id, mark)  # also the lock that a second click waits for
    if living is not None and living.state == CheckoutState.PENDING:
        return living
    invoices = lock_invoices(actor.tenant_id, items)
    fault = check_checkout(items, invoices=invoices, customer_id=customer_id, legal_entity_id=gateway.legal_entity_id)
    if fault is not None:
        raise fault
    if living is not None:
        return living
    checkout_id = new_id()
    order = _order(customer, [invoices[one].number or "" for one in items], return_url, cancel_url, str(checkout_id))
    amount = sum(items.values(), Money.zero(next(iter(items.values())).currency))
    insert_rows(
        Checkout,
        _COLUMNS,
        [
            (checkout_id, gateway.legal_entity_id, customer_id, gateway_account_id, f"checkout:{checkout_id}", mark)
            + (CheckoutState.NEW.value, amount.currency, amount.minor, json.dumps(order), "", "", "")
            + (current_frame().now,)
        ],
    )
    insert_rows(
        CheckoutItem,
        ("id", "checkout_id", "invoice_id", "amount_minor"),
        [(new_id(), checkout_id, invoice_id, part.minor) for invoice_id, part in items.items()],
    )
    record("open_checkout", [AuditLine("checkout", checkout_id, None, {"amount": str(amount)})], actor=actor)
    return get_checkout(actor.tenant_id, checkout_id)


def _order(customer: Billing, numbers: list[str], return_url: str, cancel_url: str, checkout_id: str) -> dict[str, str]:
    return {
        "description": ", ".join(numbers)[:200],
        "customer_name": customer.name,
        "customer_email": customer.email,
        "locale": customer.language,
        "return_url": return_url.replace("{checkout}", checkout_id),
        "cancel_url": cancel_url.replace("{checkout}", checkout_id),
    }
