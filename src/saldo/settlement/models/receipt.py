from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Receipt(TenantModel):
    """The receipt of one payment: number and frozen content; `file` once the PDF has been made from it."""

    payment = TenantForeignKey("payments.Payment")
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    language = models.CharField(max_length=5)
    template_version = models.CharField(max_length=20)
    words = TenantForeignKey("invoices.DocumentWords")
    content = models.JSONField()
    file = TenantForeignKey("files.File", null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "payment"], name="settlement_receipt_once")]
