from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.actions.keep_secrets import keep_secrets
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import hash_secret
from saldo.base.tenants.writer import insert_rows
from saldo.customers.models import Contact, Customer, PortalLink
from saldo.customers.queries import portal_path, portal_token_of
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.references import new_id

Recipient = tuple[UUID, UUID | None]

VALID_FOR = timedelta(days=120)
USED_AGAIN_WITH = timedelta(days=30)
"""A link that is still good for longer than this is given again, so that a customer's old mails keep working."""


def issue_portal_links(recipients: Sequence[Recipient], *, actor: Actor) -> dict[Recipient, str]:
    """Each recipient's way into the portal: (customer, contact or None) -> "/p/<token>/".

    A live link with more than 30 days left is given again; otherwise a new one is made that expires after 120 days.
    Raises NotFound where a customer does not exist or a contact is not that customer's.
    """
    actor.require("issue_portal_links")
    wanted = list(dict.fromkeys(recipients))
    _check_recipients(wanted, actor)
    links = _live_links(wanted, actor)
    missing = {one: new_id() for one in wanted if one not in links}
    _write(missing, actor)
    record(
        "issue_portal_links",
        [
            AuditLine("portal_link", link_id, None, {"customer_id": customer_id, "contact_id": contact_id})
            for (customer_id, contact_id), link_id in missing.items()
        ],
        actor=actor,
    )
    links.update(missing)
    return {one: portal_path(links[one]) for one in wanted}


def _check_recipients(wanted: Sequence[Recipient], actor: Actor) -> None:
    customers = Customer.objects.filter(tenant_id=actor.tenant_id, id__in={one for one, _ in wanted})
    known = set(customers.values_list("id", flat=True))
    contact_ids = {contact_id for _, contact_id in wanted if contact_id is not None}
    contacts = Contact.objects.filter(tenant_id=actor.tenant_id, id__in=contact_ids)
    owner = dict(contacts.values_list("id", "customer_id"))
    for customer_id, contact_id in wanted:
        if customer_id not in known or (contact_id is not None and owner.get(contact_id) != customer_id):
            raise NotFound()


def _live_links(wanted: Sequence[Recipient], actor: Actor) -> dict[Recipient, UUID]:
    """The newest live link of each recipient. Locked, so that a revocation that runs meanwhile is seen."""
    rows = PortalLink.objects.filter(
        tenant_id=actor.tenant_id,
        customer_id__in={one for one, _ in wanted},
        revoked_at=None,
        expires_at__gt=current_frame().now + USED_AGAIN_WITH,
    )
    found = rows.order_by("id").select_for_update().values_list("customer_id", "contact_id", "id")
    return {(customer_id, contact_id): link_id for customer_id, contact_id, link_id in found}


def _write(missing: Mapping[Recipient, UUID], actor: Actor) -> None:
    now = current_frame().now
    hashes = [hash_secret(portal_token_of(link_id)) for link_id in missing.values()]
    secrets = dict(zip(missing.values(), keep_secrets(hashes, actor=actor), strict=True))
    insert_rows(
        PortalLink,
        ("id", "customer_id", "contact_id", "secret_id", "created_at", "expires_at"),
        [
            (link_id, customer_id, contact_id, secrets[link_id], now, now + VALID_FOR)
            for (customer_id, contact_id), link_id in missing.items()
        ],
    )
