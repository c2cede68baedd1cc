"""Frozen contents and the PDFs made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.invoices.models import InvoiceContent, InvoiceDocument
from saldo.kernel.errors import NotFound


class FrozenContent(NamedTuple):
    """What a document says, and the words it says it with."""

    invoice_id: UUID
    content: Mapping[str, Any]
    words: Mapping[str, Any]
    issued_at: datetime


_LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended('invoices.document:' || id, 0))
    FROM unnest(%s::uuid[]) AS id ORDER BY id
"""
_UNMADE = """
    SELECT content.invoice_id, content.content, words.words, invoice.issued_at
    FROM invoices_invoicecontent AS content
    JOIN invoices_invoice AS invoice ON invoice.tenant_id = content.tenant_id AND invoice.id = content.invoice_id
    JOIN invoices_documentwords AS words ON words.tenant_id = content.tenant_id AND words.id = content.words_id
    LEFT JOIN invoices_invoicedocument AS document
      ON document.tenant_id = content.tenant_id AND document.invoice_id = content.invoice_id
    WHERE content.tenant_id = %s AND content.invoice_id = ANY(%s) AND document.id IS NULL
    ORDER BY content.invoice_id
"""


def lock_documents(invoice_ids: Sequence[UUID]) -> None:
    """Wait for whoever makes one of these documents, and keep others waiting until the transaction ends.

    A lock of its own: setting a page takes longer than anything else may wait for an invoice.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(invoice_ids)])


def unmade_contents(tenant_id: UUID, invoice_ids: Sequence[UUID]) -> list[FrozenContent]:
    """The frozen contents of issued documents that have no PDF yet."""
    with connection.cursor() as cursor:
        cursor.execute(_UNMADE, [tenant_id, list(invoice_ids)])
        return [FrozenContent(row[0], json.loads(row[1]), json.loads(row[2]), row[3]) for row in cursor.fetchall()]


def content_of(tenant_id: UUID, invoice_id: UUID) -> Mapping[str, Any]:
    """What an issued document says. Raises NotFound for a draft, an imported invoice and an unknown id."""
    found = InvoiceContent.objects.filter(tenant_id=tenant_id, invoice_id=invoice_id).first()
    if found is None:
        raise NotFound()
    content: Mapping[str, Any] = found.content
    return content


def document_file_ids(tenant_id: UUID, invoice_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The files of the documents that have been made, by invoice."""
    rows = InvoiceDocument.objects.filter(tenant_id=tenant_id, invoice_id__in=invoice_ids)
    return dict(rows.values_list("invoice_id", "file_id"))
