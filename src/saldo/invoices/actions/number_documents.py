from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from saldo.base.numbering.actions import take_numbers
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.actors import Actor
from saldo.kernel.errors import SaldoError
from saldo.kernel.outcomes import Outcome, Refusal


def number_documents(sheets: Sequence[Sheet], *, on: date, actor: Actor, outcome: Outcome[UUID]) -> dict[UUID, str]:
    """The numbers of documents of one kind in their order, taken once for each issuer and always in the same order.

    Part of issuing, to be called late: whoever issues in the same series waits from here on. Where an issuer has no
    series, or its last number bears a later date, its documents are added to `outcome` as refused.
    """
    numbers: dict[UUID, str] = {}
    by_issuer: dict[UUID, list[Sheet]] = {}
    for sheet in sheets:
        by_issuer.setdefault(sheet.legal_entity_id, []).append(sheet)
    for issuer_id, some in sorted(by_issuer.items()):
        try:
            taken = take_numbers(issuer_id, kind=some[0].kind, count=len(some), on=on, actor=actor)
        except SaldoError as error:  # nothing was written, so the transaction goes on without these
            outcome.refused.extend(Refusal(one.id, error.code, error.sentence) for one in some)
        else:
            numbers.update(zip((one.id for one in some), taken, strict=True))
    return numbers
