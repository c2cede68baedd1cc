"""`/api/v1/payments`: payments and what they settle. Settlement stands above payments, and knows both."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from saldo.base.inbox.repeatable import repeatable
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity, list_legal_entities
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment
from saldo.payments.choices import PaymentMethod
from saldo.payments.queries import find_payments, get_payment
from saldo.settlement import actions
from saldo.settlement.queries import allocations_of_payments, receipt_of
from saldo.settlement.schemas import PaymentCard, PaymentIn, PaymentOut, PaymentsOut, ReversalIn

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

router = Router(tags=["payments"])


@router.get("", response=PaymentsOut, summary="List payments")
def list_payments(
    request: HttpRequest,
    customer_id: UUID | None = None,
    method: PaymentMethod | None = None,
    after: str = Query("", max_length=100),
    limit: int = Query(50, ge=1, le=200),
) -> PaymentsOut:
    """A page of payments, the latest day first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("view_payments")
    page = find_payments(actor.tenant_id, customer_id=customer_id, method=method or "", cursor=after, limit=limit)
    return PaymentsOut(items=[PaymentCard.of(one) for one in page.payments], next=page.next_cursor or None)


@router.get("/{uuid:payment_id}", response=PaymentOut, summary="Read a payment")
def show_payment(request: HttpRequest, payment_id: UUID) -> PaymentOut:
    """One payment with what it settled."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("view_payments")
    return _read(actor, payment_id)


@router.post("", response={201: PaymentOut}, summary="Record a payment")
@repeatable
def record_payment(request: HttpRequest, new: PaymentIn) -> tuple[int, PaymentOut]:
    """Record money that arrived by transfer, cash or cheque, and settle invoices with it at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    issuer, payment_id = _issuer(actor, new.legal_entity_id), new.id or new_id()
    payment = NewPayment(
        id=payment_id,
        key=f"api:{payment_id}",
        customer_id=new.customer_id,
        legal_entity_id=issuer.id,
        method=new.method,
        amount=new.amount.money,
        received_on=new.received_on or _today(issuer),
        reference=new.reference,
        note=new.note,
    )
    items = {one.invoice_id: one.amount.money for one in new.items}
    if len(items) < len(new.items):
        raise BadInput("item_twice", "Name each invoice once.", field="items")
    said = {payment_id: items} if items else {}
    return 201, _read(actor, actions.receive_payments([payment], items=said, on=None, actor=actor).only())


@router.post("/{uuid:payment_id}/reverse", response={200: PaymentOut}, summary="Reverse a payment")
@repeatable
def reverse_payment(request: HttpRequest, payment_id: UUID, how: ReversalIn) -> tuple[int, PaymentOut]:
    """Take a payment back: what it settled is open again. Reversed is reversed: a repeat changes nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("reverse_payments")
    issuer = get_legal_entity(actor.tenant_id, get_payment(actor.tenant_id, payment_id).legal_entity_id)
    on = how.on or _today(issuer)
    return 200, _read(actor, actions.reverse_payments([payment_id], on=on, reason=how.reason, actor=actor).only())


def _read(actor: Actor, payment_id: UUID) -> PaymentOut:
    return PaymentOut.whole(
        get_payment(actor.tenant_id, payment_id),
        allocations_of_payments(actor.tenant_id, [payment_id]),
        receipt_of(actor.tenant_id, payment_id),
    )


def _issuer(actor: Actor, legal_entity_id: UUID | None) -> LegalEntity:
    """The company that was named, or the only one there is."""
    issuers = list_legal_entities(actor.tenant_id)
    if legal_entity_id is None and len(issuers) == 1:
        return issuers[0]
    found = next((one for one in issuers if one.id == legal_entity_id), None)
    if found is None:
        raise BadInput("unknown_issuer", "Say which of your companies the money came to.", field="legal_entity_id")
    return found


def _today(issuer: LegalEntity) -> date:
    return business_date(current_frame().now, issuer.time_zone)
