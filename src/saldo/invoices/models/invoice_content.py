from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class InvoiceContent(TenantModel):
    """What the document says, frozen at issue: parties, lines, taxes, sums, payment details. Append-only."""

    invoice = TenantForeignKey("invoices.Invoice")
    words = TenantForeignKey("invoices.DocumentWords")
    template_version = models.CharField(max_length=20)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "invoice"], name="invoices_content_once")]
