"""Who owes, whom to write to, and what other contexts may know of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from saldo.base.tenants.writer import id_array
from saldo.customers.models import Contact, Customer, CustomerName, PortalLink
from saldo.customers.policies.check_customer import NewContact, NewCustomer
from saldo.customers.policies.list_cursor import read_cursor, write_cursor
from saldo.customers.policies.portal_token import link_of_token, portal_token
from saldo.customers.policies.search_words import search_words
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


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Some customers in the order of their names, and the cursors that lead on and back (None at an end)."""

    customers: list[Billing]
    next_cursor: str | None
    previous_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class PortalEntry:
    """Whom an open portal link lets in: a contact of a customer, or the customer where the link names no contact."""

    link_id: UUID
    customer: Customer
    contact: Contact | None
    expires_at: datetime


_BILLING = """
    SELECT customer.id, number, customer.name, kind, coalesce(contact.language, customer.language), country, tax_id,
           address_lines, currency, terms_days, contact_hold, contact.id, coalesce(contact.name, ''),
           coalesce(salutation, ''), coalesce(email, ''), coalesce(phone, ''), bounced_at
    FROM customers_customer AS customer
    LEFT JOIN customers_contact AS contact
      ON contact.tenant_id = customer.tenant_id AND contact.customer_id = customer.id AND contact.is_primary
    WHERE customer.tenant_id = %s AND customer.id = ANY(%s)
"""


_LISTED = """
    SELECT id, sort_key FROM customers_customer WHERE tenant_id = %s AND (sort_key, id) > (%s, %s)
    ORDER BY sort_key, id LIMIT %s
"""

_TURNED = """
    SELECT id, sort_key FROM customers_customer WHERE tenant_id = %s AND (sort_key, id) < (%s, %s)
    ORDER BY sort_key DESC, id DESC LIMIT %s
"""
_TURNED_FIRST = """
    SELECT id, sort_key FROM customers_customer WHERE tenant_id = %s ORDER BY sort_key DESC, id DESC LIMIT %s
"""

_SEARCHED = """
    SELECT id, sort_key FROM customers_customer WHERE tenant_id = %s AND (sort_key, id) > (%s, %s)
      AND id IN (SELECT customers_search(%s, %s, %s, %s, %s, %s, %s, %s))
    ORDER BY sort_key, id LIMIT %s
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
        cursor.execute(_BILLING, [tenant_id, id_array(set(customer_ids))])
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


def find_customers(
    tenant_id: UUID,
    *,
    search: str = "",
    cursor: str | None = None,
    before: str | None = None,
    turned: bool = False,
    limit: int = 50,
) -> CustomerPage:
    """A page of the customers by name, in two queries however many there are.

    `search` finds the beginnings of words of the name and of other names (accents and case do not matter), of the
    number and of an e-mail address; what it finds is listed forwards only. `cursor` is what the page before gave,
    `before` what the page after gave; `turned` lists from Z to A. Raises BadInput ("bad_cursor").
    """
    backwards = bool(before and not cursor and not search.strip())
    row, turned = cursor or (before if backwards else None), turned and not search.strip()
    after_key, after_id = read_cursor(row)
    with connection.cursor() as database:
        if search.strip():
            wanted: list[Any] = [tenant_id, *search_words(search), after_key, after_id, limit + 1]
            database.execute(_SEARCHED, [tenant_id, after_key, after_id, *wanted, limit + 1])
        elif turned == backwards:
            database.execute(_LISTED, [tenant_id, after_key, after_id, limit + 1])
        elif row:
            database.execute(_TURNED, [tenant_id, after_key, after_id, limit + 1])
        else:
            database.execute(_TURNED_FIRST, [tenant_id, limit + 1])
        rows = database.fetchall()
    more, shown = len(rows) > limit, rows[:limit]
    if backwards:
        shown.reverse()
    cards = billing_of(tenant_id, [row[0] for row in shown])
    goes_back = (more if backwards else cursor) and not search.strip()
    return CustomerPage(
        [cards[row[0]] for row in shown],
        write_cursor(shown[-1][1], shown[-1][0]) if shown and (more or backwards) else None,
        write_cursor(shown[0][1], shown[0][0]) if shown and goes_back else None,
    )


def contacts_of(tenant_id: UUID, customer_id: UUID) -> list[Contact]:
    """A customer's contacts, the primary one first."""
    return list(Contact.objects.filter(tenant_id=tenant_id, customer_id=customer_id).order_by("-is_primary", "id"))


def other_names_of(tenant_id: UUID, customer_id: UUID) -> list[str]:
    """The names under which a customer is known beside its own, by name."""
    rows = CustomerName.objects.filter(tenant_id=tenant_id, customer_id=customer_id).order_by("sort_key", "id")
    return list(rows.values_list("name", flat=True))


def portal_token_of(link_id: UUID) -> str:
    """The token of a portal link, derived from its id and the installation's key."""
    return portal_token(link_id, secret_key=settings.SECRET_KEY)


def portal_path(link_id: UUID) -> str:
    """Where a portal link leads, below the installation's address."""
    return f"/p/{portal_token_of(link_id)}/"


def verify_portal_token(token: str) -> UUID | None:
    """The link that a token was made for, or None where its signature is wrong. Constant time, no database.

    It says nothing of whether the link is still open: `base.tenants.queries.find_tenant(hash_secret(token))` finds the
    tenant, and `open_portal_link` inside its frame decides.
    """
    return link_of_token(token, secret_key=settings.SECRET_KEY)


def open_portal_link(tenant_id: UUID, link_id: UUID, *, now: datetime) -> PortalEntry | None:
    """Whom a link lets in at `now`, or None where it does not exist, has expired or was revoked. One query."""
    link = (
        PortalLink.objects.select_related("customer", "contact")
        .filter(tenant_id=tenant_id, id=link_id, revoked_at=None, expires_at__gt=now)
        .first()
    )
    if link is None:
        return None
    return PortalEntry(link.id, link.customer, link.contact, link.expires_at)


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
