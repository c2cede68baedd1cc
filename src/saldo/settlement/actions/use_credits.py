from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from saldo.base.events.actions import publish
from saldo.invoices.queries import open_credit_notes_of
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome
from saldo.payments.queries import lock_payments, unapplied_of
from saldo.settlement.actions.write_allocations import write_allocations
from saldo.settlement.events import PaymentsSettled
from saldo.settlement.policies.plan_allocations import plan_allocations
from saldo.settlement.policies.sources import source_of_credit_note, source_of_payment, targets_of
from saldo.settlement.queries import settle_ground


def use_credits(customers: Sequence[UUID], *, on: date, actor: Actor) -> Outcome[UUID]:
    """Let everything that is held for customers settle their open invoices: oldest money first, earliest due first.

    `done` are the customers for whom something was settled.
    """
    actor.require("apply_credits")
    ids = list(dict.fromkeys(customers))
    held = unapplied_of(actor.tenant_id, ids)
    payments = lock_payments(actor.tenant_id, [one.id for one in held])
    notes = [note.id for rows in open_credit_notes_of(actor.tenant_id, ids).values() for note in rows]
    documents = settle_ground(actor.tenant_id, customer_ids=ids, also=notes)
    sources = [source_of_payment(one) for one in payments.values() if one.unapplied_minor and not one.is_reversed]
    sources += [source_of_credit_note(documents[one]) for one in notes if documents[one].open_minor]
    sources.sort(key=lambda one: (one.day, one.id))
    shares = plan_allocations(sources, targets_of(documents.values()), wanted={}, spread=True)
    write_allocations(shares, on=on, verb="apply_credits", actor=actor)
    helped = {share.source.pot[0] for share in shares}
    settled = tuple(dict.fromkeys(share.source.id for share in shares if share.source.is_payment))
    if settled:
        publish(PaymentsSettled(settled))
    return Outcome(done=[one for one in ids if one in helped], unchanged=[one for one in ids if one not in helped])
