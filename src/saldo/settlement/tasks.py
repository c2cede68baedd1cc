"""Jobs of settlement: the way from money that arrived to the receipt in the mail, and back."""

from __future__ import annotations

from uuid import UUID

from saldo.base.events.jobs import job
from saldo.base.tenants.frame import frame
from saldo.kernel.actors import Actor
from saldo.payments.queries import payments_of
from saldo.settlement import actions
from saldo.settlement.queries import allocations_of_payments

AT_ONCE = 10
"""Receipts made in one transaction, so that nobody waits long for one of them."""


@job("settlement.settle_payments")
def settle_payments(ids: list[UUID], *, actor: Actor) -> None:
    """Settle payments that just arrived. Those that settled something already were looked after by a person."""
    settled = {one.payment_id for one in allocations_of_payments(actor.tenant_id, ids)}
    live = {one.id for one in payments_of(actor.tenant_id, ids).values() if not one.is_reversed}
    actions.settle_payments([one for one in ids if one in live - settled], on=None, actor=actor)


@job("settlement.apply_credits")
def apply_credits(ids: list[UUID], *, actor: Actor) -> None:
    """Let new credit notes settle the invoices that they correct."""
    actions.apply_credits(ids, on=None, actor=actor)


@job("settlement.reverse_taken_back")
def reverse_taken_back(ids: list[UUID], *, actor: Actor) -> None:
    """Undo what payments settled that a gateway took back; the day and the reason stand on them."""
    actions.reverse_payments(ids, on=None, reason="", actor=actor)


@job("settlement.issue_receipts")
def issue_receipts(ids: list[UUID], *, actor: Actor) -> None:
    """Issue the receipts of payments that have been settled."""
    actions.issue_receipts(ids, on=None, actor=actor)


@job("settlement.make_receipts", outside=True)
def make_receipts(ids: list[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Make the PDFs of receipts, a few in each transaction: what is made stays made."""
    for start in range(0, len(ids), AT_ONCE):
        with frame(tenant_id):
            actions.make_receipts(ids[start : start + AT_ONCE], actor=actor)


@job("settlement.deliver_receipts")
def deliver_receipts(ids: list[UUID], *, actor: Actor) -> None:
    """Mail receipts."""
    actions.deliver_receipts(ids, actor=actor)


@job("settlement.send_corrections")
def send_corrections(ids: list[UUID], *, actor: Actor) -> None:
    """Tell payers of receipts that do not hold any more."""
    actions.send_corrections(ids, actor=actor)
