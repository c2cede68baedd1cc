"""Who owes, whom to write to, and what other contexts may know of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from saldo.customers.models import Contact, Customer, CustomerName
from saldo.customers.policies.check_customer import NewContact, NewCustomer
from saldo.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Billing:
    """A customer and its primary contact on one card, for other contexts; without a contact its fields are empty.

    `language` is the contact's, or the customer's where there is no contact. `contact_hold` is a ContactHold code.
    `bounced_at` is set when the last thing sent to `email` came back.
    """

    customer_id: UUID
    number: str
    name: str
    kind: str
    language: str
    country: str
    tax_id: str
    address_lines: tuple[str, ...]
    currency: str
    terms_days: int | None
    contact_hold: str
    contact_id: UUID | None
    contact_name: str
    salutation: str
    email: str
    phone: str
    bounced_at: datetime | None


_BILLING = """
    SELECT customer.id, number, customer.name, kind, coalesce(contact.language, customer.language), country, tax_id,
           address_lines, currency, terms_days, contact_hold, contact.id, coalesce(contact.name, ''),
           coalesce(salutation, ''), coalesce(email, ''), coalesce(phone, ''), bounced_at
    FROM customers_customer AS customer
    LEFT JOIN customers_contact AS contact
      ON contact.tenant_id = customer.tenant_id AND contact.customer_id = customer.id AND contact.is_primary
    WHERE customer.tenant_id = %s AND customer.id = ANY(%s)
"""


def get_customer(tenant_id: UUID, customer_id: UUID) -> Customer:
    """One customer. Raises NotFound."""
    found = Customer.objects.filter(tenant_id=tenant_id, id=customer_id).first()
    if found is None:
        raise NotFound()
    return found


def billing_of(tenant_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, Billing]:
    """The cards of customers in one query; an unknown id is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_BILLING, [tenant_id, list(set(customer_ids))])
        cards = [Billing(*(*row[:7], tuple(row[7]), *row[8:])) for row in cursor.fetchall()]
    return {card.customer_id: card for card in cards}


def customers_by_number(tenant_id: UUID, numbers: Iterable[str]) -> dict[str, UUID]:
    """The ids of the customers that have these numbers; an unknown number is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, id FROM customers_customer WHERE tenant_id = %s AND number = ANY(%s)",
            [tenant_id, list(set(numbers))],
        )
        return dict(cursor.fetchall())


def primary_contacts(tenant_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, Contact]:
    """The primary contact of each customer that has one."""
    rows = Contact.objects.filter(tenant_id=tenant_id, customer_id__in=set(customer_ids), is_primary=True)
    return {row.customer_id: row for row in rows}


def new_customers_as_kept(
    tenant_id: UUID, *, ids: Sequence[UUID], numbers: Sequence[str]
) -> dict[UUID | str, NewCustomer]:
    """Kept customers that have one of the ids or numbers, under both, in the shape in which they once came in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM customers_customer WHERE tenant_id = %s AND number = ANY(%s)"
            " UNION SELECT id FROM customers_customer WHERE tenant_id = %s AND id = ANY(%s)",
            [tenant_id, list(numbers), tenant_id, list(ids)],
        )
        found = [row[0] for row in cursor.fetchall()]
    if not found:
        return {}
    contacts: dict[UUID, list[NewContact]] = {}
    for one in Contact.objects.filter(tenant_id=tenant_id, customer_id__in=found).order_by("-is_primary", "id"):
        card = NewContact(one.name, one.email, one.salutation, one.phone, one.language)
        contacts.setdefault(one.customer_id, []).append(card)
    names: dict[UUID, list[str]] = {}
    for customer_id, name in CustomerName.objects.filter(tenant_id=tenant_id, customer_id__in=found).values_list(
        "customer_id", "name"
    ):
        names.setdefault(customer_id, []).append(name)
    kept: dict[UUID | str, NewCustomer] = {}
    for row in Customer.objects.filter(tenant_id=tenant_id, id__in=found):
        kept[row.id] = kept[row.number] = NewCustomer(
            *(row.id, row.number, row.name, row.kind, row.language, row.country, row.tax_id),
            *(tuple(row.address_lines), row.currency, row.terms_days),
            *(tuple(contacts.get(row.id, ())), tuple(names.get(row.id, ()))),
        )
    return kept
