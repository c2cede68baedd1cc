"""Receipts, and payments that have none yet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.settlement.models import Receipt


class ReceiptCard(NamedTuple):
    """A receipt as lists show it; `file_id` once the PDF has been made."""

    id: UUID
    payment_id: UUID
    number: str
    issued_on: date
    language: str
    file_id: UUID | None


class FrozenReceipt(NamedTuple):
    """What a receipt says, the words it says it with, and its file once it is made."""

    id: UUID
    payment_id: UUID
    number: str
    language: str
    content: Mapping[str, Any]
    words: Mapping[str, Any]
    file_id: UUID | None
    created_at: datetime


_FROZEN = """
    SELECT receipt.id, receipt.payment_id, receipt.number, receipt.language, receipt.content::text, words.words::text,
           receipt.file_id, receipt.created_at
    FROM settlement_receipt AS receipt
    JOIN invoices_documentwords AS words ON words.tenant_id = receipt.tenant_id AND words.id = receipt.words_id
    WHERE receipt.tenant_id = %s AND receipt.id = ANY(%s) ORDER BY receipt.id FOR UPDATE OF receipt
"""


def receipt_of(tenant_id: UUID, payment_id: UUID) -> ReceiptCard | None:
    """The receipt of a payment; None where it has none (yet, or because it was imported)."""
    return receipts_of(tenant_id, [payment_id]).get(payment_id)


def receipts_of(tenant_id: UUID, payment_ids: Iterable[UUID]) -> dict[UUID, ReceiptCard]:
    """Receipts by their payments."""
    rows = Receipt.objects.filter(tenant_id=tenant_id, payment_id__in=set(payment_ids))
    cards = map(ReceiptCard._make, rows.values_list(*ReceiptCard._fields))
    return {one.payment_id: one for one in cards}


def unreceipted(tenant_id: UUID, payment_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the payments that have no receipt, in the order given; reliable while the payments are locked."""
    have = set(
        Receipt.objects.filter(tenant_id=tenant_id, payment_id__in=payment_ids).values_list("payment_id", flat=True)
    )
    return [one for one in payment_ids if one not in have]


def lock_receipts(tenant_id: UUID, receipt_ids: Iterable[UUID]) -> list[FrozenReceipt]:
    """Receipts with all that their paper needs, locked in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_FROZEN, [tenant_id, list(set(receipt_ids))])
        return [_frozen(row) for row in cursor.fetchall()]


def _frozen(row: tuple[Any, ...]) -> FrozenReceipt:
    frozen = FrozenReceipt._make(row)
    return frozen._replace(content=json.loads(row[4]), words=json.loads(row[5]))
