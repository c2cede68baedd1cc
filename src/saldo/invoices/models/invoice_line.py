from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import MoneyMinorField, TenantForeignKey, TenantModel
from saldo.taxes.choices import TaxCategory


class InvoiceLine(TenantModel):
    """One line. Category and rate are copied from the tax code: a later change of the code changes nothing here."""

    invoice = TenantForeignKey("invoices.Invoice")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300)
    detail = models.CharField(max_length=500, blank=True, default="")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=10, blank=True, default="")
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, default=0)
    tax_code = TenantForeignKey("taxes.TaxCode", null=True)
    tax_category = models.CharField(max_length=2, choices=TaxCategory)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3)
    net_minor = MoneyMinorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "invoice", "position"], name="invoices_line_position")
        ]
