from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.customers.models import Contact, Customer, PortalLink
from saldo.customers.policies.check_customer import NewContact, check_contact, check_contact_fields, check_email
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound


def change_contact(customer_id: UUID, *, details: dict[str, Any], actor: Actor) -> Contact:
    """Change the customer's primary contact, or make it, and return it. A bounce is forgotten: mail is tried again.

    With the address of another contact of the customer, that one becomes primary. Where an address changes, the portal
    links that were mailed to the old one are revoked. Raises NotFound, and BadInput that names the field.
    """
    actor.require("change_customers")
    check_contact_fields(details)
    # The customer's lock stands for its contacts: there may be none yet.
    customer = Customer.objects.filter(tenant_id=actor.tenant_id, id=customer_id).select_for_update().first()
    if customer is None:
        raise NotFound()
    contacts = list(Contact.objects.filter(tenant_id=actor.tenant_id, customer_id=customer_id))
    primary = next((one for one in contacts if one.is_primary), None)
    email = check_email(details.get("email", "")).casefold()
    chosen = next((one for one in contacts if email and one.email.casefold() == email), primary)
    wanted = check_contact(replace(_as_new(chosen), **details), language=customer.language)
    if chosen is None:
        chosen = Contact(tenant_id=actor.tenant_id, customer_id=customer_id)
        before = None
    else:
        before = {**asdict(_as_new(chosen)), "is_primary": chosen.is_primary, "bounced_at": chosen.bounced_at}
        _give_way(primary, chosen)
        if chosen.email != wanted.email:
            _revoke_links(chosen, actor)
    after = {**asdict(wanted), "is_primary": True, "bounced_at": None}
    if before != after:
        for name, value in {**after, "bounce_detail": ""}.items():
            setattr(chosen, name, value)
        chosen.save(force_insert=before is None, force_update=before is not None)
        record("change_contact", [AuditLine("contact", chosen.id, before, after)], actor=actor)
    return chosen


def _as_new(contact: Contact | None) -> NewContact:
    if contact is None:
        return NewContact()
    return NewContact(contact.name, contact.email, contact.salutation, contact.phone, contact.language)


def _give_way(primary: Contact | None, chosen: Contact) -> None:
    if primary is not None and primary.id != chosen.id:
        primary.is_primary = False
        primary.save(update_fields=["is_primary"])


def _revoke_links(contact: Contact, actor: Actor) -> None:
    links = PortalLink.objects.filter(tenant_id=actor.tenant_id, contact_id=contact.id, revoked_at=None)
    links.update(revoked_at=current_frame().now)
