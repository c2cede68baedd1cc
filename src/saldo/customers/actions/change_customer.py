from __future__ import annotations

from typing import Any
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.writer import insert_rows
from saldo.customers.models import Customer, CustomerName
from saldo.customers.policies.check_customer import check_customer_change
from saldo.customers.policies.sort_key import sort_key
from saldo.customers.queries import customers_by_number
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict, NotFound
from saldo.kernel.references import new_id


def change_customer(customer_id: UUID, *, details: dict[str, Any], actor: Actor) -> Customer:
    """Change some of a customer's fields and return it; documents that were issued keep what they said.

    A name that is given up stays known as another name, so that transfers under it are still recognised. Raises
    NotFound, BadInput (naming the field), and Conflict ("duplicate_number").
    """
    actor.require("change_customers")
    tidy = check_customer_change(details)
    customer = Customer.objects.filter(tenant_id=actor.tenant_id, id=customer_id).select_for_update().first()
    if customer is None:
        raise NotFound()
    before: dict[str, Any] = {name: getattr(customer, name) for name in tidy}
    after: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in tidy.items()}
    changed: dict[str, Any] = {name: value for name, value in after.items() if before[name] != value}
    if not changed:
        return customer
    if "number" in changed and customers_by_number(actor.tenant_id, [changed["number"]]):
        raise Conflict("duplicate_number", "Another customer has this number.")
    if "name" in changed:
        changed["sort_key"] = sort_key(changed["name"])
        _keep_name(customer_id, before["name"])
    for name, value in changed.items():
        setattr(customer, name, value)
    customer.save(update_fields=list(changed))
    line = AuditLine("customer", customer_id, {name: before.get(name, "") for name in changed}, changed)
    record("change_customer", [line], actor=actor)
    return customer


def _keep_name(customer_id: UUID, name: str) -> None:
    insert_rows(
        CustomerName,
        ("id", "customer_id", "name", "sort_key"),
        [(new_id(), customer_id, name, sort_key(name))],
        unless_exists=("tenant_id", "customer_id", "name"),
    )
