from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class InvoiceDocument(TenantModel):
    """The PDF of an issued document, made once from its frozen content. Append-only."""

    invoice = TenantForeignKey("invoices.Invoice")
    file = TenantForeignKey("files.File")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "invoice"], name="invoices_document_once")]
