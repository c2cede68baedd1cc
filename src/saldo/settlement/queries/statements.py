"""What a statement of account is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import sheets_of
from saldo.ledger.queries.account_history import BalanceChange, account_history
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import payments_of
from saldo.settlement.policies.statement_content import MovedLine, OpenLine, StatementFacts

_KINDS = {
    "invoice_issued": "invoice",
    "invoice_imported": "invoice",
    "credit_note_issued": "credit_note",
    "payment_received": "payment",
    "payment_reversed": "reversal",
}


def statement_facts(
    tenant_id: UUID,
    customer_id: UUID,
    *,
    legal_entity_id: UUID,
    currency: str,
    since: date,
    on: date,
    known_at: datetime,
) -> StatementFacts:
    """A customer's account with one issuer in one currency, from the ledger, with the names of what is in it.

    Six queries, however much there is.
    """
    history = account_history(
        tenant_id,
        customer_id,
        legal_entity_id=legal_entity_id,
        currency=currency,
        since=since,
        on=on,
        known_at=known_at,
    )
    subjects = {one.subject_id for one in history.changes if one.subject_id}
    sheets = sheets_of(tenant_id, subjects | {item_id for item_id, _minor, _due in history.open_items})
    payments = payments_of(tenant_id, subjects)
    return StatementFacts(
        currency=currency,
        on=on,
        since=since,
        opening_minor=history.opening_minor,
        moved=[_moved(one, sheets, payments) for one in history.changes],
        items=[_open(sheets[item_id], minor, due) for item_id, minor, due in history.open_items if item_id in sheets],
        credit_minor=history.credit_minor,
    )


def _open(sheet: Sheet, open_minor: int, due_on: date | None) -> OpenLine:
    return OpenLine(sheet.number or "", sheet.title, due_on, sheet.total_minor, open_minor)


def _moved(change: BalanceChange, sheets: Mapping[UUID, Sheet], payments: Mapping[UUID, PaymentSheet]) -> MovedLine:
    kind, subject = _KINDS.get(change.kind, "other"), change.subject_id
    sheet, payment = (sheets.get(subject), payments.get(subject)) if subject else (None, None)
    number = (sheet.number or "") if sheet else ""
    detail = (sheet.title or sheet.reason) if sheet else payment.reference if payment else ""
    return MovedLine(change.on, kind, number, detail, change.amount_minor)
