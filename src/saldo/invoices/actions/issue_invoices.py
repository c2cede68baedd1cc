from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import one_trip, update_rows
from saldo.invoices.actions.freeze_contents import freeze_contents
from saldo.invoices.actions.number_documents import number_documents
from saldo.invoices.choices import Delivery
from saldo.invoices.documents.contents import Composer, Issuing
from saldo.invoices.events import InvoicesIssued
from saldo.invoices.models import Invoice
from saldo.invoices.policies.check_issue import SAME_WITHIN, Parties, check_issue, sameness
from saldo.invoices.policies.due_date import due_date
from saldo.invoices.policies.postings import issue_entry
from saldo.invoices.policies.reference import reference_of
from saldo.invoices.policies.rows import ISSUED_COLUMNS, issued_row
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.policies.totals import tax_subtotals
from saldo.invoices.queries import IssueGround, issue_ground, lock_invoices, recent_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import NotFound
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.ledger.actions import post_entries


def issue_invoices(
    drafts: Sequence[UUID], *, on: date, actor: Actor, deliver: bool, confirmed: bool = False
) -> Outcome[UUID]:
    """Number drafts, freeze what they say and put them into the ledger, all in the caller's transaction.

    `on` is the invoice date in the issuer's calendar. Numbers follow the order of `drafts`. With `deliver` the
    customer receives the document as soon as it is made. What is issued already is unchanged. Refused: an unknown
    id, a date to come or before the last one of the series, what the law wants printed and is missing, and, unless
    `confirmed`, an invoice that says the same as another of these weeks.
    """
    actor.require("issue_invoices")
    batch = _Batch(on, actor)
    wanted = batch.lock(list(dict.fromkeys(drafts)))
    if not wanted:
        return batch.outcome
    ground = issue_ground(actor.tenant_id, wanted)
    ready = batch.check(wanted, ground)
    if not confirmed:
        ready = batch.without_same(ready)
    issued = batch.number(ready, ground)
    if issued:
        with one_trip():
            batch.write(issued, ground, Delivery.QUEUED if deliver else Delivery.NONE)
    return batch.outcome


@dataclass(slots=True)
class _Batch:
    on: date
    actor: Actor
    outcome: Outcome[UUID] = field(default_factory=Outcome)

    def lock(self, draft_ids: Sequence[UUID]) -> list[Sheet]:
        """Those that are drafts; from here on nobody else issues or changes them."""
        found = lock_invoices(self.actor.tenant_id, draft_ids)
        for one in draft_ids:
            if one not in found:
                self.outcome.refused.append(Refusal(one, NotFound.default_code, NotFound.default_sentence))
            elif not found[one].is_draft:
                self.outcome.unchanged.append(one)
        return [found[one] for one in draft_ids if one in found and found[one].is_draft]

    def check(self, sheets: Sequence[Sheet], ground: IssueGround) -> list[Sheet]:
        now, ready = current_frame().now, []
        today = {one.id: business_date(now, one.time_zone) for one in ground.issuers.values()}
        for sheet in sheets:
            issuer, customer = ground.issuers[sheet.legal_entity_id], ground.customers[sheet.customer_id]
            parties = Parties(issuer.tax_id, customer.tax_id, today[issuer.id])
            refusal = check_issue(
                sheet, ground.lines.get(sheet.id, []), parties=parties, notes=ground.notes, on=self.on
            )
            if refusal:
                self.outcome.refused.append(refusal)
            else:
                ready.append(sheet)
        return ready

    def without_same(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """Without those that say the same as an invoice of these weeks or as one before them in the batch."""
        customers = [one.customer_id for one in sheets]
        seen = recent_invoices(self.actor.tenant_id, customers, on=self.on, within=SAME_WITHIN)
        ready = []
        for sheet in sheets:
            key = sameness(sheet.customer_id, sheet.currency, sheet.total_minor, sheet.order_number, sheet.period)
            if key in seen:
                number = seen[key] or "another of these drafts"
                sentence = (
                    f"This looks like {number}: same customer, total, order number and period. Issue it all the same?"
                )
                self.outcome.refused.append(Refusal(sheet.id, "suspected_duplicate", sentence))
            else:
                ready.append(sheet)
                if sheet.total_minor:
                    seen[key] = ""
        return ready

    def number(self, sheets: Sequence[Sheet], ground: IssueGround) -> list[Issuing]:
        numbers = number_documents(sheets, on=self.on, actor=self.actor, outcome=self.outcome)
        return [self._issuing(one, numbers[one.id], ground.lines[one.id]) for one in sheets if one.id in numbers]

    def _issuing(self, sheet: Sheet, number: str, lines: Sequence[SheetLine]) -> Issuing:
        return Issuing(
            sheet=sheet,
            lines=lines,
            taxes=tax_subtotals(lines, tax_minor=sheet.tax_minor, currency=sheet.currency),
            number=number,
            reference=reference_of(number, sheet.id),
            on=self.on,
            due_on=due_date(self.on, sheet.terms_days),
        )

    def write(self, issued: Sequence[Issuing], ground: IssueGround, delivery: Delivery) -> None:
        now = current_frame().now
        update_rows(Invoice, ISSUED_COLUMNS, [_row(one, delivery, now) for one in issued])
        composer = Composer(ground.issuers, ground.customers, ground.notes)
        freeze_contents([composer.compose(one) for one in issued], actor=self.actor)
        entries = [issue_entry(one.sheet, on=one.on, due_on=one.due_on or one.on) for one in issued]
        post_entries([entry for entry in entries if entry], actor=self.actor)
        record("issue_invoices", [_audit(one) for one in issued], actor=self.actor)
        self.outcome.done.extend(one.sheet.id for one in issued)
        publish(InvoicesIssued(tuple(self.outcome.done)))


def _row(one: Issuing, delivery: Delivery, now: datetime) -> tuple[Any, ...]:
    return issued_row(
        one.sheet, number=one.number, reference=one.reference, on=one.on, due_on=one.due_on, delivery=delivery, at=now
    )


def _audit(one: Issuing) -> AuditLine:
    after = {"state": "issued", "number": one.number, "issued_on": one.on, "total_minor": one.sheet.total_minor}
    return AuditLine("invoice", one.sheet.id, None, after)
