"""Whom answers go to, read once for a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from saldo.base.tenants.queries import list_legal_entities
from saldo.cases.queries import CaseSheet
from saldo.correspondence.actions import NewMessage
from saldo.correspondence.choices import MessageKind
from saldo.correspondence.documents.mail import RenderedMail
from saldo.customers.actions import issue_portal_links
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.queries import sheets_of
from saldo.kernel.actors import Actor

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


@dataclass(frozen=True, slots=True)
class AnswerGround:
    """Cases with those who asked, the issuers, the numbers of invoices, and the ways into the portal."""

    billing: Mapping[UUID, Billing]
    entities: Mapping[UUID, LegalEntity]
    numbers: Mapping[UUID, str]
    links: Mapping[tuple[UUID, UUID | None], str]

    def fault(self, case: CaseSheet) -> tuple[str, str] | None:
        """Why nothing can be mailed about a case: a code and a sentence."""
        billing = self.billing[case.customer_id]
        if not billing.email:
            return "no_address", "The customer has no contact with an e-mail address."
        if billing.bounced_at:
            return "address_bounced", "Mail to this address came back. Correct the contact first."
        return None

    def url(self, case: CaseSheet) -> str:
        """The customer's page."""
        billing = self.billing[case.customer_id]
        return settings.SALDO_BASE_URL + self.links.get((billing.customer_id, billing.contact_id), "/")

    def message(self, case: CaseSheet, mail: RenderedMail, *, message_id: UUID, key: str) -> NewMessage:
        """A mail about a case as it is sent to the customer's contact; sent again where its fate is uncertain."""
        billing, entity = self.billing[case.customer_id], self.entities[case.legal_entity_id]
        return NewMessage(
            id=message_id,
            key=key,
            kind=MessageKind.ANSWER,
            customer_id=case.customer_id,
            contact_id=billing.contact_id,
            legal_entity_id=case.legal_entity_id,
            language=billing.language,
            subject=mail.subject,
            body_text=mail.text,
            body_html=mail.html,
            recipient_name=billing.contact_name,
            recipient_email=billing.email,
            reply_to=entity.email,
            sender_name=entity.short_name,
            about_ids=tuple(one for one in (case.id, case.invoice_id) if one),
            resend_uncertain=True,
        )

    def number(self, case: CaseSheet) -> str:
        """The number of the invoice that a case is about, or ""."""
        return self.numbers.get(case.invoice_id, "") if case.invoice_id else ""


def read_ground(found: Sequence[CaseSheet], *, actor: Actor) -> AnswerGround:
    """Everything that the mails about some cases need; links are made for those who have none."""
    billing = billing_of(actor.tenant_id, {one.customer_id for one in found})
    recipients = sorted({(one.customer_id, one.contact_id) for one in billing.values() if one.email}, key=str)
    sheets = sheets_of(actor.tenant_id, [one.invoice_id for one in found if one.invoice_id])
    return AnswerGround(
        billing=billing,
        entities={one.id: one for one in list_legal_entities(actor.tenant_id)},
        numbers={one.id: one.number or "" for one in sheets.values()},
        links=issue_portal_links(recipients, actor=actor) if recipients else {},
    )
