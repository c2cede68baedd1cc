from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from saldo.base.events.actions import publish
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import checkout_items, lock_payments
from saldo.settlement.actions.write_allocations import write_allocations
from saldo.settlement.events import PaymentsSettled
from saldo.settlement.policies.check_items import check_items
from saldo.settlement.policies.plan_allocations import plan_allocations
from saldo.settlement.policies.sources import source_of_payment, targets_of
from saldo.settlement.queries import settle_ground


def settle_payments(
    payments: Sequence[UUID],
    *,
    on: date | None,
    items: Mapping[UUID, Mapping[UUID, Money]] | None = None,
    actor: Actor,
) -> Outcome[UUID]:
    """Let payments settle their customers' invoices: what was said first, then earliest due first; the rest is credit.

    `items` says per payment how much of which invoice it is for; a payment that came through a checkout brings that
    along. What is said counts as far as the invoice is still open. `on` is the day it takes effect, or None for the
    day the money came; never before the invoice was issued. `done` are payments that settled something, `unchanged`
    those for which nothing is left or nothing is open. Refused: an unknown or reversed payment, and one that names an
    invoice that is not its customer's. Publishes PaymentsSettled with both: money that settles nothing has its receipt
    too.
    """
    actor.require("settle_payments")
    ids = list(dict.fromkeys(payments))
    outcome: Outcome[UUID] = Outcome()
    sheets = _live(ids, outcome, actor)
    said = _said(sheets, items or {}, actor.tenant_id)
    documents = settle_ground(
        actor.tenant_id,
        customer_ids={one.customer_id for one in sheets if one.unapplied_minor},
        also={invoice for one in said.values() for invoice in one},
    )
    sheets = _consistent(sheets, said, documents, outcome)
    shares = plan_allocations(
        [source_of_payment(one) for one in sheets], targets_of(documents.values()), wanted=said, spread=True
    )
    write_allocations(shares, on=on, verb="settle_payments", actor=actor)
    settling = {share.source.id for share in shares}
    outcome.done += [one.id for one in sheets if one.id in settling]
    outcome.unchanged += [one.id for one in sheets if one.id not in settling]
    if sheets:
        publish(PaymentsSettled(tuple(one.id for one in sheets)))
    return outcome


def _live(ids: Sequence[UUID], outcome: Outcome[UUID], actor: Actor) -> list[PaymentSheet]:
    found = lock_payments(actor.tenant_id, ids)
    live = []
    for payment_id in ids:
        payment = found.get(payment_id)
        if payment is None:
            outcome.refused.append(Refusal(payment_id, NotFound.default_code, NotFound.default_sentence))
        elif payment.is_reversed:
            outcome.refused.append(Refusal(payment_id, "reversed", "This payment has been reversed."))
        else:
            live.append(payment)
    return live


def _said(
    payments: Sequence[PaymentSheet], items: Mapping[UUID, Mapping[UUID, Money]], tenant_id: UUID
) -> dict[UUID, Mapping[UUID, int]]:
    """What each payment is for, in minor units: as the caller says, or else as its checkout says."""
    advice = checkout_items(tenant_id, {one.checkout_id for one in payments if one.checkout_id and one.id not in items})
    said: dict[UUID, Mapping[UUID, int]] = {}
    for one in payments:
        if one.id in items:
            said[one.id] = {invoice: part.minor for invoice, part in items[one.id].items()}
        elif one.checkout_id in advice:
            said[one.id] = advice[one.checkout_id]
    return said


def _consistent(
    payments: Sequence[PaymentSheet],
    said: Mapping[UUID, Mapping[UUID, int]],
    documents: Mapping[UUID, Sheet],
    outcome: Outcome[UUID],
) -> list[PaymentSheet]:
    consistent = []
    for one in payments:
        fault = check_items(one, said.get(one.id, {}), documents)
        if fault is None:
            consistent.append(one)
        else:
            outcome.refused.append(fault)
    return consistent
