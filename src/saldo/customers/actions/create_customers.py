from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.customers.models import Contact, Customer, CustomerName
from saldo.customers.policies.check_customer import NewCustomer, check_customer
from saldo.customers.policies.sort_key import sort_key
from saldo.customers.queries import new_customers_as_kept
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id

CUSTOMER_COLUMNS = (
    *("id", "number", "name", "sort_key", "kind", "language", "country", "tax_id"),
    *("address_lines", "currency", "terms_days", "contact_hold", "note", "created_at"),
)
CONTACT_COLUMNS = (
    *("id", "customer_id", "name", "salutation", "email", "phone", "language"),
    *("is_primary", "bounced_at", "bounce_detail"),
)


def create_customers(new: Sequence[NewCustomer], *, actor: Actor) -> Outcome[UUID]:
    """Create customers with their contacts and other names.

    A number that stands there already with the same data is `unchanged` (with the id it has); with other data it is
    refused ("duplicate_number"), as is an id that is taken ("duplicate_id"). Refusals carry the id that was asked for.
    """
    actor.require("create_customers")
    outcome: Outcome[UUID] = Outcome()
    wanted = _without_repeats(_tidied(new, outcome), outcome)
    kept = new_customers_as_kept(
        actor.tenant_id, ids=[one.id for one in wanted], numbers=[one.number for one in wanted]
    )
    fresh = [one for one in wanted if not _is_known(one, kept, outcome)]
    inserted = insert_rows(
        Customer,
        CUSTOMER_COLUMNS,
        [_customer_row(one) for one in fresh],
        unless_exists=("tenant_id", "number"),
    )
    written = [one for one in fresh if one.id in inserted]
    _write_contacts_and_names(written)
    record(
        "create_customers",
        [AuditLine("customer", one.id, None, {"number": one.number, "name": one.name}) for one in written],
        actor=actor,
    )
    outcome.done.extend(one.id for one in written)
    late = [one for one in fresh if one.id not in inserted]
    if late:  # somebody else took the number between reading and writing
        kept = new_customers_as_kept(actor.tenant_id, ids=[], numbers=[one.number for one in late])
        for one in late:
            _is_known(one, kept, outcome)
    return outcome


def _tidied(new: Sequence[NewCustomer], outcome: Outcome[UUID]) -> list[NewCustomer]:
    tidy = []
    for one in new:
        try:
            tidy.append(check_customer(one))
        except BadInput as error:
            outcome.refused.append(Refusal(one.id, error.code, error.sentence, error.field))
    return tidy


def _without_repeats(new: Sequence[NewCustomer], outcome: Outcome[UUID]) -> list[NewCustomer]:
    """The batch with each number and id once; a repeat is judged like a customer that stands there already."""
    first: dict[UUID | str, NewCustomer] = {}
    once = []
    for one in new:
        if not _is_known(one, first, outcome):
            first[one.id] = first[one.number] = one
            once.append(one)
    return once


def _is_known(one: NewCustomer, kept: dict[UUID | str, NewCustomer], outcome: Outcome[UUID]) -> bool:
    same = kept.get(one.number) or kept.get(one.id)
    if same is None:
        return False
    if _data(same) == _data(one):
        outcome.unchanged.append(same.id)
    elif same.number == one.number:
        sentence = f"The number {one.number} belongs to another customer, or to this one with other data."
        outcome.refused.append(Refusal(one.id, "duplicate_number", sentence, "number"))
    else:
        outcome.refused.append(Refusal(one.id, "duplicate_id", "This id belongs to another customer.", "id"))
    return True


def _data(one: NewCustomer) -> tuple[Any, ...]:
    """What makes two customers the same, apart from the id."""
    return (
        *(one.number, one.name, one.kind, one.language, one.country, one.tax_id, one.address_lines),
        *(one.currency, one.terms_days, one.contacts[:1], frozenset(one.contacts), frozenset(one.other_names)),
    )


def _customer_row(one: NewCustomer) -> tuple[Any, ...]:
    return (
        *(one.id, one.number, one.name, sort_key(one.name), one.kind, one.language, one.country, one.tax_id),
        *(list(one.address_lines), one.currency, one.terms_days, "", "", current_frame().now),
    )


def _write_contacts_and_names(written: Sequence[NewCustomer]) -> None:
    insert_rows(
        Contact,
        CONTACT_COLUMNS,
        [
            (new_id(), one.id, contact.name, contact.salutation, contact.email, contact.phone, contact.language)
            + (position == 0, None, "")
            for one in written
            for position, contact in enumerate(one.contacts)
        ],
    )
    insert_rows(
        CustomerName,
        ("id", "customer_id", "name", "sort_key"),
        [(new_id(), one.id, name, sort_key(name)) for one in written for name in one.other_names],
    )
