"""Which money settles which invoice: what was said first, then the invoice that fell due first.

Money settles invoices of its own pot only: of the same customer and issuer, in the same currency. It never settles
more than is open, and never uses more than there is; what is left over stays the customer's credit.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias
from uuid import UUID

Pot: TypeAlias = tuple[UUID, UUID, str]
"""Customer, issuer, currency."""


class Source(NamedTuple):
    """Money that settles nothing yet: of a payment, or of a credit note. `day` is when it came."""

    id: UUID
    is_payment: bool
    pot: Pot
    available_minor: int
    day: date


class Target(NamedTuple):
    """An open invoice."""

    id: UUID
    pot: Pot
    open_minor: int
    due_on: date
    issued_on: date


class Share(NamedTuple):
    """So much of a source settles (part of) a target; always more than nothing."""

    source: Source
    target: Target
    amount_minor: int


def plan_allocations(
    sources: Sequence[Source],
    targets: Iterable[Target],
    *,
    wanted: Mapping[UUID, Mapping[UUID, int]],
    spread: bool,
) -> list[Share]:
    """One share for each source and target that meet, in the order in which they were found.

    `wanted` says per source how much (minor units) of which target it is for; it is followed as far as there is money
    and the target is open, for all sources, before anything is spread over the rest, earliest due first. With `spread`
    off, what was not said stays credit. Targets of another pot are passed over.
    """
    by_id = {one.id: one for one in targets}
    open_minor = {one.id: one.open_minor for one in by_id.values()}
    left = {one.id: one.available_minor for one in sources}
    found: dict[tuple[UUID, UUID], int] = {}

    def meet(source: Source, target: Target, at_most: int) -> None:
        amount = min(left[source.id], open_minor[target.id], at_most)
        if amount > 0:
            left[source.id] -= amount
            open_minor[target.id] -= amount
            found[source.id, target.id] = found.get((source.id, target.id), 0) + amount

    for source in sources:
        for target_id, minor in wanted.get(source.id, {}).items():
            target = by_id.get(target_id)
            if target is not None and target.pot == source.pot:
                meet(source, target, minor)
    if spread:
        queues = _queues(by_id.values())
        for source in sources:
            queue = queues.get(source.pot)
            while queue and left[source.id]:
                meet(source, queue[0], left[source.id])
                if not open_minor[queue[0].id]:
                    queue.popleft()
    by_source = {one.id: one for one in sources}
    return [Share(by_source[source], by_id[target], amount) for (source, target), amount in found.items()]


def _queues(targets: Iterable[Target]) -> dict[Pot, deque[Target]]:
    queues: defaultdict[Pot, deque[Target]] = defaultdict(deque)
    for one in sorted(targets, key=lambda one: (one.due_on, one.issued_on, one.id)):
        queues[one.pot].append(one)
    return queues


def allocation_day(share: Share, *, on: date | None) -> date:
    """When the share takes effect: `on`, else the day the money came; never before money and invoice are both there."""
    return max(on or share.source.day, share.source.day, share.target.issued_on)
