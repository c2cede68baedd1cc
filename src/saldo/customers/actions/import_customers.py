from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.writer import insert_rows
from saldo.customers.actions.create_customers import create_customers
from saldo.customers.models import CustomerName
from saldo.customers.policies.read_customer_rows import CustomerOfRows, CustomerRow, read_customer_rows
from saldo.customers.policies.sort_key import sort_key
from saldo.customers.queries import new_customers_as_kept
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id


def import_customers(rows: Sequence[CustomerRow], *, actor: Actor) -> Outcome[int]:
    """Take customers from the rows of a file; the outcome speaks of row numbers, refusals by row and field.

    A customer whose number stands there already is never overwritten, because people may have corrected it since: its
    rows are `unchanged`, except that a name which is new becomes another name of it (`done`). The good rows are taken;
    who wants all or nothing calls `raise_if_refused` inside the frame, which rolls everything back.
    """
    actor.require("import_customers")
    groups, refused = read_customer_rows(rows)
    outcome: Outcome[int] = Outcome(refused=refused)
    kept = new_customers_as_kept(actor.tenant_id, ids=[], numbers=[one.customer.number for one in groups])
    fresh: list[CustomerOfRows] = []
    new_names: list[tuple[UUID, str]] = []
    for group in groups:
        known = kept.get(group.customer.number)
        if known is None:
            fresh.append(group)
            continue
        for name, row_numbers in group.names.items():
            if name in (known.name, known.number, *known.other_names):
                outcome.unchanged.extend(row_numbers)
            else:
                outcome.done.extend(row_numbers)
                new_names.append((known.id, name))
    _add_names(new_names, actor)
    _create(fresh, outcome, actor)
    outcome.done.sort()
    outcome.unchanged.sort()
    outcome.refused.sort(key=lambda refusal: refusal.item)
    return outcome


def _create(fresh: Sequence[CustomerOfRows], outcome: Outcome[int], actor: Actor) -> None:
    created = create_customers([one.customer for one in fresh], actor=actor)
    reasons = {refusal.item: refusal for refusal in created.refused}
    for group in fresh:
        if reason := reasons.get(group.customer.id):
            outcome.refused.extend(
                Refusal(row_number, reason.code, reason.sentence, reason.field) for row_number in group.row_numbers
            )
        else:
            outcome.done.extend(group.row_numbers)


def _add_names(new_names: Sequence[tuple[UUID, str]], actor: Actor) -> None:
    insert_rows(
        CustomerName,
        ("id", "customer_id", "name", "sort_key"),
        [(new_id(), customer_id, name, sort_key(name)) for customer_id, name in new_names],
        unless_exists=("tenant_id", "customer_id", "name"),
    )
    record(
        "import_customers",
        [AuditLine("customer", customer_id, None, {"other_name": name}) for customer_id, name in new_names],
        actor=actor,
    )
