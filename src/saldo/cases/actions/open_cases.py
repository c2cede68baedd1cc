from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils.translation import override

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.cases.choices import CaseKind, CaseReason, CaseState
from saldo.cases.events import CasesOpened
from saldo.cases.models import Case
from saldo.cases.policies.check_case import check_case
from saldo.cases.queries import disputed_invoices, opened_since
from saldo.correspondence.actions import InboundMessage, record_inbound_messages
from saldo.correspondence.choices import MessageKind
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal

_DAY = timedelta(days=1)
_MESSAGE_KINDS = {
    CaseKind.QUESTION: MessageKind.QUESTION,
    CaseKind.DISPUTE: MessageKind.PROBLEM,
    CaseKind.CONTACT_CHANGE: MessageKind.CONTACT,
}
_COLUMNS = (
    *("id", "customer_id", "contact_id", "legal_entity_id", "invoice_id", "key", "kind", "reason", "words", "proposed"),
    *("state", "author_name", "opened_at", "closed_by", "note"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What a customer wrote, once under its `key`. `proposed` are new contact details; `reason` a CaseReason."""

    id: UUID
    key: str
    kind: CaseKind
    customer_id: UUID
    contact_id: UUID | None
    legal_entity_id: UUID
    language: str
    words: str = ""
    reason: str = ""
    invoice_id: UUID | None = None
    author_name: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)


def open_cases(new: Sequence[NewCase], *, actor: Actor) -> Outcome[UUID]:
    """Take what customers ask or object to: a case, and its words on the timeline. Publishes CasesOpened.

    A dispute of an invoice that is in dispute already adds its words to that case, which is `unchanged`, as is what
    stands under a key already. Refused, by the new case's id: "not_found", "empty", "no_reason", "too_long",
    "too_many". Invoices are locked, so that what is being asked for at this moment is decided first.
    """
    actor.require("open_cases")
    outcome: Outcome[UUID] = Outcome()
    invoices = lock_invoices(actor.tenant_id, [one.invoice_id for one in new if one.invoice_id])
    customer_ids = sorted({one.customer_id for one in new})
    lately = opened_since(actor.tenant_id, customer_ids, since=current_frame().now - _DAY)
    disputed = disputed_invoices(actor.tenant_id, customer_ids)
    standing = dict(
        Case.objects.filter(tenant_id=actor.tenant_id, key__in=[one.key for one in new]).values_list("key", "id")
    )
    fresh: list[NewCase] = []
    said: list[tuple[NewCase, UUID]] = []
    for one in new:
        invoice = invoices.get(one.invoice_id) if one.invoice_id else None
        fault = check_case(one, invoice, opened_lately=lately.get(one.customer_id, 0))
        if one.key in standing:
            outcome.unchanged.append(standing[one.key])
        elif fault is not None:
            outcome.refused.append(Refusal(one.id, *fault))
        elif one.kind == CaseKind.DISPUTE and one.invoice_id in disputed:
            said.append((one, disputed[one.invoice_id]))
            outcome.unchanged.append(disputed[one.invoice_id])
        else:
            fresh.append(one)
            said.append((one, one.id))
            if one.kind == CaseKind.DISPUTE and one.invoice_id:
                disputed[one.invoice_id] = one.id
    _write(fresh, actor)
    outcome.done += [one.id for one in fresh]
    record_inbound_messages([_message(one, case_id, invoices) for one, case_id in said], actor=actor)
    if said:
        publish(CasesOpened(tuple(dict.fromkeys(case_id for _one, case_id in said))))
    return outcome


def _write(fresh: Sequence[NewCase], actor: Actor) -> None:
    now = current_frame().now
    insert_rows(
        Case,
        _COLUMNS,
        [
            (one.id, one.customer_id, one.contact_id, one.legal_entity_id, one.invoice_id, one.key, one.kind.value)
            + (one.reason, one.words.strip(), json.dumps(dict(one.proposed)), CaseState.OPEN.value)
            + (one.author_name[:200], now, "", "")
            for one in fresh
        ],
    )
    lines = [
        AuditLine("case", one.id, None, {"kind": one.kind, "reason": one.reason, "invoice_id": one.invoice_id})
        for one in fresh
    ]
    record("open_cases", lines, actor=actor)


def _message(one: NewCase, case_id: UUID, invoices: Mapping[UUID, Sheet]) -> InboundMessage:
    """The words as they stand on the timeline; its subject in the language that they were written in."""
    invoice = invoices.get(one.invoice_id) if one.invoice_id else None
    with override(one.language.replace("_", "-").lower()):
        label = CaseReason(one.reason).label if one.reason else CaseKind(one.kind).label
    subject = " · ".join(part for part in (invoice.number if invoice else "", str(label)) if part)
    proposed = "\n".join(f"{name}: {value}" for name, value in one.proposed.items() if value.strip())
    return InboundMessage(
        id=one.id,
        key=f"open_cases:{one.key}",
        kind=_MESSAGE_KINDS[one.kind],
        customer_id=one.customer_id,
        contact_id=one.contact_id,
        legal_entity_id=one.legal_entity_id,
        language=one.language,
        subject=subject,
        text="\n\n".join(part for part in (one.words.strip(), proposed) if part),
        author_name=one.author_name,
        about_ids=tuple(part for part in (case_id, one.invoice_id) if part),
    )
