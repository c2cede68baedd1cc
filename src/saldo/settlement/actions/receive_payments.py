from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from saldo.kernel.actors import Actor
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Outcome
from saldo.payments.actions import NewPayment, record_payments
from saldo.settlement.actions.settle_payments import settle_payments


def receive_payments(
    new: Sequence[NewPayment],
    *,
    items: Mapping[UUID, Mapping[UUID, Money]],
    on: date | None,
    actor: Actor,
) -> Outcome[UUID]:
    """Record payments and settle them at once, for whoever wants to see the effect: staff and the API.

    `items` as in `settle_payments`, by the new payments' ids. `on` is None for the day the money came. A payment that
    cannot be settled as said is recorded all the same and refused here, so raise for a roll-back where both belong
    together. A repeat of a key changes nothing.
    """
    actor.require("record_payments")
    recorded = record_payments(new, actor=actor)
    settled = settle_payments(recorded.done, on=on, items=items, actor=actor)
    refused = {one.item for one in settled.refused}
    return Outcome(
        done=[one for one in recorded.done if one not in refused],
        refused=[*recorded.refused, *settled.refused],
        unchanged=recorded.unchanged,
    )
