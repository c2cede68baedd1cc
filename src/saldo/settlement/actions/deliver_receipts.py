from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.correspondence.actions import NewMessage, send_messages
from saldo.correspondence.choices import MessageKind
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id
from saldo.settlement.documents.receipt_ground import PayerGround, read_payers
from saldo.settlement.documents.receipt_mail import PaidRow, render_receipt_mail
from saldo.settlement.policies.frozen_rows import frozen_rows
from saldo.settlement.queries import FrozenReceipt, lock_receipts


def deliver_receipts(receipts: Sequence[UUID], *, actor: Actor, without_paper: bool = False) -> Outcome[UUID]:
    """Mail receipts, with the PDF and a link to the portal, to the customer's primary contact; once each.

    The mail says what the receipt says. `without_paper` does not wait for the PDF: one that is not made yet stays
    behind and is made when somebody first opens it (a past that is told, as the demo's is). Refused, by the receipt's
    id: "not_found", "no_document_yet", "no_address", "address_bounced". The receipt of a payment that has been reversed
    meanwhile is unchanged: it would be wrong by now.
    """
    actor.require("deliver_invoices")
    found = {one.id: one for one in lock_receipts(actor.tenant_id, receipts)}
    ground = read_payers([one.payment_id for one in found.values()], actor=actor)
    outcome: Outcome[UUID] = Outcome()
    new: dict[UUID, NewMessage] = {}
    for receipt_id in dict.fromkeys(receipts):
        receipt = found.get(receipt_id)
        if receipt is None:
            outcome.refused.append(Refusal(receipt_id, NotFound.default_code, NotFound.default_sentence))
        elif ground.payments[receipt.payment_id].is_reversed:
            outcome.unchanged.append(receipt_id)
        elif receipt.file_id is None and not without_paper:
            outcome.refused.append(Refusal(receipt_id, "no_document_yet", "The PDF is still being made."))
        elif fault := ground.fault(receipt.payment_id):
            outcome.refused.append(Refusal(receipt_id, *fault))
        else:
            new[receipt_id] = _message(receipt, ground)
    sent = send_messages(list(new.values()), actor=actor)
    done = set(sent.done)
    outcome.done += [one for one, message in new.items() if message.id in done]
    outcome.unchanged += [one for one, message in new.items() if message.id not in done]
    return outcome


def _message(receipt: FrozenReceipt, ground: PayerGround) -> NewMessage:
    payment = ground.payments[receipt.payment_id]
    billing, entity = ground.billing[payment.customer_id], ground.entities[payment.legal_entity_id]
    mail = render_receipt_mail(
        payment,
        [PaidRow(*row) for row in frozen_rows(receipt.content["paper"])],
        number=receipt.number,
        entity=entity,
        billing=billing,
        url=ground.url(payment.id),
    )
    return NewMessage(
        id=new_id(),
        key=f"deliver_receipts:{receipt.id}",
        kind=MessageKind.RECEIPT,
        customer_id=payment.customer_id,
        contact_id=billing.contact_id,
        legal_entity_id=payment.legal_entity_id,
        language=billing.language,
        subject=mail.subject,
        body_text=mail.text,
        body_html=mail.html,
        recipient_name=billing.contact_name,
        recipient_email=billing.email,
        reply_to=entity.email,
        sender_name=entity.sends_as,
        about_ids=(payment.id,),
        attachments=(receipt.file_id,) if receipt.file_id else (),
        resend_uncertain=True,
    )
