"""`/api/v1/customers`."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from saldo.base.inbox.repeatable import repeatable
from saldo.customers.actions import NewContact, NewCustomer, create_customers
from saldo.customers.queries import billing_of, find_customers
from saldo.customers.schemas import CustomerIn, CustomerOut, CustomersOut
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.references import new_id

router = Router(tags=["customers"])


@router.get("", response=CustomersOut, summary="List customers by name")
def list_customers(
    request: HttpRequest, search: str = "", after: str | None = None, limit: int = Query(50, ge=1, le=200)
) -> CustomersOut:
    """A page of customers; `search` finds the beginnings of names, numbers and e-mail addresses."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("view_customers")
    page = find_customers(actor.tenant_id, search=search, cursor=after, limit=limit)
    return CustomersOut(items=[CustomerOut.of(one) for one in page.customers], next=page.next_cursor)


@router.get("/{uuid:customer_id}", response=CustomerOut, summary="Read a customer")
def show_customer(request: HttpRequest, customer_id: UUID) -> CustomerOut:
    """One customer with its primary contact."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("view_customers")
    card = billing_of(actor.tenant_id, [customer_id]).get(customer_id)
    if card is None:
        raise NotFound()
    return CustomerOut.of(card)


@router.post("", response={201: CustomerOut}, summary="Create a customer")
@repeatable
def create_customer(request: HttpRequest, new: CustomerIn) -> tuple[int, CustomerOut]:
    """Create a customer; a number that stands there with the same data is the same customer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = new.model_dump(exclude={"id", "contacts"})
    customer = NewCustomer(
        **{**data, "address_lines": tuple(new.address_lines), "other_names": tuple(new.other_names)},
        id=new.id or new_id(),
        contacts=tuple(NewContact(**one.model_dump()) for one in new.contacts),
    )
    customer_id = create_customers([customer], actor=actor).only()
    return 201, CustomerOut.of(billing_of(actor.tenant_id, [customer_id])[customer_id])
