"""Whom receipts go to, read once for a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from saldo.base.tenants.queries import list_legal_entities
from saldo.customers.actions import issue_portal_links
from saldo.customers.queries import Billing, billing_of
from saldo.kernel.actors import Actor
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import payments_of

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


@dataclass(frozen=True, slots=True)
class PayerGround:
    """Payments with their payers, issuers, and the payers' ways into the portal."""

    payments: Mapping[UUID, PaymentSheet]
    billing: Mapping[UUID, Billing]
    entities: Mapping[UUID, LegalEntity]
    links: Mapping[tuple[UUID, UUID | None], str]

    def fault(self, payment_id: UUID) -> tuple[str, str] | None:
        """Why nothing can be mailed about a payment: a code and a sentence."""
        billing = self.billing[self.payments[payment_id].customer_id]
        if not billing.email:
            return "no_address", "The customer has no contact with an e-mail address."
        if billing.bounced_at:
            return "address_bounced", "Mail to this address came back. Correct the contact first."
        return None

    def url(self, payment_id: UUID) -> str:
        """The payer's page."""
        billing = self.billing[self.payments[payment_id].customer_id]
        return settings.SALDO_BASE_URL + self.links[billing.customer_id, billing.contact_id]


def read_payers(payment_ids: Sequence[UUID], *, actor: Actor) -> PayerGround:
    """Everything about payments that their mails need; links are made for payers who have none."""
    payments = payments_of(actor.tenant_id, payment_ids)
    billing = billing_of(actor.tenant_id, {one.customer_id for one in payments.values()})
    recipients = sorted({(one.customer_id, one.contact_id) for one in billing.values() if one.email}, key=str)
    return PayerGround(
        payments=payments,
        billing=billing,
        entities={one.id: one for one in list_legal_entities(actor.tenant_id)},
        links=issue_portal_links(recipients, actor=actor) if recipients else {},
    )
