from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from saldo.invoices.choices import InvoiceKind, InvoiceState
from saldo.invoices.queries import lock_invoices, sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.settlement.actions.write_allocations import write_allocations
from saldo.settlement.policies.plan_allocations import plan_allocations
from saldo.settlement.policies.sources import source_of_credit_note, targets_of


def apply_credits(credit_notes: Sequence[UUID], *, on: date | None, actor: Actor) -> Outcome[UUID]:
    """Let credit notes settle the invoices that they correct, as far as these are open; the rest is credit.

    `on` is the day it takes effect, or None for the day of the credit note. `done` are credit notes that settled
    something, `unchanged` those with nothing left or nothing to settle. Refused: what is not an issued credit note.
    """
    actor.require("apply_credits")
    ids = list(dict.fromkeys(credit_notes))
    notes = sheets_of(actor.tenant_id, ids)
    corrected = {one.corrects_id for one in notes.values() if one.corrects_id}
    documents = lock_invoices(actor.tenant_id, {*notes, *corrected})
    outcome: Outcome[UUID] = Outcome()
    sources, wanted = [], {}
    for note_id in ids:
        note = documents.get(note_id)
        if note is None or note.kind != InvoiceKind.CREDIT_NOTE or note.state == InvoiceState.DRAFT:
            outcome.refused.append(Refusal(note_id, NotFound.default_code, NotFound.default_sentence))
            continue
        sources.append(source_of_credit_note(note))
        if note.corrects_id:
            wanted[note_id] = {note.corrects_id: note.open_minor}
    shares = plan_allocations(sources, targets_of(documents.values()), wanted=wanted, spread=False)
    write_allocations(shares, on=on, verb="apply_credits", actor=actor)
    settling = {share.source.id for share in shares}
    outcome.done += [one.id for one in sources if one.id in settling]
    outcome.unchanged += [one.id for one in sources if one.id not in settling]
    return outcome
