from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.correspondence.actions import NewMessage, send_messages
from saldo.correspondence.choices import MessageKind, MessageState
from saldo.correspondence.queries import MessageCard, messages_about
from saldo.customers.actions import issue_portal_links
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.actions.change_delivery import change_delivery
from saldo.invoices.choices import Delivery, InvoiceKind, InvoiceOrigin
from saldo.invoices.documents.invoice_mail import render_invoice_mail
from saldo.invoices.events import InvoicesUndeliverable
from saldo.invoices.models import InvoiceDocument
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import lines_of, lock_invoices, sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

DELIVERING = (MessageKind.INVOICE, MessageKind.CREDIT_NOTE)
"""The messages that carry a document; reminders and receipts are about it too."""

_ON_ITS_WAY = (MessageState.HELD, MessageState.QUEUED, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is read once for a batch."""

    sheets: Mapping[UUID, Sheet]
    lines: Mapping[UUID, Sequence[SheetLine]]
    files: Mapping[UUID, UUID]
    billing: Mapping[UUID, Billing]
    entities: Mapping[UUID, LegalEntity]
    corrected: Mapping[UUID, Sheet]
    sent: Mapping[UUID, Sequence[MessageCard]]


def deliver_invoices(
    invoice_ids: Sequence[UUID], *, actor: Actor, again: bool = False, without_paper: bool = False
) -> Outcome[UUID]:
    """Mail issued invoices and credit notes, with the PDF and a link to the portal, to the customer's primary contact.

    Once each: what was mailed before is unchanged, unless `again` asks for another copy; what is still on its way is
    unchanged even then. `without_paper` does not wait for the PDF: one that is not made yet stays behind and is made
    when somebody first opens it (a past that is told, as the demo's is). Refused: "not_found", "not_issued",
    "no_document" (imported: there is no PDF of ours), "no_document_yet" (it is being made), "no_address",
    "address_bounced" (both also announced, for a task), and what send_messages refuses.
    """
    actor.require("deliver_invoices")
    ground = _read(invoice_ids, actor.tenant_id)
    outcome: Outcome[UUID] = Outcome()
    ready: list[UUID] = []
    for invoice_id in dict.fromkeys(invoice_ids):
        refusal = _refusal(invoice_id, ground, without_paper=without_paper)
        if refusal is not None:
            outcome.refused.append(refusal)
        elif _is_sent(ground.sent[invoice_id], again=again):
            outcome.unchanged.append(invoice_id)
        else:
            ready.append(invoice_id)
    if ready:
        _send(ready, ground, outcome, actor)
    _tell(outcome, ground, actor)
    return outcome


def _read(invoice_ids: Sequence[UUID], tenant_id: UUID) -> _Ground:
    sheets = lock_invoices(tenant_id, invoice_ids)
    customers = {sheet.customer_id for sheet in sheets.values()}
    documents = InvoiceDocument.objects.filter(tenant_id=tenant_id, invoice_id__in=list(sheets))
    corrected = {sheet.corrects_id for sheet in sheets.values() if sheet.corrects_id}
    about = messages_about(tenant_id, list(sheets), customer_ids=list(customers))
    return _Ground(
        sheets=sheets,
        lines=lines_of(tenant_id, list(sheets)),
        files=dict(documents.values_list("invoice_id", "file_id")),
        billing=billing_of(tenant_id, customers),
        entities={entity.id: entity for entity in list_legal_entities(tenant_id)},
        corrected=sheets_of(tenant_id, corrected) if corrected else {},
        sent={one: [card for card in cards if card.kind in DELIVERING] for one, cards in about.items()},
    )


def _refusal(invoice_id: UUID, ground: _Ground, *, without_paper: bool) -> Refusal | None:
    sheet = ground.sheets.get(invoice_id)
    if sheet is None:
        return Refusal(invoice_id, "not_found", "There is no such invoice.")
    if sheet.is_draft:
        return Refusal(invoice_id, "not_issued", "A draft cannot be sent. Issue it first.")
    if sheet.origin == InvoiceOrigin.IMPORTED:
        return Refusal(invoice_id, "no_document", "This invoice was issued elsewhere, so there is no PDF to send.")
    if invoice_id not in ground.files and not without_paper:
        return Refusal(invoice_id, "no_document_yet", "The PDF is still being made. Try again in a moment.")
    billing = ground.billing[sheet.customer_id]
    if not billing.email:
        return Refusal(invoice_id, "no_address", "The customer has no contact with an e-mail address.")
    if billing.bounced_at:
        return Refusal(invoice_id, "address_bounced", "Mail to this address came back. Correct the contact first.")
    return None


def _is_sent(sent: Sequence[MessageCard], *, again: bool) -> bool:
    if not again:
        return any(card.state != MessageState.CANCELLED for card in sent)
    return any(card.state in _ON_ITS_WAY for card in sent)


def _send(invoice_ids: Sequence[UUID], ground: _Ground, outcome: Outcome[UUID], actor: Actor) -> None:
    cards = {invoice_id: ground.billing[ground.sheets[invoice_id].customer_id] for invoice_id in invoice_ids}
    recipients = sorted({(card.customer_id, card.contact_id) for card in cards.values()}, key=str)
    links = issue_portal_links(recipients, actor=actor)
    new = {}
    for invoice_id in invoice_ids:
        billing = cards[invoice_id]
        url = settings.SALDO_BASE_URL + links[billing.customer_id, billing.contact_id]
        message = _message(invoice_id, ground, url)
        new[message.id] = (invoice_id, message)
    sent = send_messages([message for _, message in new.values()], actor=actor)
    done = set(sent.done)
    refused = {refusal.item: refusal for refusal in sent.refused}
    for message_id, (invoice_id, _) in new.items():
        if message_id in done:
            outcome.done.append(invoice_id)
        elif refusal := refused.get(message_id):
            outcome.refused.append(Refusal(invoice_id, refusal.code, refusal.sentence))
        else:
            outcome.unchanged.append(invoice_id)


def _message(invoice_id: UUID, ground: _Ground, url: str) -> NewMessage:
    sheet = ground.sheets[invoice_id]
    billing, entity = ground.billing[sheet.customer_id], ground.entities[sheet.legal_entity_id]
    corrected = ground.corrected.get(sheet.corrects_id) if sheet.corrects_id else None
    mail = render_invoice_mail(
        sheet,
        ground.lines.get(invoice_id, ()),
        entity=entity,
        billing=billing,
        url=url,
        corrects=corrected.number if corrected else None,
    )
    return NewMessage(
        id=new_id(),
        key=f"deliver_invoices:{invoice_id}:{len(ground.sent[invoice_id]) + 1}",
        kind=MessageKind.INVOICE if sheet.kind == InvoiceKind.INVOICE else MessageKind.CREDIT_NOTE,
        customer_id=sheet.customer_id,
        contact_id=billing.contact_id,
        legal_entity_id=sheet.legal_entity_id,
        language=billing.language,
        subject=mail.subject,
        body_text=mail.text,
        body_html=mail.html,
        recipient_name=billing.contact_name,
        recipient_email=billing.email,
        reply_to=entity.email,
        sender_name=entity.sends_as,
        about_ids=(invoice_id,),
        attachments=(ground.files[invoice_id],) if invoice_id in ground.files else (),
        resend_uncertain=True,
    )


def _tell(outcome: Outcome[UUID], ground: _Ground, actor: Actor) -> None:
    """The invoices' own state, the audit trail, and those that nobody received."""
    issued = [
        refusal.item
        for refusal in outcome.refused
        if refusal.code not in {"not_found", "not_issued", "no_document", "no_document_yet"}
    ]
    changes = dict.fromkeys(outcome.done, Delivery.QUEUED)
    changes |= {one: Delivery.NONE for one in issued if ground.sheets[one].delivery == Delivery.QUEUED}
    change_delivery(changes, at=current_frame().now, actor=actor)
    after = {"delivery": Delivery.QUEUED.value}
    lines = [AuditLine("invoice", one, {"delivery": ground.sheets[one].delivery}, after) for one in outcome.done]
    record("deliver_invoices", lines, actor=actor)
    if issued:
        publish(InvoicesUndeliverable(tuple(issued)))
