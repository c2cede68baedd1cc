from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.files.documents.paper import TEMPLATE_VERSION
from saldo.base.numbering.actions import take_numbers
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import insert_rows
from saldo.customers.queries import billing_of
from saldo.invoices.actions.keep_words import keep_words
from saldo.invoices.queries import sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.outcomes import Outcome
from saldo.kernel.references import new_id
from saldo.payments.choices import PaymentOrigin
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import lock_payments
from saldo.settlement.documents.receipts import ReceiptComposer
from saldo.settlement.events import ReceiptsIssued
from saldo.settlement.models import Receipt
from saldo.settlement.queries import AllocationSheet, allocations_of_payments, unreceipted

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

_COLUMNS = (
    "id",
    "payment_id",
    "number",
    "issued_on",
    "language",
    "template_version",
    "words_id",
    "content",
    "created_at",
)


def issue_receipts(payments: Sequence[UUID], *, on: date | None, actor: Actor) -> Outcome[UUID]:
    """Issue the receipt of each payment, once in its life: number, and all that it says, frozen.

    A receipt names what the payment paid when it is issued, and what stayed as credit. Imported payments have theirs
    elsewhere and reversed ones none: both are unchanged, like those that have a receipt. `on` is the day of issue, None
    for today in each issuer's calendar. `done` are ids of receipts, `unchanged` ids of payments.
    """
    actor.require("settle_payments")
    ids = list(dict.fromkeys(payments))
    found = lock_payments(actor.tenant_id, ids)
    due = [found[one] for one in unreceipted(actor.tenant_id, ids) if one in found]
    due = [one for one in due if not one.is_reversed and one.origin != PaymentOrigin.IMPORTED]
    receipts = _write(due, on, actor) if due else {}
    outcome: Outcome[UUID] = Outcome(
        done=list(receipts.values()), unchanged=[one for one in ids if one not in receipts]
    )
    if receipts:
        publish(ReceiptsIssued(tuple(outcome.done)))
    return outcome


def _write(payments: Sequence[PaymentSheet], on: date | None, actor: Actor) -> dict[UUID, UUID]:
    issuers = {one.id: one for one in list_legal_entities(actor.tenant_id)}
    composer = _composer(payments, issuers, actor)
    words = keep_words({composer.language(one) for one in payments}, actor=actor)
    now = current_frame().now
    rows: list[tuple[Any, ...]] = []
    ids: dict[UUID, UUID] = {}
    for issuer_id, group in _by_issuer(payments).items():  # a tenant has a few issuers
        day = on or business_date(now, issuers[issuer_id].time_zone)
        numbers = take_numbers(issuer_id, kind="receipt", count=len(group), on=day, actor=actor)
        for payment, number in zip(group, numbers, strict=True):
            ids[payment.id] = new_id()
            language = composer.language(payment)
            content = json.dumps(composer.compose(payment, number=number, on=day))
            row = (ids[payment.id], payment.id, number, day, language, TEMPLATE_VERSION, words[language], content, now)
            rows.append(row)
    insert_rows(Receipt, _COLUMNS, rows)
    lines = [AuditLine("receipt", row[0], None, {"number": row[2], "payment": row[1]}) for row in rows]
    record("issue_receipts", lines, actor=actor)
    return ids


def _by_issuer(payments: Sequence[PaymentSheet]) -> dict[UUID, list[PaymentSheet]]:
    groups: defaultdict[UUID, list[PaymentSheet]] = defaultdict(list)
    for one in payments:
        groups[one.legal_entity_id].append(one)
    return {issuer: groups[issuer] for issuer in sorted(groups)}  # series are locked in one order


def _composer(payments: Sequence[PaymentSheet], issuers: dict[UUID, LegalEntity], actor: Actor) -> ReceiptComposer:
    allocations: defaultdict[UUID, list[AllocationSheet]] = defaultdict(list)
    for one in allocations_of_payments(actor.tenant_id, [payment.id for payment in payments]):
        if one.is_live and one.payment_id:
            allocations[one.payment_id].append(one)
    return ReceiptComposer(
        issuers,
        billing_of(actor.tenant_id, {one.customer_id for one in payments}),
        sheets_of(actor.tenant_id, {one.invoice_id for rows in allocations.values() for one in rows}),
        allocations,
    )
