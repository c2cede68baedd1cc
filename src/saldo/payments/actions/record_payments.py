from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import insert_rows
from saldo.customers.queries import billing_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.outcomes import Outcome
from saldo.ledger.actions import post_entries
from saldo.payments.choices import PaymentState
from saldo.payments.events import PaymentsReceived
from saldo.payments.models import Payment
from saldo.payments.policies.new_payment import NewPayment, check_payment
from saldo.payments.policies.postings import payment_entry
from saldo.payments.queries import payments_by_key

_COLUMNS = (
    *("id", "key", "customer_id", "legal_entity_id", "checkout_id", "gateway_account_id", "origin", "method"),
    *("state", "currency", "amount_minor", "unapplied_minor", "received_on", "reference", "note"),
    *("reversal_reason", "created_at"),
)


def record_payments(new: Sequence[NewPayment], *, actor: Actor) -> Outcome[UUID]:
    """Record money that arrived: in the books it is its customers' credit until it is settled.

    `done` are the ids of payments written, `unchanged` those that stand under a key already, whatever they say: the
    request came twice. Refused, by the payment's id: what `check_payment` finds. Publishes PaymentsReceived.
    """
    actor.require("record_payments")
    outcome: Outcome[UUID] = Outcome()
    fresh = _fresh(new, outcome, actor)
    if not fresh:
        return outcome
    written = insert_rows(Payment, _COLUMNS, [_row(one) for one in fresh], unless_exists=("tenant_id", "key"))
    done = [one for one in fresh if one.id in written]
    if len(done) < len(fresh):  # another transaction was first
        standing = payments_by_key(actor.tenant_id, [one.key for one in fresh if one.id not in written])
        outcome.unchanged += standing.values()
    post_entries(
        [
            payment_entry(
                one.id,
                customer_id=one.customer_id,
                legal_entity_id=one.legal_entity_id,
                method=one.method,
                amount=one.amount,
                on=one.received_on,
            )
            for one in done
        ],
        actor=actor,
    )
    record("record_payments", [AuditLine("payment", one.id, None, _told(one)) for one in done], actor=actor)
    outcome.done += [one.id for one in done]
    if done:
        publish(PaymentsReceived(tuple(outcome.done)))
    return outcome


def _fresh(new: Sequence[NewPayment], outcome: Outcome[UUID], actor: Actor) -> list[NewPayment]:
    """What is neither there already nor refused; of a key that comes twice the first."""
    standing = payments_by_key(actor.tenant_id, [one.key for one in new])
    customers = billing_of(actor.tenant_id, {one.customer_id for one in new})
    now = current_frame().now
    today = {one.id: business_date(now, one.time_zone) for one in list_legal_entities(actor.tenant_id)}
    fresh: dict[str, NewPayment] = {}
    for one in new:
        known = standing.get(one.key) or (fresh[one.key].id if one.key in fresh else None)
        if known is not None:
            outcome.unchanged.append(known)
            continue
        fault = check_payment(one, today=today.get(one.legal_entity_id), customer_known=one.customer_id in customers)
        if fault is None:
            fresh[one.key] = one
        else:
            outcome.refused.append(fault)
    return list(fresh.values())


def _row(new: NewPayment) -> tuple[object, ...]:
    minor, now = new.amount.minor, current_frame().now
    return (
        *(new.id, new.key, new.customer_id, new.legal_entity_id, new.checkout_id, new.gateway_account_id),
        *(str(new.origin), str(new.method), PaymentState.RECEIVED.value, new.amount.currency, minor, minor),
        *(new.received_on, new.reference, new.note, "", now),
    )


def _told(new: NewPayment) -> Mapping[str, object]:
    return {"amount": str(new.amount), "received_on": new.received_on, "method": str(new.method)}
