from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from saldo.correspondence.actions import NewMessage, send_messages
from saldo.correspondence.choices import MessageKind
from saldo.invoices.queries import sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id
from saldo.settlement.documents.receipt_ground import PayerGround, read_payers
from saldo.settlement.documents.receipt_mail import PaidRow, render_correction_mail
from saldo.settlement.queries import allocations_of_payments, receipts_of


def send_corrections(payments: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Tell payers that a payment for which they have a receipt does not count any more; once each.

    Unchanged: payments that are not reversed, never had a receipt, or were told of before. Refused: "no_address",
    "address_bounced".
    """
    actor.require("deliver_invoices")
    ids = list(dict.fromkeys(payments))
    receipts = receipts_of(actor.tenant_id, ids)
    ground = read_payers(list(receipts), actor=actor)
    rows = _rows([one for one in receipts if ground.payments[one].is_reversed], actor)
    outcome: Outcome[UUID] = Outcome()
    new: dict[UUID, NewMessage] = {}
    for payment_id in ids:
        if payment_id not in receipts or not ground.payments[payment_id].is_reversed:
            outcome.unchanged.append(payment_id)
        elif fault := ground.fault(payment_id):
            outcome.refused.append(Refusal(payment_id, *fault))
        else:
            number = receipts[payment_id].number
            new[payment_id] = _message(payment_id, number, rows.get(payment_id, []), ground)
    sent = send_messages(list(new.values()), actor=actor)
    done = set(sent.done)
    outcome.done += [one for one, message in new.items() if message.id in done]
    outcome.unchanged += [one for one, message in new.items() if message.id not in done]
    return outcome


def _rows(payment_ids: Sequence[UUID], actor: Actor) -> dict[UUID, list[PaidRow]]:
    """The invoices that each payment had settled, with what is open on them now."""
    allocations = allocations_of_payments(actor.tenant_id, payment_ids)
    invoices = sheets_of(actor.tenant_id, {one.invoice_id for one in allocations})
    rows: defaultdict[UUID, list[PaidRow]] = defaultdict(list)
    for one in allocations:
        invoice = invoices[one.invoice_id]
        if one.payment_id:
            rows[one.payment_id].append(PaidRow(invoice.number or "", invoice.title, one.amount, invoice.open))
    return dict(rows)


def _message(payment_id: UUID, number: str, rows: list[PaidRow], ground: PayerGround) -> NewMessage:
    payment = ground.payments[payment_id]
    billing, entity = ground.billing[payment.customer_id], ground.entities[payment.legal_entity_id]
    mail = render_correction_mail(
        payment, rows, number=number, entity=entity, billing=billing, url=ground.url(payment_id)
    )
    return NewMessage(
        id=new_id(),
        key=f"send_corrections:{payment_id}",
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
        about_ids=(payment_id,),
        resend_uncertain=True,
    )
